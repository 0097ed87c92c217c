//! One case retold from its events alone: which of WebCare's targets ran, when each was due, how each ended. A second,
//! dumb telling of what the product's planner does; it shares no code with it.

use super::hours::{Hours, Micros};
use serde_json::Value;

/// A target of WebCare's desk file, as its text says.
pub struct Target {
    pub key: &'static str,
    pub seconds: i64,
    pub hours: Hours,
}

const TARGETS: [Target; 11] = [
    Target { key: "fordelning", seconds: 600, hours: Hours::Servicedesk },
    Target { key: "losning-1a-linjen", seconds: 16 * 3_600, hours: Hours::Servicedesk },
    Target { key: "prod-start-hog", seconds: 3_600, hours: Hours::Always },
    Target { key: "prod-start-medel", seconds: 8 * 3_600, hours: Hours::Weekdays },
    Target { key: "prod-app-start-hog", seconds: 3_600, hours: Hours::Weekdays },
    Target { key: "prod-app-start-medel", seconds: 8 * 3_600, hours: Hours::Weekdays },
    Target { key: "prod-information", seconds: 1_800, hours: Hours::Always },
    Target { key: "prod-aterkoppling", seconds: 1_800, hours: Hours::Always },
    Target { key: "prod-feltid-hog-8-17", seconds: 2 * 3_600, hours: Hours::Always },
    Target { key: "prod-feltid-hog-ovrig-tid", seconds: 4 * 3_600, hours: Hours::Always },
    Target { key: "prod-feltid-medel", seconds: 48 * 3_600, hours: Hours::Always },
];

fn target(key: &str) -> &'static Target {
    TARGETS.iter().find(|t| t.key == key).unwrap()
}

/// A target that runs or ran.
pub struct Told {
    pub target: &'static Target,
    pub started: Micros,
    /// Stretches in which it counted; the last may go on.
    counted: Vec<(Micros, Option<Micros>)>,
    pub stopped: Option<Micros>,
    withdrawn: bool,
    /// A change of facts made it apply when it was due already.
    changed_at: Option<Micros>,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Met(Micros),
    Missed(Micros),
    Withdrawn(Micros),
    Running,
}

impl Told {
    fn new(key: &str, started: Micros) -> Self {
        Self {
            target: target(key),
            started,
            counted: vec![(started, None)],
            stopped: None,
            withdrawn: false,
            changed_at: None,
        }
    }

    fn rest(&mut self, at: Micros) {
        if let Some((_, end @ None)) = self.counted.last_mut() {
            *end = Some(at);
        }
    }

    fn go_on(&mut self, at: Micros) {
        if self.counted.last().is_none_or(|(_, end)| end.is_some()) {
            self.counted.push((at, None));
        }
    }

    fn stop(&mut self, at: Micros) {
        if self.stopped.is_none() {
            self.rest(at);
            self.stopped = Some(at);
        }
    }

    /// The instant at which its time was used up.
    pub fn due(&self) -> Option<Micros> {
        if let Some(at) = self.changed_at {
            return Some(at);
        }
        let mut left = self.target.seconds * 1_000_000;
        for (from, to) in &self.counted {
            let due = self.target.hours.after(*from, left);
            match to {
                Some(to) if due > *to => left -= self.target.hours.within(*from, *to),
                _ => return Some(due),
            }
        }
        None
    }

    pub fn end(&self, now: Micros) -> End {
        let due = self.due().filter(|due| *due < self.stopped.unwrap_or(now));
        match (due, self.stopped) {
            (Some(due), _) => End::Missed(due),
            (None, Some(at)) if self.withdrawn => End::Withdrawn(at),
            (None, Some(at)) => End::Met(at),
            (None, None) => End::Running,
        }
    }

    /// Counted microseconds within a stretch.
    pub fn counted_within(&self, from: Micros, to: Micros, now: Micros) -> Micros {
        let part = |(begin, end): &(Micros, Option<Micros>)| {
            let (begin, end) = ((*begin).max(from), end.unwrap_or(now).min(to));
            if begin < end { self.target.hours.within(begin, end) } else { 0 }
        };
        self.counted.iter().map(part).sum()
    }
}

/// A case as its events tell it.
#[derive(Default)]
pub struct Case {
    pub told: Vec<Told>,
    /// Since when which line held it.
    pub held: Vec<(Micros, String)>,
    opened: Micros,
    untouched: bool,
    fault: bool,
    kind: String,
    service: String,
    environment: String,
    priority: String,
    /// When the service worked again, of the fault that runs.
    restored: Option<Micros>,
}

pub fn micros(value: &Value) -> Micros {
    testkit::at(value.as_str().unwrap()).timestamp_micros()
}

impl Case {
    pub fn of(events: &[Value]) -> Self {
        let mut case = Self::default();
        events.iter().for_each(|event| case.take_in(event));
        case
    }

    fn take_in(&mut self, event: &Value) {
        let (at, data) = (micros(&event["effective_at"]), &event["data"]);
        let by_person = event["actor"]["kind"] != "system";
        match event["type"].as_str().unwrap() {
            "opened" => self.opened(at, data),
            "classified" => {
                self.facts(data);
                self.supplier_targets_apply(at);
            }
            "taken" => {
                self.distributed(at);
                if self.line() == "leverantor" {
                    self.each("prod-start-", |told| told.stop(at));
                    self.each("prod-app-start-", |told| told.stop(at));
                }
                self.phase(at, data);
            }
            "assigned" if by_person => self.distributed(at),
            "moved" => self.moved(at, data),
            "message_added" => {
                let out = data["direction"] == "out" && data["automatic"] == false && by_person;
                let told = out && data["audience"] == "requester" && data["proposal"] == false;
                if told {
                    self.each("prod-aterkoppling", |t| t.stop(at));
                }
                if told || (out && data["audience"] == "chain") {
                    self.informed(at);
                }
            }
            "waited" | "resumed" => self.phase(at, data),
            "restored" => self.restored(at),
            "resolved" => {
                self.distributed(at);
                for key in ["losning", "prod-start-", "prod-app-start-", "prod-feltid-"] {
                    self.each(key, |told| told.stop(at));
                }
                self.withdraw("prod-information", at);
            }
            "reopened" => {
                // Unless the service works all the same.
                if data["restored"] != true {
                    self.restored = None;
                }
                self.each("losning", |told| {
                    told.stopped = None;
                    told.go_on(at);
                });
            }
            "cancelled" => self.withdraw("", at),
            _ => {}
        }
    }

    fn opened(&mut self, at: Micros, data: &Value) {
        (self.opened, self.untouched) = (at, true);
        data["kind"].as_str().unwrap().clone_into(&mut self.kind);
        self.facts(&data["facts"]);
        self.held.push((at, data["place"]["line"].as_str().unwrap().to_owned()));
        self.told.push(Told::new("fordelning", at));
        if ["incident", "request"].contains(&self.kind.as_str()) {
            self.told.push(Told::new("losning-1a-linjen", at));
        }
        self.supplier_targets_apply(at);
    }

    fn facts(&mut self, data: &Value) {
        let set = |field: &mut String, key: &str| {
            if let Some(value) = data[key].as_str() {
                value.clone_into(field);
            }
        };
        set(&mut self.kind, "kind");
        set(&mut self.service, "service");
        set(&mut self.environment, "environment");
        set(&mut self.priority, "priority");
        self.fault = data["fault"].as_bool().unwrap_or(self.fault);
    }

    /// Whether the supplier's agreement on production's operation covers the case, and as what.
    fn covered(&self) -> Option<&'static str> {
        self.weight("drift")
    }

    fn weight(&self, service: &str) -> Option<&'static str> {
        let covers = self.service == service && self.environment == "produktion" && self.kind == "incident";
        match self.priority.as_str() {
            "kritisk" | "hog" if covers => Some("hog"),
            "medel" if covers => Some("medel"),
            _ => None,
        }
    }

    fn restoration(&self) -> Option<&'static str> {
        match self.covered().filter(|_| self.fault)? {
            "medel" => Some("prod-feltid-medel"),
            _ if Hours::Weekdays.holds(self.opened) => Some("prod-feltid-hog-8-17"),
            _ => Some("prod-feltid-hog-ovrig-tid"),
        }
    }

    /// Facts were set: a restoration counts from when the case was made, due already or not.
    fn supplier_targets_apply(&mut self, at: Micros) {
        let Some(key) = self.restoration() else { return };
        if self.told.iter().any(|told| told.target.key.starts_with("prod-feltid-")) {
            return;
        }
        let mut told = Told::new(key, self.opened);
        if let Some(restored) = self.restored {
            told.stop(restored);
        } else if told.due().is_some_and(|due| due < at) {
            told.changed_at = Some(at);
        }
        self.told.push(told);
    }

    fn line(&self) -> &str {
        self.held.last().map_or("", |(_, line)| line)
    }

    fn each(&mut self, key: &str, change: impl Fn(&mut Told)) {
        let mut live: Vec<&mut Told> =
            self.told.iter_mut().filter(|t| t.target.key.starts_with(key)).collect();
        // Of what happens again only the latest is meant.
        if let Some(told) = live.last_mut() {
            change(told);
        }
    }

    fn withdraw(&mut self, key: &str, at: Micros) {
        for told in self.told.iter_mut().filter(|t| t.target.key.starts_with(key) && t.stopped.is_none()) {
            told.stop(at);
            told.withdrawn = true;
        }
    }

    fn distributed(&mut self, at: Micros) {
        if std::mem::take(&mut self.untouched) {
            self.each("fordelning", |told| told.stop(at));
        }
    }

    fn moved(&mut self, at: Micros, data: &Value) {
        self.distributed(at);
        let to = data["to"]["line"].as_str().unwrap();
        if to != self.line() {
            if self.line() == "leverantor" {
                self.withdraw("prod-start-", at);
                self.withdraw("prod-app-start-", at);
                self.withdraw("prod-information", at);
            }
            self.held.push((at, to.to_owned()));
            if let Some(weight) = self.weight("webcare").filter(|_| to == "leverantor") {
                self.told.push(Told::new(&format!("prod-app-start-{weight}"), at));
            }
            if let Some(weight) = self.covered().filter(|_| to == "leverantor") {
                self.told.push(Told::new(&format!("prod-start-{weight}"), at));
                self.told.push(Told::new("prod-information", at));
            }
        }
        self.phase(at, data);
    }

    fn informed(&mut self, at: Micros) {
        let runs = |t: &&mut Told| t.target.key == "prod-information" && t.stopped.is_none();
        if let Some(told) = self.told.iter_mut().find(runs) {
            told.stop(at);
            self.told.push(Told::new("prod-information", at));
        }
    }

    fn restored(&mut self, at: Micros) {
        self.restored = Some(at);
        self.each("prod-feltid-", |told| told.stop(at));
        self.withdraw("prod-information", at);
        if self.covered().is_some() {
            self.told.push(Told::new("prod-aterkoppling", at));
        }
    }

    fn phase(&mut self, at: Micros, data: &Value) {
        let rests = matches!(data["phase"].as_str(), Some("waiting_requester" | "scheduled"));
        let running = |t: &&mut Told| t.target.key.starts_with("losning") && t.stopped.is_none();
        if let Some(told) = self.told.iter_mut().find(running) {
            if rests { told.rest(at) } else { told.go_on(at) }
        }
    }
}
