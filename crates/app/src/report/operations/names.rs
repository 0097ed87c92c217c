//! Names as the desk file has them now, in every language.

use super::content::Named;
use desk::{Desk, Name};
use locale::{Language, knows, text};

#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub desk: &'a Desk,
}

impl Names<'_> {
    /// A name of the desk file; a key it no longer knows stands for itself.
    pub fn of(self, name: Option<&Name>, key: &str) -> Named {
        Named::of(name, key)
    }

    /// A key of the product's own, by its message.
    pub fn worded(self, message: &str, key: &str) -> Named {
        if !knows(message) {
            return Named::plain(key);
        }
        let of = |language: Language| (language.key().to_owned(), text(language, message));
        Named { key: key.to_owned(), names: Language::ALL.into_iter().map(of).collect() }
    }

    pub fn desk(self) -> Named {
        self.of(Some(&self.desk.name), &self.desk.key)
    }

    pub fn service(self, key: &str) -> Named {
        self.of(self.desk.service(key).map(|s| &s.name), key)
    }

    pub fn priority(self, key: &str) -> Named {
        self.of(self.desk.priorities.levels.iter().find(|p| p.key == key).map(|p| &p.name), key)
    }

    pub fn case_type(self, key: &str) -> Named {
        self.of(self.desk.case_type(key).map(|t| &t.name), key)
    }

    pub fn target(self, key: &str) -> Named {
        self.of(self.desk.target_names.get(key), key)
    }

    pub fn agreement(self, key: &str) -> Named {
        self.of(self.desk.agreement_names.get(key), key)
    }

    pub fn objective(self, key: &str) -> Named {
        self.of(self.desk.objective_names.get(key), key)
    }

    pub fn cause(self, key: &str) -> Named {
        self.of(self.desk.cause(key).map(|c| &c.name), key)
    }

    pub fn breach_cause(self, key: &str) -> Named {
        self.of(self.desk.breach_cause(key).map(|c| &c.name), key)
    }

    /// A value an objective is narrowed to.
    pub fn part(self, sort: &str, key: &str) -> Named {
        match sort {
            "service" => self.service(key),
            "environment" => self.of(self.desk.environment(key).map(|e| &e.name), key),
            "priority" => self.priority(key),
            _ => self.of(self.desk.organisation(key).map(|o| &o.name), key),
        }
    }
}
