//! Words of one page in one language: messages, moments, spans of time.

use app::Moment;
use app::read::local_time;
use locale::{Language, text, text_with};
use std::collections::BTreeMap;

/// The words of a language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(pub Language);

impl Words {
    /// Key of the language, for `lang` and for names of desks.
    pub fn language(&self) -> &'static str {
        self.0.key()
    }

    /// A message.
    pub fn t(&self, key: &str) -> String {
        text(self.0, key)
    }

    /// A message with one value.
    pub fn one(&self, key: &str, name: &str, value: &str) -> String {
        self.with(key, &[(name, value)])
    }

    /// A message with values.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: BTreeMap<String, String> =
            values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        text_with(self.0, key, &values)
    }

    /// A message whose key ends in a word of the product; the word itself where nobody worded it.
    pub fn keyed(&self, group: &str, word: &str) -> String {
        let key = format!("{group}-{word}");
        if locale::knows(&key) { self.t(&key) } else { word.to_owned() }
    }

    /// A span of counted time: `2 h 10 min`.
    pub fn span(&self, seconds: i64) -> String {
        let minutes = seconds.abs() / 60;
        match (minutes / 60, minutes % 60) {
            (0, 0) => self.t("span-moment"),
            (0, m) => self.one("span-minutes", "m", &m.to_string()),
            (h, 0) => self.one("span-hours", "h", &h.to_string()),
            (h, m) => self.with("span-hours-minutes", &[("h", &h.to_string()), ("m", &m.to_string())]),
        }
    }

    /// A span on the wall, in days where it is long: `3 dygn 4 h`.
    pub fn stretch(&self, seconds: i64) -> String {
        let hours = seconds / 3_600;
        if hours < 48 {
            return self.span(seconds);
        }
        self.with("span-days-hours", &[("d", &(hours / 24).to_string()), ("h", &(hours % 24).to_string())])
    }
}

/// A moment as a page shows it: for people in the desk's zone, and for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time {
    /// `2026-11-23 14:05`.
    pub shown: String,
    /// RFC 3339.
    pub iso: String,
}

impl Time {
    /// A moment in a zone.
    pub fn of(zone: &str, at: Moment) -> Self {
        Self {
            shown: local_time(zone, at).format("%Y-%m-%d %H:%M").to_string(),
            iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        }
    }
}

/// A moment as a `datetime-local` field wants it.
pub(crate) fn field_moment(zone: &str, at: Moment) -> String {
    local_time(zone, at).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_words() {
        let sv = Words(Language::Sv);
        for (seconds, words) in [
            (7_800, "2 h 10 min"),
            (7_200, "2 h"),
            (600, "10 min"),
            (59, "mindre än 1 min"),
            (-600, "10 min"),
        ] {
            assert_eq!(sv.span(seconds), words);
        }
        assert_eq!(sv.stretch(100 * 3_600), "4 dygn 4 h");
    }

    #[test]
    fn moments_stand_in_the_zone_of_the_desk() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-07-01T12:05:00Z").unwrap().to_utc();
        assert_eq!(Time::of("Europe/Stockholm", at).shown, "2026-07-01 14:05");
        assert_eq!(Time::of("Europe/Stockholm", at).iso, "2026-07-01T12:05:00Z");
    }
}
