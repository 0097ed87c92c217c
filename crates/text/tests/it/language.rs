//! Languages and stems.

use text::{Language, guess, stem_words};

#[test]
fn keys() {
    for language in [Language::Sv, Language::Da, Language::En] {
        assert_eq!(Language::parse(language.key()), Some(language));
    }
    assert_eq!(Language::parse("da-DK"), Some(Language::Da));
    assert_eq!(Language::parse("nb"), None);
}

#[test]
fn guesses() {
    let cases = [
        ("Hej, det går inte att spara vårdplanen, vad ska jag göra?", Some(Language::Sv)),
        ("Vi kan ikke se epikrisen i E-journal, indlagt i går. Det haster.", Some(Language::Da)),
        ("Tak for hjælpen, nu virker det igen", Some(Language::Da)),
        ("Tack snälla, nu funkar det! Trevlig helg :)", Some(Language::Sv)),
        ("The care plan cannot be saved, what should we do?", Some(Language::En)),
        ("Se bild", None),
        ("", None),
        ("12345 WebCare", None),
    ];
    for (text, language) in cases {
        assert_eq!(guess(text), language, "{text}");
    }
}

#[test]
fn stems() {
    let sv = |text| stem_words(text, Language::Sv);
    assert_eq!(sv("Vårdplaner, vårdplanen!"), sv("vårdplan vårdplan"));
    assert_eq!(sv("Se WC-K7Q2M, tack"), "se wc-k7q2m tack");
    assert_ne!(sv("får"), sv("far"));
    assert_ne!(sv("häl"), sv("hal"));
    assert_eq!(sv("A\u{30a}r"), sv("år"));
    assert_eq!(sv(" - -- a- -b a--b "), "a b a b");
    assert_eq!(stem_words("epikriserne", Language::Da), stem_words("Epikrisen", Language::Da));
    assert_eq!(stem_words("saved plans", Language::En), stem_words("saving plan", Language::En));
    assert_eq!(sv(""), "");
}
