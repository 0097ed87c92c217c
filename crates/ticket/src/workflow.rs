//! The life of a ticket as a table: states, and which act leads from which state to which. Desk files may bring
//! their own; the built-in ones are good defaults. It refuses to know who may act or what a line demands.

use crate::{Act, Kind, Phase};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// One state of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Key, stable within the desk.
    pub key: String,
    /// What the rest of the product understands of it.
    pub phase: Phase,
}

/// One row of the table: in any of `from`, `act` leads to `to`, or nowhere else where `to` is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// The verb.
    pub act: Act,
    /// State keys in which it is allowed.
    pub from: Vec<String>,
    /// The state it leads to; `None` stays.
    #[serde(default)]
    pub to: Option<String>,
}

/// All states and transitions of one kind. The first state is the initial one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workflow {
    /// The kind it is for.
    pub kind: Kind,
    /// States, the initial one first.
    pub states: Vec<State>,
    /// Transitions; for one act and state the first row counts.
    pub transitions: Vec<Transition>,
}

/// The workflow of every kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflows {
    incident: Workflow,
    request: Workflow,
    problem: Workflow,
    change: Workflow,
}

impl Default for Workflows {
    /// The built-in ones.
    fn default() -> Self {
        Self {
            incident: Workflow::built_in(Kind::Incident),
            request: Workflow::built_in(Kind::Request),
            problem: Workflow::built_in(Kind::Problem),
            change: Workflow::built_in(Kind::Change),
        }
    }
}

impl Workflows {
    /// That of a kind.
    pub fn of(&self, kind: Kind) -> &Workflow {
        match kind {
            Kind::Incident => &self.incident,
            Kind::Request => &self.request,
            Kind::Problem => &self.problem,
            Kind::Change => &self.change,
        }
    }

    /// Takes one in the place of the one its kind had.
    pub fn put(&mut self, workflow: Workflow) {
        let place = match workflow.kind {
            Kind::Incident => &mut self.incident,
            Kind::Request => &mut self.request,
            Kind::Problem => &mut self.problem,
            Kind::Change => &mut self.change,
        };
        *place = workflow;
    }
}

/// Why a workflow cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkflowFault {
    /// It has no state.
    NoState,
    /// Two states have one key.
    TwiceDeclared(String),
    /// A transition names a state that is not declared.
    UnknownState(String),
    /// No act leads to this state.
    Unreachable(String),
    /// No act leads out of this state, though work is still owed in it.
    DeadEnd(String),
}

impl Workflow {
    /// The built-in workflow of a kind. All live the same life, and only their targets and words differ: a change that is
    /// planned waits for its date, a problem whose cause is known waits for its change.
    pub fn built_in(kind: Kind) -> Self {
        const OPEN: &[&str] = &["new", "active", "waiting_requester", "waiting_supplier", "scheduled"];
        const WORKING: &[&str] = &["new", "active"];
        const WAITING: &[&str] = &["waiting_requester", "waiting_supplier", "scheduled"];
        const ALL: &[&str] = &[
            "new",
            "active",
            "waiting_requester",
            "waiting_supplier",
            "scheduled",
            "resolved",
            "closed",
            "cancelled",
        ];
        let row = |act, from: &[&str], to: Option<&str>| Transition {
            act,
            from: from.iter().map(|s| (*s).to_owned()).collect(),
            to: to.map(str::to_owned),
        };
        let states = [
            "new",
            "active",
            "waiting_requester",
            "waiting_supplier",
            "scheduled",
            "resolved",
            "closed",
            "cancelled",
        ]
        .into_iter()
        .filter_map(|key| Some(State { key: key.to_owned(), phase: Phase::parse(key)? }))
        .collect();
        Self {
            kind,
            states,
            transitions: vec![
                row(Act::Take, WORKING, Some("active")),
                row(Act::Take, WAITING, None),
                row(Act::Assign, OPEN, None),
                row(Act::Classify, OPEN, None),
                row(Act::Classify, &["resolved"], None),
                row(Act::Escalate, OPEN, Some("active")),
                row(Act::Forward, OPEN, Some("active")),
                row(Act::Return, OPEN, Some("active")),
                row(Act::Message, ALL, None),
                row(Act::Answer, OPEN, None),
                row(Act::Wait, OPEN, None),
                row(Act::Try, &["waiting_requester"], None),
                row(Act::Resume, WAITING, Some("active")),
                row(Act::Restore, OPEN, None),
                row(Act::Begin, OPEN, None),
                row(Act::Begin, &["resolved"], None),
                row(Act::Correct, OPEN, None),
                row(Act::Correct, &["resolved", "closed"], None),
                row(Act::Agree, OPEN, None),
                row(Act::Agree, &["resolved", "closed"], None),
                row(Act::Resolve, OPEN, Some("resolved")),
                row(Act::Reopen, &["resolved"], Some("active")),
                row(Act::Close, &["resolved"], Some("closed")),
                row(Act::Cancel, OPEN, Some("cancelled")),
            ],
        }
    }

    /// The key of the initial state.
    pub fn initial(&self) -> Option<&State> {
        self.states.first()
    }

    /// The state of a key.
    pub fn state(&self, key: &str) -> Option<&State> {
        self.states.iter().find(|s| s.key == key)
    }

    /// The first state of a phase.
    pub fn state_of_phase(&self, phase: Phase) -> Option<&State> {
        self.states.iter().find(|s| s.phase == phase)
    }

    /// Where an act leads from a state: `None` where it is not allowed.
    pub fn step(&self, state: &str, act: Act) -> Option<&State> {
        let row = self.transitions.iter().find(|t| t.act == act && t.from.iter().any(|f| f == state))?;
        self.state(row.to.as_deref().unwrap_or(state))
    }

    /// Acts the workflow allows in a state, in the order of [`Act::ALL`].
    pub fn acts_in(&self, state: &str) -> Vec<Act> {
        Act::ALL.iter().copied().filter(|act| self.step(state, *act).is_some()).collect()
    }

    /// Everything that makes it unusable; empty when it may be used.
    pub fn check(&self) -> Vec<WorkflowFault> {
        let mut faults = Vec::new();
        let Some(initial) = self.initial() else { return vec![WorkflowFault::NoState] };
        for (at, state) in self.states.iter().enumerate() {
            if self.states[..at].iter().any(|s| s.key == state.key) {
                faults.push(WorkflowFault::TwiceDeclared(state.key.clone()));
            }
            let reached = self.transitions.iter().any(|t| t.to.as_ref() == Some(&state.key))
                || (state.phase.is_waiting() && self.transitions.iter().any(|t| t.act == Act::Wait));
            if state.key != initial.key && !reached {
                faults.push(WorkflowFault::Unreachable(state.key.clone()));
            }
            let leaves = self.transitions.iter().any(|t| t.to.is_some() && t.from.contains(&state.key));
            if state.phase.is_open() && !leaves {
                faults.push(WorkflowFault::DeadEnd(state.key.clone()));
            }
        }
        let named = self.transitions.iter().flat_map(|t| t.from.iter().chain(&t.to));
        faults.extend(
            named.filter(|k| self.state(k).is_none()).map(|k| WorkflowFault::UnknownState(k.clone())),
        );
        faults
    }

    /// The whole table as text, one line an act and state: what the test compares and the documentation prints.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for act in Act::ALL {
            for state in &self.states {
                if let Some(to) = self.step(&state.key, *act) {
                    let to = if to.key == state.key { "·" } else { to.key.as_str() };
                    // Writing to a String cannot fail.
                    if writeln!(out, "{:<9} {:<18} {}", act.as_str(), state.key, to).is_err() {
                        break;
                    }
                }
            }
        }
        out
    }
}
