//! The shape of a desk file as TOML, before any meaning: every table and key that may stand in it, with positions
//! kept for error messages. Unknown keys are refused by name.

use crate::words::{Name, Words};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A key or reference with its place in the file.
pub(crate) type Key = Spanned<String>;

/// Declares one table: `Deserialize`, unknown keys refused, and `assumed` allowed everywhere.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            /// Why a value no source states was chosen.
            #[serde(default)]
            #[expect(dead_code, reason = "a note for readers of the file and of `desk check --assumed`")]
            pub assumed: Option<String>,
        }
    };
}

table! {
    /// The whole file.
    File {
        desk: Desk,
        #[serde(default)] mailbox: Vec<Mailbox>,
        #[serde(default)] organisation: Vec<Organisation>,
        #[serde(default)] line: Vec<Line>,
        #[serde(default)] queue: Vec<Queue>,
        #[serde(default)] role: Vec<Role>,
        #[serde(default)] service: Vec<Item>,
        #[serde(default)] environment: Vec<Item>,
        #[serde(default)] case_type: Vec<CaseType>,
        priority: Priority,
        #[serde(default)] asker_role: Vec<Item>,
        #[serde(default)] cause: Vec<Item>,
        #[serde(default)] breach_cause: Vec<Item>,
        #[serde(default)] solution: Vec<Solution>,
        #[serde(default)] placement: Vec<Route>,
        #[serde(default)] route: Vec<Route>,
        #[serde(default)] calendar: Vec<Calendar>,
        #[serde(default)] agreement: Vec<Agreement>,
        #[serde(default)] metric: Vec<OwnMetric>,
        #[serde(default)] target: Vec<Target>,
        #[serde(default)] objective: Vec<Objective>,
        #[serde(default)] window: Vec<Window>,
        #[serde(default)] call_objective: Vec<CallObjective>,
        #[serde(default)] mail_objective: Vec<MailObjective>,
        #[serde(default)] not_reached: Option<NotReached>,
        #[serde(default)] timer: Vec<Timer>,
        #[serde(default)] follow: Vec<Follow>,
        #[serde(default)] schedule: Vec<Schedule>,
        #[serde(default)] report_receiver: Vec<ReportReceiver>,
        #[serde(default)] workflow: Vec<ticket::Workflow>,
        #[serde(default)] fault: Option<FaultRules>,
        #[serde(default)] effort: Option<EffortRules>,
        #[serde(default)] activity: Vec<Activity>,
        #[serde(default)] payer: Vec<Payer>,
        #[serde(default)] effort_plan: Vec<EffortPlan>,
    }
}

table! {
    Desk {
        key: Key,
        prefix: Key,
        name: Name,
        zone: Key,
        language: Key,
        fallback_organisation: Key,
        mail_from: Key,
        #[serde(default)] answers_from_organisation: bool,
    }
}

table! { Mailbox { address: Key } }

table! { EffortRules { hours_per_day: Spanned<i64>, currency: Key } }

table! { Activity { key: Key, name: Name, kind: Key, #[serde(default)] rate: Option<Spanned<i64>> } }

table! { Payer { organisation: Key, rate: Spanned<i64> } }

table! {
    EffortPlan {
        year: Spanned<i32>,
        activity: Key,
        days: Spanned<i64>,
        #[serde(default)] money: Option<Spanned<i64>>,
    }
}

table! { FaultRules { second_person: bool } }

table! {
    Organisation {
        key: Key,
        name: Name,
        kind: Key,
        #[serde(default)] parent: Option<Key>,
        #[serde(default)] hsa: Option<String>,
        #[serde(default)] domains: Vec<String>,
        #[serde(default)] people: Vec<String>,
        #[serde(default)] shared_mailboxes: Vec<String>,
        #[serde(default)] telephones: Vec<String>,
        #[serde(default)] local_contact: Option<String>,
        #[serde(default)] language: Option<Key>,
    }
}

table! {
    Line {
        key: Key,
        name: Name,
        level: Spanned<i32>,
        speaks: bool,
        #[serde(default)] passes_on: bool,
        #[serde(default)] skip: bool,
        #[serde(default)] supplier: bool,
        #[serde(default)] entered_from: Vec<Key>,
        #[serde(default)] requires: Vec<Key>,
    }
}

table! {
    Queue {
        key: Key,
        name: Name,
        line: Key,
        #[serde(default)] organisation: Option<Key>,
        #[serde(default)] mail: Option<Key>,
    }
}

table! {
    Role {
        key: Key,
        name: Name,
        sees: Key,
        #[serde(default)] lines: Vec<Key>,
        may: Vec<Key>,
        #[serde(default)] reports: bool,
        #[serde(default)] administers: bool,
        #[serde(default)] calls: bool,
        #[serde(default)] locks_months: bool,
        #[serde(default)] presents: bool,
        #[serde(default)] rejudges: bool,
    }
}

table! { Item { key: Key, name: Name } }

table! {
    CaseType {
        key: Key,
        name: Name,
        kind: Key,
        #[serde(default)] parent: Option<Key>,
        #[serde(default)] fault: bool,
        #[serde(default)] complaint: bool,
    }
}

table! {
    Priority {
        default_impact: Key,
        default_urgency: Key,
        levels: Vec<Item>,
        impacts: Vec<Item>,
        urgencies: Vec<Item>,
        matrix: Vec<Cell>,
    }
}

table! { Cell { impact: Key, urgency: Key, priority: Key } }

table! {
    Solution {
        key: Key,
        name: Name,
        #[serde(default)] cause: Option<Key>,
        #[serde(default)] documented: bool,
    }
}

table! {
    Route {
        key: Key,
        #[serde(default)] when: Option<When>,
        #[serde(default)] queue: Option<Key>,
        #[serde(default)] nearest: Option<Key>,
    }
}

/// Conditions on a case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct When {
    pub kind: Option<Spanned<Words>>,
    pub case_type: Option<Spanned<Words>>,
    pub service: Option<Spanned<Words>>,
    pub environment: Option<Spanned<Words>>,
    pub priority: Option<Spanned<Words>>,
    pub organisation: Option<Spanned<Words>>,
    pub channel: Option<Spanned<Words>>,
    pub mailbox: Option<Spanned<Words>>,
    pub line: Option<Spanned<Words>>,
    pub queue: Option<Spanned<Words>>,
}

table! {
    Calendar {
        key: Key,
        version: String,
        week: BTreeMap<Key, Vec<Key>>,
        #[serde(default)] zone: Option<Key>,
        #[serde(default)] holidays: Option<Key>,
        #[serde(default)] eves_closed: bool,
        #[serde(default)] days: BTreeMap<Key, Vec<Key>>,
    }
}

table! {
    Agreement {
        key: Key,
        version: String,
        name: Name,
        valid_from: Key,
        #[serde(default)] valid_to: Option<Key>,
        #[serde(default)] declared: Vec<Key>,
    }
}

table! {
    Target {
        key: Key,
        agreement: Key,
        name: Name,
        metric: Key,
        within: Key,
        calendar: Key,
        #[serde(default)] line: Option<Key>,
        #[serde(default)] when: Option<TargetWhen>,
        #[serde(default)] except_channels: Vec<Key>,
        #[serde(default)] pauses: Vec<Key>,
        #[serde(default)] warn: Vec<Spanned<i32>>,
        #[serde(default)] objective: Option<Key>,
    }
}

table! {
    CallObjective {
        key: Key,
        agreement: Key,
        name: Name,
        measure: Key,
        within: Key,
        #[serde(default)] calendar: Option<Key>,
        #[serde(default)] objective: Option<Key>,
    }
}

table! {
    MailObjective {
        key: Key,
        agreement: Key,
        name: Name,
        measure: Key,
        objective: Key,
    }
}

table! {
    OwnMetric {
        key: Key,
        name: Name,
        #[serde(default)] starts: Vec<Key>,
        #[serde(default)] stops: Vec<Key>,
    }
}

table! {
    Objective {
        key: Key,
        agreement: Key,
        name: Name,
        measure: Key,
        every: Key,
        #[serde(default)] target: Option<Key>,
        #[serde(default)] when: Option<ObjectiveWhen>,
        #[serde(default)] per: Vec<Key>,
        #[serde(default)] wanted: Option<Key>,
        #[serde(default)] calendar: Option<Key>,
    }
}

/// Which cases an objective counts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ObjectiveWhen {
    pub kind: Option<Spanned<Words>>,
    pub case_type: Option<Spanned<Words>>,
    pub service: Option<Spanned<Words>>,
    pub environment: Option<Spanned<Words>>,
    pub priority: Option<Spanned<Words>>,
    pub organisation: Option<Spanned<Words>>,
    pub channel: Option<Spanned<Words>>,
}

table! {
    Window {
        key: Key,
        name: Name,
        begins: Key,
        ends: Key,
        announced: Key,
        #[serde(default)] service: Option<Spanned<Words>>,
        #[serde(default)] environment: Option<Spanned<Words>>,
    }
}

/// Conditions under which a target runs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TargetWhen {
    pub kind: Option<Spanned<Words>>,
    pub case_type: Option<Spanned<Words>>,
    pub service: Option<Spanned<Words>>,
    pub environment: Option<Spanned<Words>>,
    pub priority: Option<Spanned<Words>>,
    pub organisation: Option<Spanned<Words>>,
    pub channel: Option<Spanned<Words>>,
    pub fault: bool,
    pub begins_inside: Option<Key>,
    pub begins_outside: Option<Key>,
}

table! {
    NotReached {
        tries: Spanned<i64>,
        channels: Spanned<i64>,
        days: Spanned<i64>,
        solution: Key,
    }
}

table! {
    Timer {
        key: Key,
        starts: Key,
        after: Key,
        #[serde(default)] calendar: Option<Key>,
        #[serde(default)] when: Option<When>,
    }
}

table! {
    Follow {
        key: Key,
        on: Key,
        #[serde(default)] target: Option<Key>,
        #[serde(default)] percent: Option<i32>,
        #[serde(default)] timer: Option<Key>,
        #[serde(default)] objective: Option<Key>,
        #[serde(default)] when: Option<When>,
        then: Vec<Then>,
    }
}

table! {
    Schedule {
        key: Key,
        name: Name,
        report: Key,
        every: Key,
        at: Key,
        to: Key,
        format: Key,
        #[serde(default)] service: Option<Key>,
    }
}

table! {
    ReportReceiver {
        key: Key,
        role: Key,
        #[serde(default)] report: Vec<Key>,
        #[serde(default)] service: Vec<Key>,
        #[serde(default)] organisation: Option<Key>,
    }
}

/// One consequence; exactly one of its keys is set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Then {
    pub tell: Option<Key>,
    pub escalate: Option<Spanned<bool>>,
    pub escalate_to: Option<Key>,
    pub raise_priority: Option<Spanned<bool>>,
    pub remind: Option<Spanned<bool>>,
    pub resume: Option<Spanned<bool>>,
    pub close: Option<Spanned<bool>>,
    pub not_reached: Option<Spanned<bool>>,
}
