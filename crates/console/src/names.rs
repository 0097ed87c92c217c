//! Names of a desk's keys in the reader's language; the key itself where the desk no longer has it.

use crate::words::Words;
use desk::{Desk, Name};
use escalation::{To, When};
use ticket::{Place, Refusal};

/// Names of one desk in one language.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub desk: &'a Desk,
    pub words: Words,
}

impl<'a> Names<'a> {
    pub fn new(desk: &'a Desk, words: Words) -> Self {
        Self { desk, words }
    }

    fn name(&self, name: Option<&Name>, key: &str) -> String {
        name.map_or_else(|| key.to_owned(), |n| n.in_language(self.words.language()).to_owned())
    }

    pub fn line(&self, key: &str) -> String {
        self.name(self.desk.line_names.get(key), key)
    }

    pub fn queue(&self, key: &str) -> String {
        self.name(self.desk.queue_names.get(key), key)
    }

    /// A line and its queue; one name where both are called the same.
    pub fn place(&self, place: &Place) -> String {
        let (line, queue) = (self.line(&place.line), self.queue(&place.queue));
        if line == queue || queue.starts_with(&line) { queue } else { format!("{line} – {queue}") }
    }

    pub fn organisation(&self, key: &str) -> String {
        self.name(self.desk.organisation(key).map(|o| &o.name), key)
    }

    pub fn case_type(&self, key: &str) -> String {
        self.name(self.desk.case_type(key).map(|t| &t.name), key)
    }

    pub fn service(&self, key: &str) -> String {
        self.name(self.desk.service(key).map(|t| &t.name), key)
    }

    pub fn environment(&self, key: &str) -> String {
        self.name(self.desk.environment(key).map(|t| &t.name), key)
    }

    pub fn priority(&self, key: &str) -> String {
        self.name(self.desk.priorities.levels.iter().find(|l| l.key == key).map(|l| &l.name), key)
    }

    pub fn impact(&self, key: &str) -> String {
        self.name(self.desk.priorities.impacts.iter().find(|l| l.key == key).map(|l| &l.name), key)
    }

    pub fn urgency(&self, key: &str) -> String {
        self.name(self.desk.priorities.urgencies.iter().find(|l| l.key == key).map(|l| &l.name), key)
    }

    pub fn asker_role(&self, key: &str) -> String {
        self.name(self.desk.asker_role(key).map(|t| &t.name), key)
    }

    pub fn solution(&self, key: &str) -> String {
        self.name(self.desk.solution(key).map(|t| &t.name), key)
    }

    pub fn cause(&self, key: &str) -> String {
        self.name(self.desk.cause(key).map(|t| &t.name), key)
    }

    pub fn role(&self, key: &str) -> String {
        self.name(self.desk.role(key).map(|t| &t.name), key)
    }

    pub fn agreement(&self, key: &str) -> String {
        self.name(self.desk.agreement_names.get(key), key)
    }

    pub fn target(&self, key: &str) -> String {
        self.name(self.desk.target_names.get(key), key)
    }

    /// A refusal in words, with names where it has keys.
    pub fn refusal(&self, refusal: &Refusal) -> locale::RefusalWords {
        let mut named = refusal.clone();
        for (fact, value) in &mut named.facts {
            let each =
                |name: &dyn Fn(&str) -> String| value.split(", ").map(name).collect::<Vec<_>>().join(", ");
            let new = match fact.as_str() {
                "line" | "next" | "entrance" | "from" | "other" => each(&|k| self.line(k)),
                "queue" | "queues" => each(&|k| self.queue(k)),
                _ => continue,
            };
            *value = new;
        }
        locale::refusal(self.words.0, &named)
    }

    /// Which rule decided, in words: a built-in one by its meaning, one of the desk file by its conditions.
    pub fn rule(&self, key: &str) -> String {
        let built_in = format!("rule-{key}");
        if locale::knows(&built_in) {
            return self.words.t(&built_in);
        }
        let mut rules = self.desk.routes.iter().chain(&self.desk.placements);
        let rule = rules.find(|r| r.key == key);
        if rule.is_some_and(|r| matches!(r.to, To::Nearest(_))) {
            return self.words.one("rule-nearest-of-desk", "key", key);
        }
        match rule.map(|r| self.conditions(&r.when)) {
            Some(conditions) if !conditions.is_empty() => {
                self.words.with("rule-of-desk", &[("key", key), ("conditions", &conditions)])
            }
            _ => self.words.one("rule-plain", "key", key),
        }
    }

    fn conditions(&self, when: &When) -> String {
        let list = |group: &str, keys: &[String], name: &dyn Fn(&str) -> String| {
            let names: Vec<String> = keys.iter().map(|k| name(k)).collect();
            (!names.is_empty()).then(|| format!("{} {}", self.words.t(group), names.join(" / ")))
        };
        let parts = [
            list("when-kind", &when.kind, &|k| self.words.keyed("kind", k)),
            list("when-case-type", &when.case_type, &|k| self.case_type(k)),
            list("when-service", &when.service, &|k| self.service(k)),
            list("when-environment", &when.environment, &|k| self.environment(k)),
            list("when-priority", &when.priority, &|k| self.priority(k)),
            list("when-organisation", &when.organisation, &|k| self.organisation(k)),
            list("when-channel", &when.channel, &|k| self.words.keyed("channel", k)),
            list("when-mailbox", &when.mailbox, &str::to_owned),
            list("when-line", &when.line, &|k| self.line(k)),
            list("when-queue", &when.queue, &|k| self.queue(k)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
