//! Identity numbers: the demo cases, their look-alikes, and the written forms.

use text::{IdentityKind, find_identity_numbers, mask};

const BODY: &str = "Patient 199001012385 är inskriven hos oss sedan i går kväll men syns inte i WebCare. Samma sak med \
barnet, 170101-2393.\nFel-id 20261201-1337, vår enhet är SE0000000000-A001, leverantören gav oss CS0012385199. Ring \
0846500412.";

fn found(text: &str) -> Vec<(&str, IdentityKind)> {
    find_identity_numbers(text).into_iter().map(|hit| (&text[hit.range], hit.kind)).collect()
}

#[test]
fn w03_masks_three_and_leaves_the_look_alikes() {
    use IdentityKind::Personnummer;
    assert_eq!(found("BRÅDSKANDE patient 19900101-2385 syns inte"), [("19900101-2385", Personnummer)]);
    assert_eq!(found(BODY), [("199001012385", Personnummer), ("170101-2393", Personnummer)]);
    let masked = mask(BODY);
    assert_eq!(masked.count, 2);
    for kept in ["20261201-1337", "SE0000000000-A001", "CS0012385199", "0846500412", "barnet, ••••••-••••.\n"]
    {
        assert!(masked.text.contains(kept), "{kept}");
    }
}

#[test]
fn other_demo_cases() {
    use IdentityKind::{Cpr, Personnummer, Samordningsnummer};
    assert_eq!(found("i E-journal for 251248-9996, indlagt i går"), [("251248-9996", Cpr)]);
    assert_eq!(found("för patient 900101+9802? Du"), [("900101+9802", Personnummer)]);
    assert_eq!(found("är 202201612393. Vad"), [("202201612393", Samordningsnummer)]);
    assert_eq!(mask("Skärmbild 19900101-2385.png").text, "Skärmbild ••••••-••••.png");
    assert_eq!(mask("Skärmbild_19900101-2385.png").text, "Skärmbild_••••••-••••.png");
}

#[test]
fn bare_ten_digits_need_a_word() {
    for text in [
        "patient 9001012385",
        "Patienten har pnr: 9001012385",
        "personnummer\n9001012385",
        "person nr 9001012385",
        "Pers.nr 9001012385",
        "född 9001012385",
        "CPR-nr. 2512489996",
        "pt. 2512489996 indlagt",
        "borger født 251248 9996",
        "patient 900101 2385",
        "cpr 251248 - 9996",
    ] {
        assert_eq!(mask(text).count, 1, "{text}");
    }
    for text in [
        "ärende 9001012385",
        "9001012385",
        "den 900101 2385 stycken",
        "impatient 9001012385",
        "patient som ligger på avdelning fyra sedan i går: 9001012385",
        "patient ringde, tel 0701234567",
        "patient, ring 08-465 004 11 eller 0846500412",
    ] {
        assert_eq!(mask(text).count, 0, "{text}");
    }
}

#[test]
fn neighbours_and_dates_matter() {
    for text in [
        "A19900101-2385",
        "19900101-23857",
        "19900101-2385b",
        "x-19900101-2385",
        "119900101-2385",
        "20261201-1337",
        "19900101-2386",
        "19901301-2385",
        "311148-9996",
        "290223-4996",
        "2026-12-01 13:37",
        "550e8400-e29b-41d4-a716-199001012385",
    ] {
        assert_eq!(mask(text).count, 0, "{text}");
    }
    for text in ["(19900101-2385)", "19900101–2385", "19900101\u{2011}2385,", "199001012385"] {
        assert_eq!(mask(text).count, 1, "{text}");
    }
    assert_eq!(mask("19900101-2385 19900101-2385").count, 2);
    let once = mask(BODY).text;
    assert_eq!(mask(&once), text::Masked { text: once.clone(), count: 0 });
}
