//! What happened to a case and what was written, woven into one timeline, oldest first.

use crate::names::Names;
use crate::words::Time;
use app::Moment;
use app::read::{Case, EventView, MessageView};
use serde_json::Value;
use ticket::Place;

/// One thing that happened.
pub(crate) struct Entry {
    /// Number of the event, for links.
    pub seq: i64,
    pub at: Time,
    /// Where it counts from, when that is not when it was written.
    pub counts_from: Option<Time>,
    pub who: String,
    /// What happened, in words.
    pub what: String,
    /// Another case it is about.
    pub link: Option<String>,
    /// Which rule decided, in words.
    pub rule: Option<String>,
    /// How long it lay where it was before.
    pub stayed: Option<String>,
    /// What was written, with a heading where several texts stand together.
    pub texts: Vec<(Option<String>, String)>,
    /// Style: written, from-requester, proposal, moved, state, clock or plain.
    pub tone: &'static str,
}

/// All of a case.
pub(crate) fn entries(names: Names<'_>, case: &Case) -> Vec<Entry> {
    let teller = Teller { names, case };
    case.events.iter().filter(|event| !teller.repeats(event)).map(|event| teller.entry(event)).collect()
}

/// What happened after a version, for a form that had not seen it.
pub(crate) fn since(names: Names<'_>, case: &Case, version: i64) -> Vec<Entry> {
    let teller = Teller { names, case };
    case.events.iter().filter(|e| e.seq > version).map(|event| teller.entry(event)).collect()
}

struct Teller<'a> {
    names: Names<'a>,
    case: &'a Case,
}

fn text<'a>(data: &'a Value, field: &str) -> &'a str {
    data.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn number(data: &Value, field: &str) -> Option<i64> {
    data.get(field).and_then(Value::as_i64)
}

fn moment(data: &Value, field: &str) -> Option<Moment> {
    text(data, field).parse().ok()
}

impl Teller<'_> {
    /// The mail a case was made from: its words stand at the opening already.
    fn repeats(&self, event: &EventView) -> bool {
        let message = || number(&event.data, "message").and_then(|id| self.case.messages.get(&id));
        event.seq == 2
            && event.kind == "message_added"
            && message().is_some_and(|m| Some(&m.text) == self.case.ticket.description.as_ref())
    }

    fn entry(&self, event: &EventView) -> Entry {
        let words = self.names.words;
        let zone = &self.names.desk.zone;
        let who = match (event.actor.kind, event.actor.name.as_str()) {
            ("system", name) => words.keyed("system", name),
            (_, "") => words.t("somebody"),
            (_, name) => name.to_owned(),
        };
        let late = (event.recorded_at - event.effective_at).num_seconds().abs() >= 60;
        let mut entry = Entry {
            seq: event.seq,
            at: Time::of(zone, event.recorded_at),
            counts_from: late.then(|| Time::of(zone, event.effective_at)),
            who,
            what: String::new(),
            link: None,
            rule: event.rule.as_ref().map(|r| self.names.rule(r)),
            stayed: None,
            texts: Vec::new(),
            tone: "plain",
        };
        self.tell(event, &mut entry);
        entry
    }

    fn tell(&self, event: &EventView, entry: &mut Entry) {
        let (words, data) = (self.names.words, &event.data);
        match event.kind {
            "opened" => self.opened(data, entry),
            "moved" => self.moved(event, entry),
            "message_added" => self.message(data, entry),
            "taken" => entry.what = words.t("event-taken"),
            "assigned" if number(data, "assignee").is_none() => entry.what = words.t("event-unassigned"),
            "assigned" => entry.what = words.one("event-assigned", "person", &self.person(data)),
            "classified" => {
                entry.what = words.one("event-classified", "facts", &self.facts(data));
                self.put(entry, data, "description");
            }
            "resolved" => {
                entry.tone = "state";
                entry.what =
                    words.one("event-resolved", "solution", &self.names.solution(text(data, "solution")));
            }
            "closed" => {
                entry.tone = "state";
                let (cause, solution) =
                    (self.names.cause(text(data, "cause_code")), self.names.solution(text(data, "solution")));
                entry.what = words.with("event-closed", &[("cause", &cause), ("solution", &solution)]);
            }
            "waited" => {
                entry.tone = "state";
                let until = moment(data, "until").map(|at| Time::of(&self.names.desk.zone, at).shown);
                let key = format!("event-waited-{}", text(data, "phase"));
                entry.what = words.one(&key, "until", &until.unwrap_or_default());
            }
            "fault_began" | "proposed" | "agreed" | "declined" | "corrected" => self.stated(event, entry),
            "contact_tried" => {
                let channel = words.keyed("channel", text(data, "channel"));
                entry.what = words.one("event-contact-tried", "channel", &channel);
            }
            "resumed" | "proposal_sent" => {
                entry.tone = "state";
                entry.what = words.keyed("event", event.kind);
            }
            "rejudged" => {
                entry.tone = "state";
                let agreement = self.names.agreement(text(data, "agreement"));
                let by = number(data, "proposed_by").and_then(|id| self.case.people.get(&id)).cloned();
                let by = by.unwrap_or_else(|| words.t("somebody"));
                let version = text(data, "version");
                let values = [("agreement", agreement.as_str()), ("version", version), ("by", &by)];
                entry.what = words.with("event-rejudged", &values);
                self.put(entry, data, "reason");
            }
            "breach_explained" => {
                let target = self.names.target(text(data, "target"));
                let cause = faces::cause_name(self.names.desk, Some(text(data, "cause")), words.0);
                entry.what = words.with("event-breach-explained", &[("target", &target), ("cause", &cause)]);
                self.put(entry, data, "text");
            }
            "restored" | "reopened" | "cancelled" => {
                entry.tone = "state";
                entry.what = words.keyed("event", event.kind);
                self.put(entry, data, "workaround");
                self.put(entry, data, "reason");
            }
            _ => self.machine(event, entry),
        }
    }

    /// What clocks, timers and rules did.
    fn machine(&self, event: &EventView, entry: &mut Entry) {
        let (words, data) = (self.names.words, &event.data);
        entry.tone = "clock";
        let target = self.names.target(text(data, "target"));
        entry.what = match event.kind {
            "clock_warned" => {
                let percent = number(data, "percent").unwrap_or(0).to_string();
                words.with("event-clock-warned", &[("target", &target), ("percent", &percent)])
            }
            "clock_breached" => words.one("event-clock-breached", "target", &target),
            "breach_undone" => words.one("event-breach-undone", "target", &target),
            "timer_fired" => words.one("event-timer-fired", "timer", text(data, "timer")),
            "role_told" => words.one("event-role-told", "role", &self.names.role(text(data, "role"))),
            "follow_refused" => {
                let act = words.keyed("act", text(data, "act"));
                let missing: Vec<String> = data
                    .get("missing")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(|f| words.keyed("field", f))
                    .collect();
                let key = if missing.is_empty() { "event-follow-refused" } else { "event-follow-missing" };
                words.with(key, &[("act", &act), ("missing", &missing.join(", "))])
            }
            "clock_rejudged" => {
                let (was, now) = (figure(self.names, data, "was"), figure(self.names, data, "now"));
                words.with("event-clock-rejudged", &[("target", &target), ("was", &was), ("now", &now)])
            }
            "related" => {
                let other = number(data, "other").and_then(|id| self.case.related.get(&id));
                entry.link = other.map(ToString::to_string);
                words.keyed("relation", text(data, "relation"))
            }
            other => words.keyed("event", other),
        };
    }

    /// What people stated of moments.
    fn stated(&self, event: &EventView, entry: &mut Entry) {
        let (words, data) = (self.names.words, &event.data);
        entry.tone = "state";
        let about = |field: &str| number(data, field).unwrap_or_default();
        let earlier = |seq: i64| self.case.events.iter().find(|e| e.seq == seq);
        entry.what = match event.kind {
            "fault_began" => words.t(match text(data, "how") {
                "came_back" => "event-fault-came-back",
                "persisted" => "event-fault-persisted",
                _ => "event-fault-began",
            }),
            "proposed" => {
                let what = change(self.names, data.get("change").unwrap_or(&Value::Null));
                words.one("event-proposed", "what", &what)
            }
            "corrected" => {
                let moment = |field| moment(data, field).map(|at| Time::of(&self.names.desk.zone, at).shown);
                let values = [
                    ("what", words.keyed("stated", text(data, "of"))),
                    ("from", moment("from").unwrap_or_default()),
                    ("to", moment("to").unwrap_or_default()),
                ];
                let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
                words.with("event-corrected", &values)
            }
            decided => {
                let what = earlier(about("proposal")).and_then(|e| e.data.get("change"));
                let what = what.map(|what| change(self.names, what)).unwrap_or_default();
                let key = if decided == "agreed" { "event-agreed" } else { "event-declined" };
                words.one(key, "what", &what)
            }
        };
        self.put(entry, data, "reason");
    }

    fn opened(&self, data: &Value, entry: &mut Entry) {
        let words = self.names.words;
        entry.tone = "written";
        let place = self.place(data, "place");
        let channel = words.keyed("channel", text(data, "channel"));
        let key = if data.get("paper").is_some_and(|paper| !paper.is_null()) {
            "event-opened-paper"
        } else {
            "event-opened"
        };
        entry.what = words.with(key, &[("channel", &channel), ("place", &place)]);
        self.put(entry, data, "description");
        if entry.texts.is_empty() {
            self.put(entry, data, "subject");
        }
    }

    fn moved(&self, event: &EventView, entry: &mut Entry) {
        let (words, data) = (self.names.words, &event.data);
        entry.tone = "moved";
        let place = self.place(data, "to");
        entry.what = words.one(&format!("event-{}", text(data, "how")), "place", &place);
        let stays = &self.case.stays;
        let before =
            stays.iter().position(|s| s.seq == event.seq).and_then(|at| stays.get(at.checked_sub(1)?));
        entry.stayed = before.map(|stay| {
            let span = words.stretch((stay.until - stay.from).num_seconds());
            words.with("event-stayed", &[("span", &span), ("place", &self.names.place(&stay.place))])
        });
        let rows = data.get("hand_over").and_then(Value::as_array).into_iter().flatten();
        for id in rows.filter_map(Value::as_i64) {
            if let Some(said) = self.case.texts.get(&id) {
                let label = self.case.text_kinds.get(&id).map(|kind| words.keyed("label", kind));
                entry.texts.push((label, said.clone()));
            }
        }
    }

    fn message(&self, data: &Value, entry: &mut Entry) {
        let words = self.names.words;
        let Some(message) = number(data, "message").and_then(|id| self.case.messages.get(&id)) else {
            entry.what = words.t("event-message");
            return;
        };
        entry.texts.push((None, message.text.clone()));
        let key;
        (entry.tone, key) = message_tone(message);
        entry.what = words.one(key, "requester", &self.case.ticket.requester.name);
        // A message of the requester counts from when it was taken over.
        if message.direction == "in" && message.actor.kind == "contact" {
            entry.who.clone_from(&message.actor.name);
        }
    }

    fn place(&self, data: &Value, field: &str) -> String {
        let place = data.get(field).unwrap_or(&Value::Null);
        self.names
            .place(&Place { line: text(place, "line").to_owned(), queue: text(place, "queue").to_owned() })
    }

    fn person(&self, data: &Value) -> String {
        let name = number(data, "assignee").and_then(|id| self.case.people.get(&id));
        name.cloned().unwrap_or_else(|| self.names.words.t("somebody"))
    }

    /// Adds the words a payload names by row.
    fn put(&self, entry: &mut Entry, data: &Value, field: &str) {
        if let Some(said) = number(data, field).and_then(|id| self.case.texts.get(&id)) {
            entry.texts.push((None, said.clone()));
        }
    }

    fn facts(&self, data: &Value) -> String {
        told(self.names, data)
    }
}

/// A change that somebody proposed, in words.
pub(crate) fn change(names: Names<'_>, change: &Value) -> String {
    let words = names.words;
    let shown = |field| moment(change, field).map(|at| Time::of(&names.desk.zone, at).shown);
    match text(change, "what") {
        "classified" => {
            words.one("change-classified", "facts", &told(names, change.get("facts").unwrap_or(&Value::Null)))
        }
        "corrected" => {
            let (from, to) = (shown("from").unwrap_or_default(), shown("to").unwrap_or_default());
            let of = words.keyed("stated", text(change, "of"));
            words.with("change-corrected", &[("what", &of), ("from", &from), ("to", &to)])
        }
        what => words.one(
            if what == "restored" { "change-restored" } else { "change-fault-began" },
            "at",
            &shown("at").unwrap_or_default(),
        ),
    }
}

/// One figure of a clock in words: outcome and counted time.
fn figure(names: Names<'_>, data: &Value, field: &str) -> String {
    let figure = data.get(field).unwrap_or(&Value::Null);
    let outcome = match text(figure, "outcome") {
        "" => names.words.t("figure-undecided"),
        outcome => names.words.keyed("figure", outcome),
    };
    let span = names.words.span(number(figure, "elapsed_seconds").unwrap_or_default());
    names.words.with("figure", &[("outcome", &outcome), ("span", &span)])
}

/// The events whose moment a person can correct: number and words.
pub(crate) fn correctable(names: Names<'_>, case: &Case) -> Vec<(i64, String)> {
    let fits = |event: &&EventView| match event.kind {
        "restored" | "taken" | "resolved" => true,
        "fault_began" => text(&event.data, "how") != "persisted",
        "message_added" => {
            event.data.get("automatic") == Some(&Value::Bool(false))
                && text(&event.data, "direction") == "out"
        }
        "opened" => event.data.pointer("/facts/fault_began_at").is_some_and(Value::is_string),
        _ => false,
    };
    let worded = |event: &EventView| {
        let of = if event.kind == "opened" { "fault_began" } else { event.kind };
        let at = event.data.pointer("/facts/fault_began_at").and_then(Value::as_str);
        let at = at.and_then(|at| at.parse().ok()).unwrap_or(event.effective_at);
        let at = Time::of(&names.desk.zone, at).shown;
        (event.seq, format!("{} {at}", names.words.keyed("stated", of)))
    };
    case.events.iter().filter(fits).map(worded).collect()
}

/// Facts that were set, in words.
fn told(names: Names<'_>, data: &Value) -> String {
    let words = names.words;
    let mut told = Vec::new();
    for field in [
        "kind",
        "case_type",
        "service",
        "environment",
        "impact",
        "urgency",
        "priority",
        "organisation",
        "asker_role",
    ] {
        let Some(key) = data.get(field).and_then(Value::as_str) else { continue };
        let name = match field {
            "kind" => words.keyed("kind", key),
            "case_type" => names.case_type(key),
            "service" => names.service(key),
            "environment" => names.environment(key),
            "impact" => names.impact(key),
            "urgency" => names.urgency(key),
            "priority" => names.priority(key),
            "organisation" => names.organisation(key),
            _ => names.asker_role(key),
        };
        told.push(format!("{} {name}", words.keyed("field", field)));
    }
    if let Some(at) = moment(data, "fault_began_at") {
        told.push(format!("{} {}", words.t("field-fault_began_at"), Time::of(&names.desk.zone, at).shown));
    }
    if number(data, "description").is_some() {
        told.push(words.t("field-description"));
    }
    told.join(", ")
}

fn message_tone(message: &MessageView) -> (&'static str, &'static str) {
    match (message.direction, message.audience, message.proposal, message.automatic) {
        ("in", _, _, false) => ("from-requester", "event-message-in"),
        ("in", ..) => ("clock", "event-message-in-automatic"),
        (_, _, true, _) => ("proposal", "event-message-proposal"),
        (_, "requester", _, true) => ("clock", "event-message-automatic"),
        (_, "requester", ..) => ("written", "event-message-requester"),
        (_, "supplier", ..) => ("written", "event-message-supplier"),
        _ => ("internal", "event-message-chain"),
    }
}
