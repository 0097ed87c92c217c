//! What stands before a bare number: whether the words there say "this is a person's number".
//!
//! Looks at a fixed window only; refuses to know whether the number itself is valid.

/// How many characters are looked at before the number.
const WINDOW: usize = 48;
/// How many characters may stand between the end of the context word and the number.
const REACH: usize = 25;

/// Words that speak of a person when a word begins with them.
const PREFIXES: &[&str] = &[
    "patient",
    "pasient",
    "personn",
    "persnr",
    "persnummer",
    "pnr",
    "pnummer",
    "cpr",
    "född",
    "födel",
    "født",
    "fødsel",
    "samordning",
    "samnr",
    "identitetsn",
    "erstatningscpr",
    "borger",
    "brukare",
];
/// Words that speak of a person only when they stand alone.
const WHOLE: &[&str] = &["pat", "pt", "ptt"];
/// Words that make a number out of the word before them.
const NUMBER: &[&str] = &["nr", "nummer", "no", "number"];
/// Words that, before `nr` and the like, speak of a person.
const BEFORE_NUMBER: &[&str] = &["person", "p", "pers", "id", "identitets", "personal", "identity"];
/// Words after which a telephone number is expected.
const TELEPHONE: &[&str] = &["tel", "tlf", "mob", "ring", "nås", "phone", "call", "nummer"];

/// What the words before a number say.
pub(crate) struct Context {
    /// A word for a person or a person's number stands near.
    pub(crate) person: bool,
    /// A word for a telephone stands after it.
    pub(crate) telephone: bool,
}

/// Reads the words just before byte `start` of `text`.
pub(crate) fn before(text: &str, start: usize) -> Context {
    let head = text.get(..start).unwrap_or_default();
    let mut window: Vec<char> = head.chars().rev().take(WINDOW + 1).collect();
    window.reverse();
    let partial = window.len() > WINDOW && window.first().is_some_and(|c| c.is_alphanumeric());
    let mut words = words(&window);
    if partial && !words.is_empty() {
        words.remove(0);
    }
    let mut found = Context { person: false, telephone: false };
    let mut previous = "";
    for (word, end) in &words {
        let speaks = PREFIXES.iter().any(|prefix| word.starts_with(prefix))
            || WHOLE.contains(&word.as_str())
            || (NUMBER.contains(&word.as_str()) && BEFORE_NUMBER.contains(&previous));
        if speaks && window.len() - end <= REACH {
            found = Context { person: true, telephone: false };
        } else if TELEPHONE.iter().any(|prefix| word.starts_with(prefix)) {
            found.telephone = true;
        }
        previous = word;
    }
    found
}

/// The lower-cased words of the window, each with the index just after it.
fn words(window: &[char]) -> Vec<(String, usize)> {
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, letter) in window.iter().enumerate() {
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        } else if !word.is_empty() {
            words.push((std::mem::take(&mut word), index));
        }
    }
    if !word.is_empty() {
        words.push((word, window.len()));
    }
    words
}
