//! Every breach on the page: who held the case, by which rule the clock ran, why it was missed, and the form that
//! says so.

use super::asked::Asked;
use crate::answer::Answer;
use crate::case::{choices, orders};
use crate::field::{Field, Maker};
use crate::form::Form;
use crate::names::Names;
use crate::visit::{self, Visit};
use crate::words::Time;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use app::report::{AppliedRule, BreachRow};
use app::{Asked as Act, Denied};
use faces::{Shell, cause_name};
use report::Cell;
use ticket::Reference;

/// What stands behind one breach.
pub(crate) struct BreachShown {
    pub summary: String,
    /// Line and phase, and the time there.
    pub held: Vec<(String, String)>,
    /// The rule in sentences.
    pub rule: Vec<String>,
    /// The cause, who gave it and when.
    pub cause: Option<String>,
    /// In words.
    pub said: Option<String>,
    pub reference: String,
    /// Target and occurrence.
    pub clock: String,
    pub fields: Vec<Field>,
}

/// What stands behind every breach.
pub(crate) fn shown(breaches: &[BreachRow], asked: &Asked, visit: &Visit) -> Vec<BreachShown> {
    let names = Names::new(&asked.desk, visit.words);
    breaches.iter().enumerate().map(|(at, breach)| one(at, breach, names)).collect()
}

fn one(at: usize, breach: &BreachRow, names: Names<'_>) -> BreachShown {
    let words = names.words;
    let given = breach.cause.as_ref();
    let name = |key: &str| cause_name(names.desk, Some(key), words.0);
    let cause = given.map(|given| {
        let at = Time::of(&names.desk.zone, given.at).shown;
        words.with("report-cause-given", &[("cause", &name(&given.cause)), ("who", &given.by), ("at", &at)])
    });
    let held = breach.phases.iter().map(|part| {
        let who = format!("{}, {}", names.line(&part.line), words.keyed("phase", &part.phase));
        (who, Cell::Seconds(part.seconds).shown())
    });
    let form = format!("cause-{at}");
    let maker = Maker { form: &form, words, typed: None, fault: None };
    let chosen = given.map_or("", |given| given.cause.as_str());
    let fields = if names.desk.breach_causes.is_empty() {
        Vec::new()
    } else {
        let causes = choices::breach_causes(names);
        let choice = maker.choice("breach_cause", "breach_cause", causes, chosen).required();
        vec![choice, maker.area("text", "breach-text", 3)]
    };
    BreachShown {
        summary: given.map_or_else(|| words.t("report-no-cause"), |given| name(&given.cause)),
        held: held.collect(),
        rule: rule(&breach.target, &breach.rule, names),
        cause,
        said: given.and_then(|given| given.text.clone()),
        reference: breach.reference.to_string(),
        clock: format!("{}#{}", breach.target, breach.occurrence),
        fields,
    }
}

/// The rule a clock ran by, in sentences.
fn rule(target: &str, rule: &AppliedRule, names: Names<'_>) -> Vec<String> {
    let words = names.words;
    let agreement = names.desk.agreement_names.get(&rule.agreement);
    let agreement = agreement.map_or(rule.agreement.as_str(), |name| name.in_language(words.language()));
    let of = words.with(
        "report-rule-of",
        &[
            ("target", &names.target(target)),
            ("agreement", agreement),
            ("version", &rule.version),
            ("calendar", &rule.calendar),
            ("calendar-version", &rule.calendar_version),
        ],
    );
    let conditions: Vec<String> = rule
        .conditions
        .iter()
        .map(|condition| {
            let keys: Vec<String> =
                condition.keys.iter().map(|key| value(condition.fact, key, names)).collect();
            format!("{} {}", words.t(&format!("rule-fact-{}", condition.fact)), keys.join(" / "))
                .trim_end()
                .to_owned()
        })
        .collect();
    let when = if conditions.is_empty() {
        words.t("report-rule-always")
    } else {
        words.one("report-rule-when", "conditions", &conditions.join(", "))
    };
    let beaten: Vec<String> = rule.goes_before.iter().map(|key| names.target(key)).collect();
    let before = (!beaten.is_empty()).then(|| words.one("report-rule-beats", "targets", &beaten.join(", ")));
    [of, when].into_iter().chain(before).collect()
}

/// The name of one value of a condition.
fn value(fact: &str, key: &str, names: Names<'_>) -> String {
    match fact {
        "kind" => names.words.keyed("kind", key),
        "priority" => names.priority(key),
        "service" => names.service(key),
        "environment" => names.environment(key),
        "organisation" => names.organisation(key),
        "case_type" => names.case_type(key),
        "channel" => names.words.keyed("channel", key),
        _ => key.to_owned(),
    }
}

/// `POST /reports/sla/cause`: says why a clock was missed, and shows the report again.
pub(crate) async fn cause(shell: Data<Shell>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    visit::post(&shell, &request, &bytes, |visit, form| {
        let reference = Reference::parse(form.raw("reference")).map_err(|_| Denied::NotFound)?;
        let principal = &visit.identity.principal;
        visit.app.readable(principal, &reference)?;
        let order = orders::explain_breach(form)?;
        let asked = Act { reference, version: None, order };
        visit.app.act(principal, &asked, &form.caller("/reports/sla/cause", 0), visit.now)?;
        Ok(Answer::See(format!("{}?{}#breaches-title", super::SLA, back(form))))
    })
    .await
}

/// The query of the report a form stood in; nothing that could lead elsewhere.
fn back(form: &Form) -> String {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "=&%-._".contains(c);
    form.raw("back").chars().filter(|c| harmless(*c)).collect()
}
