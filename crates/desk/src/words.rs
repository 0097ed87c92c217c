//! Small value forms of desk files: names in several languages, one word or a list of words, durations.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// A name as people read it: one for all languages, or one per language (`sv`, `da`, `en`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name(BTreeMap<String, String>);

impl Name {
    /// One name for every language.
    pub fn plain(name: &str) -> Self {
        Self(BTreeMap::from([(String::new(), name.to_owned())]))
    }

    /// The name in a language, else the plain one, else any.
    pub fn in_language(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get(""))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a table of names by language such as { sv = \"…\", en = \"…\" }")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                if name.trim().is_empty() {
                    Err(E::custom("a name may not be empty"))
                } else {
                    Ok(Name::plain(name))
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Name, A::Error> {
                let mut names = BTreeMap::new();
                while let Some((language, name)) = map.next_entry::<String, String>()? {
                    if !matches!(language.as_str(), "sv" | "da" | "en") {
                        return Err(de::Error::custom(format!(
                            "unknown language `{language}`: use sv, da or en"
                        )));
                    }
                    names.insert(language, name);
                }
                if names.is_empty() {
                    Err(de::Error::custom("a name may not be empty"))
                } else {
                    Ok(Name(names))
                }
            }
        }
        deserializer.deserialize_any(Names)
    }
}

/// One word, or a list of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Words;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key or a list of keys")
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element()? {
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Longest duration anybody agrees on: ten years.
const LONGEST: i64 = 10 * 366 * 86_400;

/// Reads a duration such as `10m`, `2h`, `1h30m`, `45s`, `2d` (a day is 24 hours), in seconds.
pub fn seconds(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut number = String::new();
    for c in text.trim().chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    (number.is_empty() && !text.trim().is_empty() && total <= LONGEST).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_or_refused() {
        for (text, expected) in
            [("10m", 600), ("2h", 7_200), ("1h30m", 5_400), ("45s", 45), ("2d", 172_800), ("0s", 0)]
        {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in ["", "10", "h", "10 m", "-1h", "1w", "99999999999999999999h", "99999999999999d"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
