//! What a form brought: fields in order, line ends as we keep them.

use actix_web::web::{Bytes, Query};
use app::{Caller, Denied, Moment};
use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

/// Fields that are the form's own business and nobody's words.
const OWN: [&str; 4] = ["csrf", "version", "key", "next"];

/// A form that was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads an urlencoded body.
    pub fn read(bytes: &Bytes) -> Result<Self, Denied> {
        let malformed = || Denied::malformed("form", "malformed");
        if bytes.len() > crate::FORM_BYTES_MAX {
            return Err(Denied::malformed("form", "too_large"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
        let pairs = Query::<Vec<(String, String)>>::from_query(text).map_err(|_| malformed())?;
        let pairs = pairs.into_inner().into_iter().map(|(k, v)| (k, v.replace("\r\n", "\n")));
        Ok(Self(pairs.collect()))
    }

    /// What an address asks for, as if it were a form.
    pub fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// A field as it was typed; empty where it is absent.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    /// Whether a field came at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(k, _)| k == name)
    }

    /// A field without the blanks around it; `None` where nothing is left.
    pub fn get(&self, name: &str) -> Option<String> {
        Some(self.raw(name).trim()).filter(|v| !v.is_empty()).map(str::to_owned)
    }

    /// A wall-clock time of a `datetime-local` field, in a zone.
    pub fn moment(&self, name: &str, zone: &str) -> Result<Option<Moment>, Denied> {
        let Some(typed) = self.get(name) else { return Ok(None) };
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
        let local = formats.iter().find_map(|f| NaiveDateTime::parse_from_str(&typed, f).ok());
        let at = local.and_then(|local| app::read::from_local(zone, local));
        at.map(Some).ok_or_else(|| Denied::malformed(name, "not_a_moment"))
    }

    /// The version the form was made for.
    pub fn version(&self) -> Option<i64> {
        self.raw("version").parse().ok()
    }

    /// What makes sending it twice safe: its key, the address, a hash of what was typed. `step` tells the acts of one
    /// form apart.
    pub fn caller(&self, path: &str, step: usize) -> Caller {
        let Some(key) = self.get("key").filter(|k| k.len() <= 100) else { return Caller::default() };
        let mut hash = Sha256::new();
        for (name, value) in self.0.iter().filter(|(name, _)| name != "csrf") {
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
            hash.update((value.len() as u64).to_be_bytes());
            hash.update(value);
        }
        let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Caller { once: Some((format!("{key}.{step}"), format!("POST {path}"), hash)) }
    }

    /// The same with a field under another name: what was typed in one form, shown in another.
    pub fn renamed(&self, from: &str, to: &str) -> Self {
        let name = |k: &String| if k == from { to.to_owned() } else { k.clone() };
        Self(self.0.iter().map(|(k, v)| (name(k), v.clone())).collect())
    }

    /// Everything a person typed, for showing it again where the form itself cannot be.
    pub fn typed(&self) -> Vec<String> {
        let typed = self.0.iter().filter(|(name, value)| {
            !OWN.contains(&name.as_str()) && name != "password" && !value.trim().is_empty()
        });
        typed.map(|(_, value)| value.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &'static str) -> Form {
        Form::read(&Bytes::from_static(text.as_bytes())).unwrap()
    }

    #[test]
    fn fields_are_decoded_and_line_ends_are_ours() {
        let read = form("text=a%0D%0Ab+c%C3%A5&empty=++&version=7");
        assert_eq!(read.raw("text"), "a\nb cå");
        assert_eq!((read.get("empty"), read.has("empty"), read.has("no")), (None, true, false));
        assert_eq!(read.version(), Some(7));
        assert!(Form::read(&Bytes::from_static(b"\xff=1")).is_err());
    }

    #[test]
    fn the_same_words_have_the_same_hash_whatever_the_token() {
        let hash = |text| form(text).caller("/x", 0).once.unwrap().2;
        assert_eq!(hash("key=k&csrf=1&text=a"), hash("key=k&csrf=2&text=a"));
        assert_ne!(hash("key=k&csrf=1&text=a"), hash("key=k&csrf=1&text=b"));
        assert!(form("text=a").caller("/x", 0).once.is_none());
    }

    #[test]
    fn local_moments_are_of_the_zone() {
        let at = form("at=2026-11-23T14%3A05").moment("at", "Europe/Stockholm").unwrap().unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-23T13:05:00+00:00");
        assert!(form("at=tomorrow").moment("at", "Europe/Stockholm").is_err());
    }
}
