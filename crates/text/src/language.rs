//! Which of the three languages a text is in, by its small words.
//!
//! Refuses to know the sender, the desk or any setting: whoever calls decides what to do with `None`.

use serde::{Deserialize, Serialize};

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Swedish.
    Sv,
    /// Danish.
    Da,
    /// English.
    En,
}

impl Language {
    /// The two-letter key: `sv`, `da` or `en`.
    pub fn key(self) -> &'static str {
        match self {
            Language::Sv => "sv",
            Language::Da => "da",
            Language::En => "en",
        }
    }

    /// The language of a key or tag such as `sv`, `DA` or `en-GB`.
    pub fn parse(key: &str) -> Option<Language> {
        let primary = key.trim().split(['-', '_']).next().unwrap_or_default();
        [Language::Sv, Language::Da, Language::En]
            .into_iter()
            .find(|language| language.key().eq_ignore_ascii_case(primary))
    }
}

/// Small Swedish words; one that another list shares counts for both.
const SV: &[&str] = &[
    "och", "inte", "jag", "är", "att", "ett", "för", "från", "till", "av", "vad", "när", "hur", "där",
    "också", "eller", "vår", "vårt", "våra", "ni", "era", "oss", "får", "går", "blir", "finns", "någon",
    "något", "nån", "mig", "kunde", "skulle", "tack", "hej", "hos", "än", "bara", "detta", "denna", "dom",
    "hon", "åt", "upp", "ut", "efter", "måste", "behöver", "vill", "fungerar", "funkar", "sedan", "ingen",
    "inget", "mitt", "min",
];
/// Small Danish words; one that another list shares counts for both.
const DA: &[&str] = &[
    "og", "ikke", "jeg", "er", "et", "af", "fra", "til", "hvad", "hvornår", "hvordan", "hvor", "også",
    "eller", "vores", "jer", "jeres", "os", "være", "bliver", "findes", "nogen", "noget", "mig", "kunne",
    "skulle", "tak", "hej", "hos", "kun", "dette", "denne", "hun", "ud", "op", "skal", "vil", "virker",
    "siden", "der", "fordi", "mangler", "mit", "min", "blev", "kigge", "ingen", "efter", "når", "går", "får",
    "mangle",
];
/// Small English words; one that another list shares counts for both.
const EN: &[&str] = &[
    "the", "and", "is", "are", "not", "to", "of", "this", "that", "with", "have", "has", "we", "you",
    "cannot", "please", "it", "when", "what", "does", "my", "our", "your", "from", "was", "been", "but",
    "thanks", "hello", "they", "there", "would", "could", "should", "which", "after", "into", "on", "or",
    "be", "do", "how", "no",
];

/// The language of a text, or `None` when its small words do not decide.
///
/// A word counts two for each language it belongs to; a word with `ä`/`ö` counts one for Swedish, with `æ`/`ø`
/// one for Danish. The highest count wins if it wins alone.
pub fn guess(text: &str) -> Option<Language> {
    let mut scores = [(Language::Sv, 0_usize), (Language::Da, 0), (Language::En, 0)];
    let lists = [SV, DA, EN];
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && word.len() <= 32)
    {
        let word = word.to_lowercase();
        for ((language, score), list) in scores.iter_mut().zip(lists) {
            *score += if list.contains(&word.as_str()) { 2 } else { 0 };
            *score += usize::from(match language {
                Language::Sv => word.contains(['ä', 'ö']),
                Language::Da => word.contains(['æ', 'ø']),
                Language::En => false,
            });
        }
    }
    scores.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    match scores {
        [(best, first), (_, second), _] if first > second => Some(best),
        _ => None,
    }
}
