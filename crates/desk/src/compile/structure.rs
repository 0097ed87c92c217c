//! Organisations, lines, queues, roles.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::File;
use crate::{Name, Organisation, Role, Sees};
use escalation::{Chain, Line, Queue};
use std::collections::BTreeMap;
use ticket::{Act, Field};

const KINDS: &[&str] = &["association", "region", "municipality", "care_unit", "supplier"];

pub(super) fn check_desk(file: &File, known: &Known, faults: &mut Faults<'_>) {
    let prefix = &file.desk.prefix;
    if !(1..=8).contains(&prefix.get_ref().len()) || !prefix.get_ref().bytes().all(|b| b.is_ascii_uppercase())
    {
        faults.at(
            prefix.span().start,
            format!("`{}` is no prefix", prefix.get_ref()),
            "one to eight letters A–Z",
        );
    }
    closed(&file.desk.language, language, &["sv", "en"], "language", faults);
    known.check("organisation", &file.desk.fallback_organisation, faults);
    if sla::check_zone(file.desk.zone.get_ref()).is_err() {
        let what = format!("unknown time zone `{}`", file.desk.zone.get_ref());
        faults.at(file.desk.zone.span().start, what, "an IANA name such as Europe/Stockholm");
    }
    for address in file.mailbox.iter().map(|m| &m.address).chain([&file.desk.mail_from]) {
        if address.get_ref().split('@').filter(|part| !part.is_empty()).count() != 2 {
            faults.at(
                address.span().start,
                format!("`{}` is no mail address", address.get_ref()),
                "name@domain",
            );
        }
    }
}

fn language(key: &str) -> Option<()> {
    matches!(key, "sv" | "da" | "en").then_some(())
}

pub(super) fn organisations(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Organisation> {
    let mut list = Vec::new();
    for o in &file.organisation {
        closed(&o.kind, |k| KINDS.contains(&k).then_some(()), KINDS, "kind of organisation", faults);
        if let Some(key) = &o.language {
            closed(key, language, &["sv", "en"], "language", faults);
        }
        let lower = |list: &[String]| list.iter().map(|s| s.to_lowercase()).collect::<Vec<_>>();
        list.push(Organisation {
            key: o.key.get_ref().clone(),
            name: o.name.clone(),
            kind: o.kind.get_ref().clone(),
            parent: known.check_opt("organisation", o.parent.as_ref(), faults),
            hsa: o.hsa.clone(),
            domains: lower(&o.domains),
            people: lower(&o.people),
            shared_mailboxes: lower(&o.shared_mailboxes),
            telephones: o.telephones.clone(),
            local_contact: o.local_contact.as_ref().map(|s| s.to_lowercase()),
            language: o.language.as_ref().map(|l| l.get_ref().clone()),
        });
    }
    for o in &file.organisation {
        let up = |key: &String| list.iter().find(|x| x.key == *key).and_then(|x| x.parent.clone());
        let mut above = up(o.key.get_ref());
        for _ in 0..list.len() {
            above = above.as_ref().and_then(up);
        }
        if above.is_some() {
            let what = format!("organisation `{}` stands above itself", o.key.get_ref());
            faults.at(o.key.span().start, what, "parents must lead to a root");
        }
    }
    list
}

type Names = BTreeMap<String, Name>;

pub(super) fn chain(file: &File, known: &Known, faults: &mut Faults<'_>) -> (Chain, Names, Names) {
    let mut lines: Vec<Line> = Vec::new();
    for l in &file.line {
        let level = *l.level.get_ref();
        if let Some(other) = lines.iter().find(|other| other.level == level) {
            let what = format!("lines `{}` and `{}` have one level", other.key, l.key.get_ref());
            faults.at(l.level.span().start, what, "levels of lines differ");
        }
        let all: Vec<&str> = Field::ALL.iter().map(|f| f.as_str()).collect();
        lines.push(Line {
            key: l.key.get_ref().clone(),
            level,
            speaks: l.speaks,
            passes_on: l.passes_on,
            entered_from: known.check_all("line", &l.entered_from, faults),
            skip: l.skip,
            requires: l
                .requires
                .iter()
                .filter_map(|k| closed(k, Field::parse, &all, "field", faults))
                .collect(),
            supplier: l.supplier,
        });
    }
    lines.sort_by_key(|l| l.level);
    if !lines.iter().any(|l| l.speaks) {
        faults.at(
            file.desk.key.span().start,
            "no line may speak to the requester",
            "set `speaks = true` on one line",
        );
    }
    let queues = file
        .queue
        .iter()
        .map(|q| Queue {
            key: q.key.get_ref().clone(),
            line: known.check("line", &q.line, faults),
            organisation: known.check_opt("organisation", q.organisation.as_ref(), faults),
            mail: q.mail.as_ref().map(|m| m.get_ref().to_lowercase()),
        })
        .collect();
    let chain = Chain { lines, queues };
    // A queue on a line that is not there is missing on the one that was meant.
    let stray = chain.queues.iter().any(|q| !chain.lines.iter().any(|l| l.key == q.line));
    for l in &file.line {
        if !stray && chain.queues_of(l.key.get_ref()).next().is_none() {
            faults.at(
                l.key.span().start,
                format!("line `{}` has no queue", l.key.get_ref()),
                "declare a [[queue]] on it",
            );
        }
    }
    let line_names = file.line.iter().map(|l| (l.key.get_ref().clone(), l.name.clone())).collect();
    let queue_names = file.queue.iter().map(|q| (q.key.get_ref().clone(), q.name.clone())).collect();
    (chain, line_names, queue_names)
}

pub(super) fn roles(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<Role> {
    let acts: Vec<&str> = Act::ALL.iter().map(|a| a.as_str()).collect();
    let sees = |key: &str| match key {
        "organisation" => Some(Sees::Organisation),
        "line" => Some(Sees::Line),
        "desk" => Some(Sees::Desk),
        "nothing" => Some(Sees::Nothing),
        _ => None,
    };
    let mut roles = Vec::new();
    for r in &file.role {
        let seen = closed(&r.sees, sees, &["organisation", "line", "desk", "nothing"], "reach", faults);
        if seen == Some(Sees::Line) && r.lines.is_empty() {
            faults.at(r.sees.span().start, "a role that sees its lines needs some", "name them in `lines`");
        }
        if r.presents && !(r.reports && seen == Some(Sees::Desk)) {
            let what =
                format!("role `{}` presents reports and does not read the whole desk", r.key.get_ref());
            let right = "give it `reports = true` and `sees = \"desk\"`: what is frozen must be whole";
            faults.at(r.key.span().start, what, right);
        }
        if r.rejudges && seen != Some(Sees::Desk) {
            let what = "a role that judges periods again must see the whole desk";
            faults.at(r.sees.span().start, what, "let it see the desk: sees = \"desk\"");
        }
        roles.push(Role {
            key: r.key.get_ref().clone(),
            name: r.name.clone(),
            sees: seen.unwrap_or(Sees::Line),
            lines: known.check_all("line", &r.lines, faults),
            may: r.may.iter().filter_map(|k| closed(k, Act::parse, &acts, "act", faults)).collect(),
            reports: r.reports,
            administers: r.administers,
            calls: r.calls,
            locks_months: r.locks_months,
            presents: r.presents,
            rejudges: r.rejudges,
        });
    }
    roles
}
