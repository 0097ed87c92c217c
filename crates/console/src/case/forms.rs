//! What can be done next with a case, as forms: the one main act first and open, the others folded.

use super::choices::{
    asker_roles, breach_causes, case_types, environments, impacts, organisations, services, solutions,
    urgencies,
};
use super::{Shown, statements};
use crate::field::{Choice, Control, Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::words::Words;
use app::read::Case;
use askama::Template;
use desk::Desk;
use ticket::{Act, Kind, Place};

/// One act's form.
#[derive(Template)]
#[template(path = "act.html")]
pub(crate) struct ActForm {
    pub act: &'static str,
    pub id: String,
    pub address: String,
    pub title: String,
    /// What will happen, in words, such as where the case will go.
    pub lead: Option<String>,
    pub fields: Vec<Field>,
    pub submit: String,
    pub csrf: String,
    pub version: i64,
    pub key: String,
    /// Value of a hidden field `to`.
    pub to: Option<String>,
    /// Value of a hidden field `proposal`.
    pub proposal: Option<i64>,
    pub main: bool,
    pub open: bool,
    pub notice: Option<Notice>,
}

/// Why a form was refused, shown in it.
#[derive(Clone)]
pub(crate) struct Notice {
    pub title: String,
    pub text: String,
    pub remedy: Option<String>,
    /// What happened since the form was opened.
    pub since: Vec<(String, String, String)>,
}

/// Makes the forms of one case.
pub(crate) struct Forms<'a> {
    pub case: &'a Case,
    pub names: Names<'a>,
    pub csrf: &'a str,
    pub key: &'a str,
    pub shown: &'a Shown,
    /// The person has it.
    pub mine: bool,
}

impl<'a> Forms<'a> {
    pub(super) fn desk(&self) -> &'a Desk {
        self.names.desk
    }

    pub(super) fn words(&self) -> Words {
        self.names.words
    }

    pub(super) fn allowed(&self, act: Act) -> bool {
        self.case.ticket.acts.contains(&act.as_str())
    }

    /// Everything that can be done, the main act first.
    pub fn all(&self) -> Vec<ActForm> {
        let main = self.main();
        let order = [
            Act::Answer,
            Act::Take,
            Act::Resume,
            Act::Close,
            Act::Message,
            Act::Escalate,
            Act::Return,
            Act::Resolve,
            Act::Wait,
            Act::Try,
            Act::Restore,
            Act::Begin,
            Act::Classify,
            Act::Assign,
            Act::Forward,
            Act::Reopen,
            Act::Correct,
            Act::Cancel,
            Act::ExplainBreach,
        ];
        let acts = main.into_iter().chain(order.into_iter().filter(|act| Some(*act) != main));
        let mut forms = statements::agreements(self);
        for act in acts.filter(|act| self.allowed(*act)) {
            let Some(form) = self.form(act, Some(act) == main) else { continue };
            forms.push(form);
            if act == Act::Answer
                && let Some(back) = self.send_back()
            {
                forms.push(back);
            }
        }
        // What was refused stands where one looks.
        forms.sort_by_key(|form| form.notice.is_none());
        forms
    }

    /// What a person in this place most likely does next.
    fn main(&self) -> Option<Act> {
        let t = &self.case.ticket;
        let speaks = self.case.line_speaks;
        let wanted: &[(Act, bool)] = &[
            (Act::Answer, t.proposal.is_some()),
            (Act::Take, t.assignee.is_none()),
            (Act::Close, t.phase == "resolved"),
            (Act::Resume, matches!(t.phase, "waiting_requester" | "waiting_supplier" | "scheduled")),
            (Act::Escalate, !speaks && self.case.up.is_ok()),
            (Act::Return, !speaks),
            (Act::Message, self.case.works_here),
            (Act::Reopen, t.phase == "resolved"),
        ];
        wanted.iter().find(|(act, fits)| *fits && self.allowed(*act)).map(|(act, _)| *act)
    }

    /// The form of an act; `None` where there is nothing to do by it.
    fn form(&self, act: Act, main: bool) -> Option<ActForm> {
        let fields = match act {
            Act::Take if self.mine => return None,
            Act::Answer if self.case.ticket.proposal.is_none() => return None,
            Act::Take | Act::Resume => Vec::new(),
            Act::Assign => self.assign()?,
            Act::Forward => self.forward()?,
            Act::Classify => self.classify(),
            Act::Escalate => self.escalate()?,
            Act::Return => self.give_back()?,
            Act::Message => self.message(),
            Act::Answer => self.answer(),
            Act::Wait => self.wait(),
            Act::Try => self.tries(),
            Act::Restore => self.restore()?,
            Act::Resolve => self.resolve()?,
            Act::Close => self.close(),
            Act::Begin => statements::begin(self)?,
            Act::Correct => statements::correct(self)?,
            Act::Reopen => statements::reopen(self),
            Act::Cancel => vec![self.maker("cancel").area("reason", "cancel-reason", 3).required()],
            Act::ExplainBreach => self.explain_breach(),
            // Each proposal has a form of its own, and so has time.
            Act::Open | Act::Agree | Act::Effort => return None,
        };
        Some(self.whole(act, act.as_str(), main, fields))
    }

    pub(super) fn whole(&self, act: Act, name: &str, main: bool, fields: Vec<Field>) -> ActForm {
        let words = self.words();
        let refused = self.shown.refused.as_ref().filter(|r| r.form == name);
        ActForm {
            act: act.as_str(),
            id: name.to_owned(),
            address: format!("/cases/{}/{act}", self.case.ticket.reference),
            title: words.t(&format!("do-{name}")),
            lead: self.lead(act, name),
            submit: words.t(&format!("submit-{}", self.submit(act, name))),
            fields,
            csrf: self.csrf.to_owned(),
            version: self.case.ticket.version,
            key: format!("{}-{name}", self.key),
            to: None,
            proposal: None,
            main,
            open: refused.is_some(),
            notice: refused.map(|r| r.notice.clone()),
        }
    }

    /// Which words stand on the button: an answer is sent, or passed on down.
    fn submit<'b>(&self, act: Act, name: &'b str) -> &'b str {
        let speaks = self.case.line_speaks;
        if act == Act::Answer && !speaks { "answer-on" } else { name }
    }

    /// What will happen, in words.
    fn lead(&self, act: Act, name: &str) -> Option<String> {
        let words = self.words();
        let speaks = self.case.line_speaks;
        match act {
            Act::Escalate if name == "escalate" => self.case.up.as_ref().ok().map(|(placement, _)| {
                let (place, rule) = (self.names.place(&placement.place), self.names.rule(&placement.rule));
                words.with("lead-escalate", &[("place", &place), ("rule", &rule)])
            }),
            Act::Return => self.down("lead-return"),
            Act::Answer if speaks => Some(words.one("lead-answer", "requester", &self.requester())),
            Act::Answer => self.down("lead-answer-on"),
            Act::Resolve | Act::Reopen => {
                Some(words.one(&format!("lead-{act}"), "requester", &self.requester()))
            }
            Act::Close => Some(words.t("lead-close")),
            Act::Try => self.sought(),
            _ => None,
        }
    }

    fn down(&self, key: &str) -> Option<String> {
        let placement = self.case.down.as_ref().ok()?;
        Some(self.words().one(key, "place", &self.names.place(&placement.place)))
    }

    /// Who the requester is and how words reach them.
    fn requester(&self) -> String {
        let who = &self.case.ticket.requester;
        match (&who.email, &who.phone) {
            (Some(email), _) if *email == who.name => email.clone(),
            (Some(email), _) => format!("{} <{email}>", who.name),
            (None, Some(phone)) => self.words().with("reach-phone", &[("name", &who.name), ("phone", phone)]),
            _ => who.name.clone(),
        }
    }

    pub(super) fn maker(&self, form: &'a str) -> Maker<'a> {
        let refused = self.shown.refused.as_ref().filter(|r| r.form == form);
        Maker {
            form,
            words: self.words(),
            typed: refused.map(|r| &r.typed),
            fault: refused.and_then(|r| r.fault.clone()),
        }
    }

    /// By which channel the requester was sought.
    fn tries(&self) -> Vec<Field> {
        let choices = app::TRIED_BY
            .iter()
            .map(|channel| Choice::new(channel.as_str(), self.words().keyed("channel", channel.as_str())));
        let choices = Control::Radio(choices.collect());
        vec![self.maker("try").field("channel", "try-channel", choices, app::TRIED_BY[0].as_str())]
    }

    /// How often they were sought so far, and how often they must be.
    fn sought(&self) -> Option<String> {
        let rule = self.desk().not_reached.as_ref()?;
        let [done, tries, channels, days] =
            [self.case.ticket.tries.len(), rule.tries, rule.channels, rule.days].map(|n| n.to_string());
        let facts = [("done", &*done), ("tries", &*tries), ("channels", &*channels), ("days", &*days)];
        Some(self.words().with("lead-try", &facts))
    }

    /// The proposed answer goes back up to the line it came from, with what it lacks.
    fn send_back(&self) -> Option<ActForm> {
        if !self.allowed(Act::Escalate) || self.case.ticket.proposal.is_none() {
            return None;
        }
        let stays = &self.case.stays;
        let from = stays.len().checked_sub(2).and_then(|at| stays.get(at))?;
        let maker = self.maker("send-back");
        let fields = vec![maker.area("wanted", "send-back", 3).required()];
        let mut form = self.whole(Act::Escalate, "send-back", false, fields);
        form.lead = Some(self.words().one("lead-send-back", "place", &self.names.place(&from.place)));
        form.to = Some(format!("queue:{}", from.place.queue));
        Some(form)
    }

    fn assign(&self) -> Option<Vec<Field>> {
        let now = self.case.ticket.assignee.clone().unwrap_or_default();
        let people = self.case.colleagues.iter().map(|(login, name)| Choice::new(login, name.clone()));
        let people: Vec<Choice> = people.collect();
        if people.is_empty() {
            return None;
        }
        let nobody = Choice::new("", self.words().t("choice-nobody"));
        let choices = [nobody].into_iter().chain(people).collect();
        Some(vec![self.maker("assign").field("assignee", "assignee", Control::Choice(choices), &now)])
    }

    fn forward(&self) -> Option<Vec<Field>> {
        let t = &self.case.ticket;
        let path = self.desk().organisation_path(&t.organisation);
        let serves = |own: &Option<String>| own.as_ref().is_none_or(|own| path.contains(own));
        let others = self.desk().chain.queues_of(&t.line);
        let others = others.filter(|q| q.key != t.queue && serves(&q.organisation));
        let choices: Vec<Choice> = others.map(|q| Choice::new(&q.key, self.names.queue(&q.key))).collect();
        (!choices.is_empty())
            .then(|| vec![self.maker("forward").choice("queue", "queue", choices, "").required()])
    }

    fn classify(&self) -> Vec<Field> {
        let (t, desk) = (&self.case.ticket, self.desk());
        let maker = self.maker("classify");
        let value = |v: &Option<String>| v.clone().unwrap_or_default();
        let mut fields = vec![
            maker.choice("case_type", "case_type", case_types(self.names), &value(&t.case_type)),
            maker.choice("service", "service", services(self.names), &value(&t.service)),
            maker.choice("environment", "environment", environments(self.names), &value(&t.environment)),
            maker.choice("impact", "impact", impacts(self.names), &value(&t.impact)),
            maker.choice("urgency", "urgency", urgencies(self.names), &value(&t.urgency)),
            maker.choice("asker_role", "asker_role", asker_roles(self.names), &value(&t.asker_role)),
            maker.field(
                "organisation",
                "organisation",
                Control::Choice(organisations(self.names)),
                &t.organisation,
            ),
        ];
        let kinds: Vec<Choice> = Kind::ALL.iter().map(|k| self.kind(*k)).collect();
        fields.push(maker.field("kind", "kind", Control::Choice(kinds), t.kind));
        if t.description.is_none() {
            fields.push(maker.area("description", "description", 4));
        }
        if t.fault && desk.fault.second_person {
            fields.push(maker.area("reason", "statement-reason", 2));
        }
        fields
    }

    fn kind(&self, kind: Kind) -> Choice {
        Choice::new(kind.as_str(), self.words().keyed("kind", kind.as_str()))
    }

    /// Where to, what the receiving line demands and the case lacks, and the four hand-over words.
    fn escalate(&self) -> Option<Vec<Field>> {
        let maker = self.maker("escalate");
        let targets = self.targets();
        if self.case.up.is_err() && targets.is_empty() {
            return None;
        }
        let mut fields = Vec::new();
        let mut missing = self.case.up.as_ref().map(|(_, missing)| missing.clone()).unwrap_or_default();
        // What another line than the next demanded when it was tried.
        let demanded = maker.fault.as_ref().map(|(field, _)| field.clone());
        missing.extend(demanded.filter(|field| !missing.contains(field)));
        fields.extend(missing.iter().filter_map(|field| self.lacking(&maker, field)));
        if missing.iter().any(|field| field == "fault_began_at") {
            fields.push(maker.area("reason", "statement-reason", 2));
        }
        if !targets.is_empty() {
            let nearest = match &self.case.up {
                Ok((placement, _)) => {
                    self.words().one("choice-up", "place", &self.names.place(&placement.place))
                }
                Err(_) => self.words().t("choice-none"),
            };
            let choices = [Choice::new("", nearest)].into_iter().chain(targets).collect();
            fields.push(maker.field("to", "to", Control::Choice(choices), ""));
        }
        for field in ["known", "tried", "ruled_out", "wanted"] {
            fields.push(maker.area(field, field, 2));
        }
        Some(fields)
    }

    /// Queues one may name: of the next line, and further up where the desk allows it.
    fn targets(&self) -> Vec<Choice> {
        let chain = &self.desk().chain;
        let Some(here) = chain.line(&self.case.ticket.line) else { return Vec::new() };
        let next = chain.above(here.level).map(|l| l.key.clone());
        let reachable = |line: &escalation::Line| {
            line.level > here.level
                && if line.entered_from.is_empty() {
                    line.skip || next.as_ref() == Some(&line.key)
                } else {
                    line.entered_from.contains(&here.key)
                }
        };
        let lines = chain.lines.iter().filter(|l| reachable(l));
        let queues = lines.flat_map(|l| chain.queues_of(&l.key));
        let by_default = self.case.up.as_ref().ok().map(|(p, _)| p.place.queue.as_str());
        queues
            .filter(|q| Some(q.key.as_str()) != by_default)
            .map(|q| {
                let place = Place { line: q.line.clone(), queue: q.key.clone() };
                Choice::new(&format!("queue:{}", q.key), self.names.place(&place))
            })
            .collect()
    }

    /// The input of a field the receiving line demands.
    fn lacking(&self, maker: &Maker<'_>, field: &str) -> Option<Field> {
        let field = match field {
            "case_type" => maker.choice("case_type", "case_type", case_types(self.names), ""),
            "service" => maker.choice("service", "service", services(self.names), ""),
            "environment" => maker.choice("environment", "environment", environments(self.names), ""),
            "asker_role" => maker.choice("asker_role", "asker_role", asker_roles(self.names), ""),
            "description" => maker.area("description", "description", 4),
            "fault_began_at" => maker.moment("fault_began_at", "fault_began_at", ""),
            "priority" => maker.choice("urgency", "urgency", urgencies(self.names), ""),
            _ => return None,
        };
        Some(field.hinted(self.words().t("hint-demanded")))
    }

    fn give_back(&self) -> Option<Vec<Field>> {
        self.case.down.as_ref().ok()?;
        let maker = self.maker("return");
        let choices = ["answer", "question"]
            .map(|way| Choice::new(way, self.words().t(&format!("choice-return-{way}"))))
            .to_vec();
        let radio = maker.field("as", "as", Control::Radio(choices), "answer");
        Some(vec![maker.area("text", "return-text", 5).required(), radio])
    }

    fn message(&self) -> Vec<Field> {
        let (words, t) = (self.words(), &self.case.ticket);
        let maker = self.maker("message");
        let places: Vec<String> = self.case.readers.iter().map(|p| self.names.queue(&p.queue)).collect();
        let supplier = self.desk().chain.line(&t.line).is_some_and(|l| l.supplier);
        let to_requester = if self.case.speaks { "reads-requester" } else { "reads-requester-proposed" };
        let mut choices = Vec::new();
        if self.case.speaks || self.case.down.is_ok() {
            choices.push(Choice {
                hint: Some(words.one(to_requester, "requester", &self.requester())),
                ..Choice::new("requester", words.t("audience-requester"))
            });
        }
        choices.push(Choice {
            hint: Some(words.one("reads-chain", "places", &places.join(", "))),
            ..Choice::new("chain", words.t("audience-chain"))
        });
        if supplier {
            choices.push(Choice {
                hint: Some(words.one("reads-supplier", "place", &self.names.queue(&t.queue))),
                ..Choice::new("supplier", words.t("audience-supplier"))
            });
        }
        let speaks_here = self.case.line_speaks && self.case.speaks;
        let likely = if speaks_here { "requester" } else { "chain" };
        let radio = maker.field("audience", "audience", Control::Radio(choices), likely);
        vec![radio, maker.area("text", "message-text", 6).required()]
    }

    fn answer(&self) -> Vec<Field> {
        let proposed = self.case.ticket.proposal.clone().unwrap_or_default();
        vec![self.maker("answer").field("text", "answer-text", Control::Area(7), &proposed).required()]
    }

    fn wait(&self) -> Vec<Field> {
        let (words, maker) = (self.words(), self.maker("wait"));
        let supplier = self.desk().chain.line(&self.case.ticket.line).is_some_and(|l| l.supplier);
        let ways = ["requester", "until", "supplier"].into_iter().filter(|w| *w != "supplier" || supplier);
        let choices = ways.map(|way| Choice::new(way, words.t(&format!("choice-wait-{way}")))).collect();
        vec![
            maker.field("for", "for", Control::Radio(choices), "requester"),
            maker.area("text", "wait-text", 3),
            maker.moment("until", "until", ""),
        ]
    }

    fn restore(&self) -> Option<Vec<Field>> {
        if self.case.ticket.restored_at.is_some() {
            return None;
        }
        let maker = self.maker("restore");
        Some(vec![
            maker.moment("restored_at", "restored_at", ""),
            maker.area("workaround", "workaround", 3),
            maker.area("reason", "statement-reason", 2),
        ])
    }

    fn resolve(&self) -> Option<Vec<Field>> {
        if !self.case.line_speaks {
            return None;
        }
        let maker = self.maker("resolve");
        let solution = maker.choice("solution", "solution", solutions(self.names), "").required();
        Some(vec![solution, maker.area("text", "resolve-text", 4).required()])
    }

    /// Which time was exceeded, why, and the words to it.
    fn explain_breach(&self) -> Vec<Field> {
        let maker = self.maker("explain_breach");
        let missed = self.case.ticket.clocks.iter().filter(|c| c.outcome == Some("missed"));
        let breaches: Vec<Choice> = missed
            .map(|c| {
                let name = self.names.target(&c.target);
                let again = format!("{name} ({})", c.occurrence);
                let value = format!("{}#{}", c.target, c.occurrence);
                Choice::new(&value, if c.occurrence > 1 { again } else { name })
            })
            .collect();
        let first = breaches.first().map(|choice| choice.value.clone()).unwrap_or_default();
        vec![
            maker.field("breach", "breach", Control::Choice(breaches), &first).required(),
            maker.choice("breach_cause", "breach_cause", breach_causes(self.names), "").required(),
            maker.area("text", "breach-text", 3),
        ]
    }

    /// Confirms case type, cause and kind of solution, all prefilled.
    fn close(&self) -> Vec<Field> {
        let (t, desk) = (&self.case.ticket, self.desk());
        let maker = self.maker("close");
        let solution = t.solution.clone().unwrap_or_default();
        let cause = t.cause.clone().or_else(|| desk.solution(&solution).and_then(|s| s.cause.clone()));
        let case_type = t.case_type.clone().unwrap_or_default();
        let causes = desk.causes.iter().map(|c| Choice::new(&c.key, self.names.cause(&c.key))).collect();
        vec![
            maker.choice("case_type", "case_type", case_types(self.names), &case_type).required(),
            maker.choice("cause", "cause", causes, &cause.unwrap_or_default()).required(),
            maker.choice("solution", "solution", solutions(self.names), &solution).required(),
        ]
    }
}

/// A refused form, with what was typed in it.
pub(crate) struct Refused {
    /// Name of the form.
    pub form: String,
    /// What was typed.
    pub typed: Form,
    /// Field that is wrong, with words.
    pub fault: Option<(String, String)>,
    /// Why.
    pub notice: Notice,
}
