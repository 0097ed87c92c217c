//! Whether a reply is nothing but thanks.
//!
//! Knows words in three languages; refuses to know the case it answers. In doubt the answer is no: a person
//! reading one thank-you too many costs less than a question taken for one.

/// More words than this are never mere thanks.
const MOST_WORDS: usize = 25;

/// Words one of which must be there.
const THANKS: &[&str] =
    &["tack", "tackar", "tackade", "tacksam", "tak", "takker", "thanks", "thank", "thx", "thanx"];
/// Words that contrast, deny, ask for or announce something more.
const MORE: &[&str] = &[
    // Swedish
    "men",
    "dock",
    "fast",
    "fastän",
    "däremot",
    "fortfarande",
    "inte",
    "ej",
    "aldrig",
    "ingen",
    "inget",
    "inga",
    "utan",
    "tyvärr",
    "ännu",
    "förutom",
    "ändå",
    "bara",
    "nästan",
    "delvis",
    "ibland",
    "också",
    "även",
    "dessutom",
    "annan",
    "annat",
    "andra",
    "nytt",
    "ny",
    "nya",
    "samma",
    "kvar",
    "fel",
    "felet",
    "fråga",
    "frågor",
    "undrar",
    "förhand",
    "behöver",
    "saknas",
    "saknar",
    "måste",
    "snarast",
    "kanske",
    "annars",
    "omöjligt",
    "svårt",
    "sämre",
    "vänta",
    "återkommer",
    "icke",
    "knappt",
    "varför",
    "nej",
    "tillbaka",
    "hälften",
    "trots",
    "medan",
    "sluta",
    "slutat",
    "krånglar",
    "krånglade",
    "väntar",
    "önskar",
    "vänligen",
    "ring",
    "tveksam",
    "borta",
    "hänger",
    "kraschar",
    "kraschade",
    "försvann",
    "försvunnit",
    "trasig",
    "trasigt",
    "långsamt",
    "segt",
    "sådär",
    "dåligt",
    "sämst",
    "slutade",
    // Danish
    "dog",
    "ikke",
    "stadig",
    "intet",
    "ingenting",
    "desværre",
    "uden",
    "endnu",
    "fortsat",
    "undtagen",
    "derimod",
    "kun",
    "næsten",
    "delvist",
    "også",
    "desuden",
    "anden",
    "andet",
    "nyt",
    "nye",
    "samme",
    "mangler",
    "fejl",
    "fejlen",
    "spørgsmål",
    "forhånd",
    "behøver",
    "skal",
    "måske",
    "ellers",
    "hvorfor",
    "nej",
    "igennem",
    "imidlertid",
    "alligevel",
    "venligst",
    "venter",
    "ønsker",
    "selvom",
    "væk",
    "hænger",
    "forsvandt",
    "forsvundet",
    "langsomt",
    "dårligt",
    // English
    "but",
    "however",
    "not",
    "no",
    "never",
    "nothing",
    "none",
    "still",
    "except",
    "although",
    "though",
    "yet",
    "unfortunately",
    "only",
    "almost",
    "partly",
    "sometimes",
    "also",
    "another",
    "other",
    "new",
    "same",
    "missing",
    "error",
    "question",
    "advance",
    "please",
    "need",
    "needs",
    "must",
    "maybe",
    "otherwise",
    "why",
    "without",
    "cannot",
    "gone",
    "stuck",
    "broken",
    "slow",
    "fails",
    "failed",
    "crashes",
    "crashed",
    "wont",
    "dont",
    "doesnt",
    "isnt",
    "cant",
    "while",
    "until",
    "wrong",
    "instead",
];
/// Pairs of words that begin a request.
const REQUESTS: &[&str] =
    &["kan", "kunde", "kunne", "skulle", "vill", "vil", "can", "could", "would", "will"];
/// Whom a request is addressed to.
const ASKED: &[&str] =
    &["ni", "du", "någon", "nogen", "i", "de", "you", "someone", "somebody", "man", "vi", "we"];
/// Words that say trouble is over, beside which it may be mentioned.
const SOLVED: &[&str] = &["löst", "löste", "løst", "solved", "fixed", "fixat", "resolved"];

/// Whether the text says thanks and nothing else that anybody must read.
///
/// False for any question mark, contrast, negation, request, reported trouble, number of three digits or more, or
/// for more than 25 words. Give it the trimmed reply.
pub fn is_mere_thanks(text: &str) -> bool {
    if text.contains(['?', '？', '\u{37e}']) {
        return false;
    }
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .filter(|word| word.contains(char::is_alphanumeric))
        .take(MOST_WORDS + 1)
        .map(str::to_lowercase)
        .collect();
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let request =
        words.windows(2).any(|pair| matches!(pair, [verb, whom] if is(REQUESTS, verb) && is(ASKED, whom)));
    let solved = words.iter().any(|word| is(SOLVED, word));
    let more = |word: &String| {
        is(MORE, word)
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || (!solved && word.starts_with("problem"))
            || word.chars().filter(char::is_ascii_digit).count() >= 3
    };
    words.len() <= MOST_WORDS
        && words.iter().any(|word| is(THANKS, word))
        && !request
        && !words.iter().any(more)
}
