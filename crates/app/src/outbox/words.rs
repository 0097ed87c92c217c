//! Letters to words. Every text a person wrote appears masked.

use super::scene::Scene;
use crate::{Letter, LetterKind};
use locale::{Language, refusal_parts, text, text_with};
use std::collections::BTreeMap;
use text::Intake;

/// Whether a letter continues the requester's own mails.
pub(super) fn is_threaded(kind: LetterKind) -> bool {
    use LetterKind::{Acknowledgement, Message, Reminder, Resolved};
    matches!(kind, Acknowledgement | Message | Reminder | Resolved)
}

/// Subject and text of a letter.
pub(super) fn words(letter: &Letter, scene: &Scene) -> (String, String) {
    match letter.kind {
        LetterKind::Notice => notice(letter, scene),
        LetterKind::HandOver => hand_over(letter, scene),
        _ => to_requester(letter, scene),
    }
}

/// One message with its arguments.
fn say(scene: &Scene, key: &str, arguments: &[(&str, &str)]) -> String {
    let arguments: BTreeMap<String, String> =
        arguments.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    text_with(scene.language, key, &arguments)
}

fn to_requester(letter: &Letter, scene: &Scene) -> (String, String) {
    let reference = scene.ticket.reference.to_string();
    let named = [("reference", reference.as_str())];
    let mut parts = Vec::new();
    let own = letter.text.and_then(|id| scene.text(id)).map(str::to_owned);
    match letter.kind {
        LetterKind::Acknowledgement => {
            parts.push(say(scene, "letter-hello", &[]));
            parts.push(say(scene, "letter-acknowledgement", &named));
            parts.extend(scene.opens.as_ref().map(|at| say(scene, "letter-closed-now", &[("opens", at)])));
            parts.push(say(scene, "letter-add", &[]));
            parts.push(say(scene, "letter-no-patient-data", &[]));
        }
        LetterKind::Resolved => {
            parts.push(say(scene, "letter-hello", &[]));
            parts.push(say(scene, "letter-resolved", &named));
            parts.extend(own);
            parts.push(say(scene, "letter-resolved-hint", &[]));
        }
        LetterKind::Reminder => {
            parts.push(say(scene, "letter-hello", &[]));
            parts.push(say(scene, "letter-reminder", &named));
            parts.push(say(scene, "letter-add", &[]));
        }
        _ => parts.extend(own),
    }
    parts.push(format!("{}\n{}", say(scene, "letter-regards", &[]), signature(scene)));
    parts.push(footer(scene, &reference));
    let subject = say(scene, "letter-subject", &[("subject", &answer_to(scene.subject())), named[0]]);
    (subject, parts.join("\n\n"))
}

/// `Sv:` and `Re:` of the requester's own mail programs are not piled up.
fn answer_to(subject: &str) -> String {
    let lower = subject.to_lowercase();
    let answered = ["re:", "sv:", "vs:"].iter().any(|mark| lower.starts_with(mark));
    if answered { subject.to_owned() } else { format!("Re: {subject}") }
}

/// Whoever speaks: the queue that has it, where its line may speak, and the desk.
fn signature(scene: &Scene) -> String {
    let speaks = scene.desk.chain.line(&scene.ticket.place.line).is_some_and(|l| l.speaks);
    let (queue, desk) = (scene.queue_name(), scene.desk_name());
    if speaks && !desk.contains(&queue) { format!("{queue}, {desk}") } else { desk }
}

fn footer(scene: &Scene, reference: &str) -> String {
    say(scene, "letter-reference", &[("reference", reference), ("token", &scene.token)])
}

fn hand_over(letter: &Letter, scene: &Scene) -> (String, String) {
    let (reference, queue, ticket) = (scene.ticket.reference.to_string(), scene.queue_name(), &scene.ticket);
    let language = scene.language.key();
    let supplier = scene.desk.chain.line(&ticket.place.line).is_some_and(|l| l.supplier);
    let name = |found: Option<&desk::Name>| found.map(|n| n.in_language(language).to_owned());
    let desk = &scene.desk;
    let case_type = ticket.case_type.as_ref().and_then(|k| name(desk.case_type(k).map(|t| &t.name)));
    let service = ticket.service.as_ref().and_then(|k| name(desk.service(k).map(|s| &s.name)));
    let environment = ticket.environment.as_ref().and_then(|k| name(desk.environment(k).map(|e| &e.name)));
    let levels = &desk.priorities.levels;
    let level = ticket.priority.as_ref().and_then(|k| levels.iter().find(|l| l.key == *k));
    let mut facts = vec![
        ("hand-over-type", case_type),
        ("hand-over-service", service),
        ("hand-over-environment", environment),
        ("hand-over-priority", name(level.map(|l| &l.name))),
        ("hand-over-organisation", name(desk.organisation(&ticket.organisation).map(|o| &o.name))),
    ];
    // A supplier gets the matter, and no person's name or number.
    if !supplier {
        facts.push(("hand-over-asker", scene.requester.as_ref().map(asker)));
    }
    let facts = facts.into_iter().filter_map(|(key, value)| {
        let value = value.filter(|v| !v.is_empty())?;
        Some(format!("{}: {value}", text(scene.language, key)))
    });
    let mut parts = vec![
        say(scene, "hand-over", &[("reference", &reference), ("queue", &queue)]),
        facts.collect::<Vec<_>>().join("\n"),
    ];
    let described = letter.text.map(|id| ("description", id));
    let more = letter.more.iter().filter_map(|id| Some((scene.texts.get(id)?.kind.as_str(), *id)));
    for (kind, id) in described.into_iter().chain(more) {
        let words = scene.text(id).unwrap_or_default();
        parts.push(format!("{}:\n{words}", text(scene.language, &format!("hand-over-{kind}"))));
    }
    parts.push(scene.desk_name());
    parts.push(footer(scene, &reference));
    let subject =
        say(scene, "hand-over-subject", &[("reference", reference.as_str()), ("subject", scene.subject())]);
    (subject, parts.join("\n\n"))
}

/// How a function outside the desk reaches whoever asks.
fn asker(contact: &store::contact::Contact) -> String {
    let known = [Some(contact.name.clone()), contact.email.clone(), contact.phone.clone()];
    let mut parts: Vec<String> = known.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.dedup();
    parts.join(", ")
}

fn notice(letter: &Letter, scene: &Scene) -> (String, String) {
    let reference = scene.ticket.reference.to_string();
    let fact = |key: &str| letter.facts.get(key).map(String::as_str).unwrap_or_default();
    let due = chrono::DateTime::parse_from_rfc3339(fact("due_at"))
        .map(|at| crate::read::local_minute(&scene.desk.zone, at.to_utc()))
        .unwrap_or_default();
    let (target, what) = (scene.target(fact("target")), fact("what"));
    let refused = refusal_parts(scene.language, fact("act"), fact("missing"));
    let arguments = [
        ("reference", reference.as_str()),
        ("percent", fact("percent")),
        ("target", &target),
        ("timer", fact("target")),
        ("due", &due),
        ("act", &refused.act),
        ("fields", &refused.fields),
        ("used", fact("used")),
        ("forecast", fact("forecast")),
        ("period", fact("period")),
    ];
    let organisation = scene.desk.organisation(&scene.ticket.organisation);
    let organisation = organisation.map_or("", |o| o.name.in_language(scene.language.key()));
    let queue = scene.queue_name();
    let mut parts = vec![say(scene, &format!("notice-{what}"), &arguments)];
    if !refused.fields.is_empty() {
        parts.push(say(scene, "notice-missing", &arguments));
    }
    if !fact("forecast").is_empty() {
        parts.push(say(scene, "notice-forecast", &arguments));
    }
    let case = say(scene, "notice-case", &[("reference", &reference), ("subject", scene.subject())]);
    let place = say(scene, "notice-where", &[("queue", &queue), ("organisation", organisation)]);
    parts.push(format!("{case}\n{place}\n{}", scene.link));
    (say(scene, &format!("notice-subject-{what}"), &arguments), parts.join("\n\n"))
}

/// What a ticket is told of a mail that reached nobody.
pub(super) fn undelivered(language: &str, address: &str, reason: &str) -> Intake {
    let language = Language::parse(language).unwrap_or(Language::Sv);
    let arguments = BTreeMap::from([
        ("address".to_owned(), address.to_owned()),
        ("reason".to_owned(), reason.to_owned()),
    ]);
    Intake::new(text_with(language, "letter-undelivered", &arguments))
}

/// The same words as HTML: paragraphs and line breaks, everything escaped.
pub(super) fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let paragraphs = escaped.split("\n\n").map(|p| format!("<p>{}</p>", p.replace('\n', "<br>\n")));
    format!("<!doctype html>\n<html><body>\n{}\n</body></html>\n", paragraphs.collect::<Vec<_>>().join("\n"))
}
