//! What an operations report says: figures with the names they had when they were counted, so that it can be kept as it is
//! and read when the desk file has long changed. No words of requesters stand in it.

use crate::Moment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A key with its name in every language of the product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    /// The key.
    pub key: String,
    /// Names by language: `sv`, `en`.
    pub names: BTreeMap<String, String>,
}

impl Named {
    /// A key that is its own name.
    pub fn plain(key: &str) -> Self {
        Self { key: key.to_owned(), names: BTreeMap::new() }
    }

    /// A name of the desk file in every language of the product; a key it does not know stands for itself.
    pub fn of(name: Option<&desk::Name>, key: &str) -> Self {
        let Some(name) = name else { return Self::plain(key) };
        let of = |language: locale::Language| {
            (language.key().to_owned(), name.in_language(language.key()).to_owned())
        };
        Self { key: key.to_owned(), names: locale::Language::ALL.into_iter().map(of).collect() }
    }

    /// The name in a language; the key where it has none.
    pub fn in_language(&self, language: &str) -> &str {
        self.names.get(language).map_or(&self.key, String::as_str)
    }
}

/// The report of one desk, service and period. Moments are UTC, durations whole seconds, shares parts of ten thousand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsReport {
    /// The desk.
    pub desk: Named,
    /// The service; none is every case of the desk.
    pub service: Option<Named>,
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Zone of the dates.
    pub zone: String,
    /// The moment it is counted as of: the end of the period, or now where that is earlier.
    pub as_of: Moment,
    /// Cases: all of them, by kind, by priority, incidents of the highest priority, complaints.
    pub volumes: Vec<VolumeLine>,
    /// The same of the period before, of the same length.
    pub before: Vec<VolumeLine>,
    /// Targets in force for the service or with clocks in the period.
    pub levels: Vec<Level>,
    /// Shares over twelve months, the oldest first.
    pub months: Vec<Month>,
    /// Objectives of the service, counted as of the end of the period.
    pub objectives: Vec<ObjectiveLine>,
    /// What is wanted of calls and mail of the whole desk, of a report on one service none; `None` in a report that was
    /// kept before this was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<Vec<ReceptionLine>>,
    /// Incidents of the highest priority that arrived in the period and were not cancelled.
    pub major: Vec<CaseLine>,
    /// Changes solved in the period.
    pub changes: Vec<CaseLine>,
    /// Changes open at its end.
    pub coming: Vec<CaseLine>,
    /// Announced service windows that end after it.
    pub windows: Vec<WindowLine>,
    /// Problems open at its end.
    pub problems: Vec<CaseLine>,
    /// Causes of what was solved in the period, the most frequent first; no name is none stated.
    pub causes: Vec<Cause>,
    /// Causes given to exceeded times, likewise.
    pub breach_causes: Vec<Cause>,
}

/// Cases of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeLine {
    /// whole, kind, priority, major or complaint.
    pub group: String,
    /// Which of it.
    pub name: Named,
    /// Made in the period.
    pub arrived: i64,
    /// Solved in it, once each.
    pub solved: i64,
    /// Reopened in it.
    pub reopened: i64,
    /// Open at its end.
    pub open: i64,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Agreement.
    pub agreement: Named,
    /// Its version.
    pub version: String,
    /// Target.
    pub target: Named,
    /// Clocks started in the period.
    pub started: i64,
    /// Decided in it: kept.
    pub met: i64,
    /// Decided in it: not kept.
    pub missed: i64,
    /// Decided in it without a verdict.
    pub withdrawn: i64,
    /// Without verdict at its end.
    pub running: i64,
    /// met / (met + missed), cut; none with neither.
    pub share: Option<i64>,
    /// Share wanted, such as `> 0.90`.
    pub objective: Option<String>,
    /// Whether it is; none without objective or share.
    pub fulfilled: Option<bool>,
}

/// One month of the twelve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// First local date.
    pub from: NaiveDate,
    /// Local date it ends before.
    pub to: NaiveDate,
    /// Targets with clocks in it.
    pub levels: Vec<MonthLevel>,
}

/// One target in one month; versions of an agreement together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLevel {
    /// Agreement key.
    pub agreement: String,
    /// Target.
    pub target: Named,
    /// Kept.
    pub met: i64,
    /// Not kept.
    pub missed: i64,
    /// met / (met + missed), cut; none with neither.
    pub share: Option<i64>,
}

/// One objective and period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectiveLine {
    /// Objective.
    pub objective: Named,
    /// Key of the target whose clocks it is made of, of a share or mean.
    pub target: Option<String>,
    /// share, mean, count, total or availability.
    pub measure: String,
    /// day, week, month, quarter or year.
    pub every: String,
    /// Values it is narrowed to.
    pub part: Vec<Named>,
    /// The same as one word, to ask for its cases by.
    pub part_key: String,
    /// Whether it counts every service of the desk, though the report is on one.
    pub of_desk: bool,
    /// First local date of the period.
    pub from: NaiveDate,
    /// First local date after it.
    pub to: NaiveDate,
    /// Whether it ends with the report's period or before; else it is a figure so far.
    pub finished: bool,
    /// Cases behind it.
    pub cases: i64,
    /// Parts of ten thousand, of a million, cases, seconds; none where there is none.
    pub figure: Option<i64>,
    /// What is wanted, such as `> 0.9`, `<= 4` or `<= 36000` seconds.
    pub wanted: Option<String>,
    /// Whether it is.
    pub fulfilled: Option<bool>,
    /// The limit of a budget: cases or seconds.
    pub limit: Option<i64>,
    /// The part of it used.
    pub used: Option<i64>,
    /// Cases or seconds at the end of its period if it goes on so, in hundredths.
    pub forecast: Option<i64>,
    /// Whether it is passed, or will be if it goes on so.
    pub passes: Option<bool>,
}

/// One objective over telephone calls or received mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceptionLine {
    /// Objective.
    pub objective: Named,
    /// The version of its agreement that promised it.
    pub version: String,
    /// mean_answer, direct_resolution, accounted or registered.
    pub measure: String,
    /// What is wanted: `<= 60` seconds on average per day, or a share such as `> 0.6`.
    pub wanted: Option<String>,
    /// What kept it: days of a mean, else calls or mails.
    pub met: i64,
    /// What did not.
    pub missed: i64,
    /// met / (met + missed), cut; of days and of nothing none.
    pub share: Option<i64>,
    /// Whether it is kept; of days whether every one is.
    pub fulfilled: Option<bool>,
}

impl ReceptionLine {
    /// Whether it counts days.
    pub fn is_of_days(&self) -> bool {
        self.measure == desk::CallMeasure::MeanAnswer.as_str()
    }

    /// Whether it is about mail.
    pub fn is_of_mail(&self) -> bool {
        desk::MailMeasure::ALL.iter().any(|measure| self.measure == measure.as_str())
    }
}

/// One case. What a requester wrote never stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// The case.
    pub reference: String,
    /// Subject of a change or problem, masked.
    pub subject: Option<String>,
    /// Case type.
    pub case_type: Option<Named>,
    /// When it was made, or its fault began.
    pub began: Moment,
    /// When it was restored or solved, where that is before the end of the period.
    pub ended: Option<Moment>,
    /// For when it is planned.
    pub planned: Option<Moment>,
}

/// An announced service window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowLine {
    /// Which.
    pub name: Named,
    /// Begin.
    pub begins: Moment,
    /// End.
    pub ends: Moment,
}

/// How often a cause was stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Which; none where nobody stated one.
    pub name: Option<Named>,
    /// How often.
    pub count: i64,
}
