//! Mere thanks, and what only looks like it.

use text::is_mere_thanks;

#[test]
fn mere_thanks() {
    for text in [
        "Tack snälla, nu funkar det! Trevlig helg :)",
        "Tack!",
        "Tusen tack för snabb hjälpen, nu syns patienten igen.",
        "Problemet är löst, tack.",
        "Toppen, tack så mycket!\n\nMvh\nKontaktperson avd 32",
        "Mange tak, nu virker det igen.",
        "Tak :-)",
        "Thanks a lot, it works now.",
        "Thank you!",
        "Tack för all hjälp!",
        "Tak for hjælpen",
    ] {
        assert!(is_mere_thanks(text), "{text}");
    }
}

#[test]
fn more_than_thanks() {
    for text in [
        "Tack! Nu syns signalen igen, men det går inte att sortera på den längre. Hör det ihop?",
        "Tack, men det går inte.",
        "Tack på förhand",
        "Tack, fungerar det för alla?",
        "Tack, kan ni även titta på avdelning 34",
        "Tack. Ett nytt fel dök upp.",
        "Tak, det virker dog ikke på alle afdelinger",
        "Tak, kan I også se på den anden",
        "Thanks, but it doesn't work",
        "Thanks, it still fails",
        "Thanks, can you check the other one",
        "Tack, ring mig på 0846500412",
        "Tack. Nu är patienten borta.",
        "Tack, nu hänger sig allt.",
        "Nu fungerar det.",
        "Ok",
        "",
    ] {
        assert!(!is_mere_thanks(text), "{text}");
    }
    assert!(!is_mere_thanks(&"tack ".repeat(26)));
}
