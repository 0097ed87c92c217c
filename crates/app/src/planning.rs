//! What a desk file would change before it is applied: agreements, targets, and how many running clocks keep what
//! they started under. What would make figures of the past untrue is refused.

use crate::read::local_date;
use crate::{App, Denied, Moment};
use chrono::NaiveDate;
use desk::{Desk, Promised};
use serde::Serialize;
use sla::{Agreement, Target};
use std::collections::BTreeSet;
use store::clock::Named;

/// What a desk file would change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DeskPlan {
    /// Desk key.
    pub desk: String,
    /// Version in force now.
    pub in_force: Option<i64>,
    /// Every agreement of either file.
    pub agreements: Vec<AgreementPlan>,
    /// Why it must not be applied.
    pub refused: Vec<Refused>,
}

/// What becomes of one agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementPlan {
    /// Agreement key.
    pub agreement: String,
    /// Version in force now; none where it is new.
    pub was: Option<String>,
    /// Version of the file; none where it is gone.
    pub now: Option<String>,
    /// From which local date the file's version holds for new cases.
    pub valid_from: Option<NaiveDate>,
    /// Running clocks under the version in force; they keep it.
    pub running: i64,
    /// Every target of either version.
    pub targets: Vec<TargetPlan>,
    /// Every objective of either version: of periods, over calls, over mail.
    pub objectives: Vec<ObjectivePlan>,
}

/// What becomes of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetPlan {
    /// Target key.
    pub target: String,
    /// added, removed, changed or kept.
    pub change: &'static str,
    /// Seconds allowed now.
    pub was_seconds: Option<i64>,
    /// Seconds the file allows.
    pub now_seconds: Option<i64>,
    /// Running clocks of it.
    pub running: i64,
}

/// What becomes of one objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectivePlan {
    /// Its table: objective, `call_objective` or `mail_objective`.
    pub table: &'static str,
    /// Objective key.
    pub objective: String,
    /// added, removed, changed or kept.
    pub change: &'static str,
}

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub right: String,
}

impl App {
    /// What a checked desk file would change at a moment. Nothing is written.
    ///
    /// # Errors
    /// Storage faults.
    pub fn plan_desk(&self, new: &Desk, now: Moment) -> Result<DeskPlan, Denied> {
        let named = self.store.read::<_, Denied>(|conn| Ok(store::clock::clock_named(conn, &new.key)?))?;
        let Ok(old) = self.versioned(&new.key) else {
            let agreements = new.agreements.iter().map(|a| agreement(None, Some((new, a)), &named)).collect();
            return Ok(DeskPlan { desk: new.key.clone(), agreements, ..DeskPlan::default() });
        };
        let of = |desk: &Desk, key: &str| desk.agreements.iter().find(|a| a.key == key).cloned();
        let keys: BTreeSet<&str> =
            new.agreements.iter().chain(&old.desk.agreements).map(|a| a.key.as_str()).collect();
        let mut plan = DeskPlan {
            desk: new.key.clone(),
            in_force: Some(old.version),
            agreements: Vec::new(),
            refused: calendars(&old.desk, new, &named),
        };
        let today = local_date(&new.zone, now);
        for key in keys {
            let (was, is) = (of(&old.desk, key), of(new, key));
            let before = was.as_ref().map(|was| (&*old.desk, was));
            let change = agreement(before, is.as_ref().map(|is| (new, is)), &named);
            if let (Some(was), Some(is)) = (&was, &is) {
                plan.refused.extend(versions(new, was, is, &change, &named, today));
            }
            plan.agreements.push(change);
        }
        plan.refused.extend(promises(&old.desk, new, today));
        Ok(plan)
    }
}

/// An agreement as a desk file has it.
type InFile<'a> = (&'a Desk, &'a Agreement);

fn agreement(before: Option<InFile<'_>>, after: Option<InFile<'_>>, named: &[Named]) -> AgreementPlan {
    let objectives = objectives(before, after);
    let (was, is) = (before.map(|(_, was)| was), after.map(|(_, is)| is));
    let running = |target: Option<&str>| -> i64 {
        let own = |n: &&Named| {
            was.is_some_and(|was| n.agreement == was.key && n.agreement_version == was.version)
                && target.is_none_or(|target| n.target == target)
        };
        named.iter().filter(own).map(|n| n.running).sum()
    };
    let targets = |agreement: Option<&Agreement>| agreement.map(|a| a.targets.clone()).unwrap_or_default();
    let (before, after) = (targets(was), targets(is));
    let mut keys: Vec<&str> = after.iter().map(|t| t.key.as_str()).collect();
    keys.extend(before.iter().map(|t| t.key.as_str()).filter(|k| after.iter().all(|t| t.key != *k)));
    let target = |key: &str| {
        let find = |list: &[Target]| list.iter().find(|t| t.key == key).cloned();
        let (old, new) = (find(&before), find(&after));
        let change = match (&old, &new) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(old), Some(new)) if old == new => "kept",
            _ => "changed",
        };
        TargetPlan {
            target: key.to_owned(),
            change,
            was_seconds: old.map(|t| t.seconds),
            now_seconds: new.map(|t| t.seconds),
            running: running(Some(key)),
        }
    };
    AgreementPlan {
        agreement: was.or(is).map(|a| a.key.clone()).unwrap_or_default(),
        was: was.map(|a| a.version.clone()),
        now: is.map(|a| a.version.clone()),
        valid_from: is.map(|a| a.valid_from),
        running: running(None),
        targets: keys.into_iter().map(target).collect(),
        objectives,
    }
}

/// What is promised under both versions: what the file has first, then what is gone.
fn objectives(before: Option<InFile<'_>>, after: Option<InFile<'_>>) -> Vec<ObjectivePlan> {
    let (old, new) = (before.map(promised).unwrap_or_default(), after.map(promised).unwrap_or_default());
    let plan = |one: &Promised<'_>, change| ObjectivePlan {
        table: one.table(),
        objective: one.key().to_owned(),
        change,
    };
    let added_or_not = |is: &Promised<'_>| match old.iter().find(|was| was.is_of_the_same(*is)) {
        None => plan(is, "added"),
        Some(was) if was.is_kept_by(*is, NaiveDate::MAX) && is.is_kept_by(*was, NaiveDate::MAX) => {
            plan(is, "kept")
        }
        Some(_) => plan(is, "changed"),
    };
    let gone = old.iter().filter(|was| !new.iter().any(|is| is.is_of_the_same(**was)));
    new.iter().map(added_or_not).chain(gone.map(|was| plan(was, "removed"))).collect()
}

fn promised<'a>((desk, agreement): InFile<'a>) -> Vec<Promised<'a>> {
    let under = (agreement.key.as_str(), agreement.version.as_str());
    desk.promised().filter(|one| one.under() == under).collect()
}

/// What is wrong between two versions of one agreement, unless the file declares it.
fn versions(
    new: &Desk,
    was: &Agreement,
    is: &Agreement,
    change: &AgreementPlan,
    named: &[Named],
    today: NaiveDate,
) -> Vec<Refused> {
    let key = &is.key;
    let mut found = Vec::new();
    let mut wrong = |word: &str, what: String, right: &str, then: &str| {
        if !new.declared(key).any(|declared| declared == word) {
            let right = format!("{right}, or declare it: declared = [\"{word}\"]{then}");
            found.push(Refused { what, right });
        }
    };
    let same = was.version == is.version;
    // Under the same version what holds already is no news.
    let known = if same { was.valid_from.min(today) } else { today };
    if is.valid_from < known {
        let what =
            format!("agreement `{key}` version {} holds from {}, which is past", is.version, is.valid_from);
        let then = format!("; cases made before {today} are then judged by it only by a rejudgement");
        wrong("backdated", what, &format!("let it hold from {known} or later"), &then);
    }
    if same {
        let differs = change.targets.iter().any(|t| t.change != "kept");
        let used = named.iter().any(|n| n.agreement == *key && n.agreement_version == was.version);
        if differs && used {
            let what = format!(
                "agreement `{key}` version {} is another than the one clocks started under",
                is.version
            );
            let right = "give it a new version and the date from which it holds".to_owned();
            found.push(Refused { what, right });
        }
        return found;
    }
    if let Some(end) = was.valid_to {
        if end < is.valid_from {
            let what = format!("agreement `{key}`: no version is valid from {end} until {}", is.valid_from);
            wrong("gap", what, &format!("let version {} hold from {end}", is.version), "");
        }
        if end > is.valid_from && end > today {
            let what =
                format!("agreement `{key}`: both versions are valid from {} until {end}", is.valid_from);
            wrong("overlap", what, &format!("let version {} hold from {end}", is.version), "");
        }
    }
    found
}

fn calendars(old: &Desk, new: &Desk, named: &[Named]) -> Vec<Refused> {
    let differs = |calendar: &&std::sync::Arc<sla::Calendar>| {
        let before = old.calendars.version(calendar.key(), calendar.version());
        let used = |n: &Named| n.calendar == calendar.key() && n.calendar_version == calendar.version();
        before.is_some_and(|before| !before.written_alike(calendar)) && named.iter().any(used)
    };
    let refused = |calendar: &std::sync::Arc<sla::Calendar>| Refused {
        what: format!(
            "calendar `{}` version {} has other hours than the one clocks count by",
            calendar.key(),
            calendar.version()
        ),
        right: "give it a new version".to_owned(),
    };
    new.calendars.all().filter(differs).map(refused).collect()
}

/// Promises that would judge periods gone by otherwise than they were made: changed or gone under the same version.
fn promises(old: &Desk, new: &Desk, today: NaiveDate) -> Vec<Refused> {
    let stays = |was: &Promised<'_>| {
        let same = |a: &Agreement| (a.key.as_str(), a.version.as_str()) == was.under();
        new.agreements.iter().any(same)
    };
    let refused = |was: Promised<'_>| {
        let is = new.promised().find(|is| is.is_of_the_same(was));
        let how = match is {
            None => "is gone",
            Some(is) if !was.is_kept_by(is, today) => "promises something else",
            Some(_) => return None,
        };
        let (agreement, version) = was.under();
        let what =
            format!("agreement `{agreement}` version {version}: {} `{}` {how}", was.table(), was.key());
        let right = format!("give agreement `{agreement}` a new version and the date from which it holds");
        Some(Refused { what, right })
    };
    old.promised().filter(stays).filter_map(refused).collect()
}
