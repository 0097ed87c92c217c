//! Telephone calls: logged by agents, reported by a telephone exchange, read as a list. A call is an object of its
//! own; a case may be opened from it (WC-02, WC-03, SRS-03).

mod figures;
mod judge;
mod list;
mod row;

pub use figures::CallFigure;
pub(crate) use figures::{facts, figures, talked};
pub(crate) use judge::CallJudge;
pub use list::{CallPage, CallsAsked};
pub(crate) use row::{opened, seen, taken};

use crate::desks::{Versioned, in_force};
use crate::{App, Denied, Moment};
use desk::{Desk, Permission, Principal, may_log_call};
use row::{judged, put};
use serde::Serialize;
use std::collections::BTreeSet;
use store::call::{
    Call, CallTicket, EXCHANGE, Reader, call_by_external, call_insert, call_lock, call_update,
};
use store::{Conn, IdRange};
use text::Intake;
use ticket::{CallOutcome, CallTimes, Reference, Refusal, Rule};

/// Longest id and longest number an exchange may give.
const ID_MAX: usize = 100;
const NUMBER_MAX: usize = 40;

/// Who called, as far as is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub number: Option<&'a str>,
    pub name: Option<&'a Intake>,
}

/// Who tells of a call, so that telling it twice makes one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Teller {
    /// A telephone exchange, by its own id of the call.
    Exchange(String),
    /// An agent; the key that makes sending a form or request twice safe.
    Agent(Option<String>),
}

/// What is told of a call. Of an exchange's, every report may bring a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Desk key.
    pub desk: String,
    /// Who tells.
    pub teller: Teller,
    /// Its moments.
    pub times: CallTimes,
    /// The caller's number.
    pub number: Option<String>,
    /// The caller's name.
    pub name: Option<Intake>,
    /// What it came to.
    pub judgement: Option<Judgement>,
}

/// What a call came to, with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Solved while it lasted, by a documented kind of solution where one is named.
    Solved(Option<String>),
    /// A case was opened from it.
    Case(Reference),
    /// Nobody answered before the caller gave up.
    Abandoned,
}

impl Judgement {
    /// Reads outcome, solution and case as faces give them.
    ///
    /// # Errors
    /// An unknown outcome; a case where none was opened, or none where one was.
    pub fn read(outcome: &str, solution: Option<String>, case: Option<&str>) -> Result<Self, Denied> {
        let all = || CallOutcome::ALL.iter().map(|o| o.as_str());
        let outcome = CallOutcome::parse(outcome).ok_or_else(|| Denied::unknown("outcome", all()))?;
        let foreign = |field| Err(Denied::malformed(field, "not_of_outcome"));
        match (outcome, solution, case) {
            (CallOutcome::Solved, solution, None) => Ok(Self::Solved(solution)),
            (CallOutcome::Case, None, Some(case)) => {
                Reference::parse(case).map(Self::Case).map_err(|_| Denied::malformed("case", "unknown"))
            }
            (CallOutcome::Case, None, None) => Err(Denied::malformed("case", "required")),
            (CallOutcome::Abandoned, None, None) => Ok(Self::Abandoned),
            (_, _, Some(_)) => foreign("case"),
            (_, Some(_), _) => foreign("solution"),
        }
    }

    fn outcome(&self) -> CallOutcome {
        match self {
            Self::Solved(_) => CallOutcome::Solved,
            Self::Case(_) => CallOutcome::Case,
            Self::Abandoned => CallOutcome::Abandoned,
        }
    }
}

/// A call as faces show it. Durations are whole seconds, cut.
#[derive(Debug, Clone, Serialize)]
pub struct CallView {
    /// Row id.
    pub id: i64,
    /// Desk key.
    pub desk: String,
    /// The exchange's own id of it.
    pub exchange_id: Option<String>,
    /// It began to ring.
    pub offered_at: Option<Moment>,
    /// Somebody answered.
    pub answered_at: Option<Moment>,
    /// It ended.
    pub ended_at: Option<Moment>,
    /// Seconds from ringing to the answer.
    pub waited_seconds: Option<i64>,
    /// Seconds from the answer to the end.
    pub talked_seconds: Option<i64>,
    /// solved, case or abandoned; a call that ended unanswered was abandoned. None where nobody has said.
    pub outcome: Option<&'static str>,
    /// Kind of solution it was solved by.
    pub solution: Option<String>,
    /// Case opened from it.
    pub case: Option<Reference>,
    /// Organisation key.
    pub organisation: String,
    /// The caller's number.
    pub number: Option<String>,
    /// The caller's name, identity numbers masked.
    pub name: Option<String>,
    /// Earliest moment known, in microseconds, for paging.
    #[serde(skip)]
    pub began_at: Moment,
}

impl CallView {
    pub(crate) fn of(call: &Call, ticket: Option<&CallTicket>) -> Result<Self, Denied> {
        let times = call.times()?;
        let between =
            |from: Option<Moment>, to: Option<Moment>| from.zip(to).map(|(a, b)| (b - a).num_seconds());
        Ok(Self {
            id: call.id,
            desk: call.desk.clone(),
            exchange_id: call.external.clone().filter(|_| call.source == EXCHANGE),
            offered_at: times.offered_at,
            answered_at: times.answered_at,
            ended_at: times.ended_at,
            waited_seconds: between(times.offered_at, times.answered_at),
            talked_seconds: between(times.answered_at, times.ended_at),
            outcome: row::outcome(call).map(CallOutcome::as_str),
            solution: call.solution.clone(),
            case: ticket.map(|t| t.reference.clone()),
            organisation: call.organisation.clone(),
            number: call.caller_number.clone(),
            name: call.caller_name.clone(),
            began_at: Moment::from_timestamp_micros(call.began_at).unwrap_or_default(),
        })
    }
}

/// Everything one transaction on a call needs, so that it may run again.
#[derive(Clone)]
struct Job {
    desk: Versioned,
    principal: Principal,
    scopes: Option<BTreeSet<String>>,
    ids: IdRange,
    now: Moment,
}

impl App {
    /// Logs a call, or adds to one that was told before. Whether it is new.
    ///
    /// # Errors
    /// An unknown desk or solution, no moment; not permitted; moments that cannot be, reports that differ.
    pub fn log_call(
        &self,
        principal: &Principal,
        told: &Told,
        now: Moment,
    ) -> Result<(CallView, bool), Denied> {
        self.with_current_desks(|| {
            let desk = self.versioned(&told.desk).map_err(|_| {
                let keys: Vec<String> = self.all_desks().iter().map(|d| d.key.clone()).collect();
                Denied::unknown("desk", keys.iter().map(String::as_str))
            })?;
            check(&desk.desk, told)?;
            let permitted = match told.teller {
                Teller::Exchange(_) => principal.has(&desk.desk, Permission::Calls),
                Teller::Agent(_) => may_log_call(principal, &desk.desk),
            };
            if !permitted {
                return Err(Denied::Forbidden);
            }
            told.times.check(now)?;
            let job = self.call_job(principal, desk, now)?;
            let told = told.clone();
            self.store.write(move |conn| job.log(conn, &told))
        })
    }

    /// Says what a known call came to.
    ///
    /// # Errors
    /// Not found or not readable; an unknown solution or case; not permitted; said otherwise before.
    pub fn judge_call(
        &self,
        principal: &Principal,
        id: i64,
        judgement: &Judgement,
        now: Moment,
    ) -> Result<CallView, Denied> {
        self.with_current_desks(|| {
            let scopes = self.scopes(principal);
            let found = self.store.read::<_, Denied>(|conn| {
                let reader = Reader { scopes: scopes.as_ref(), user: principal.user() };
                Ok(store::call::call_get(conn, id, reader)?)
            })?;
            let desk = self.versioned(&found.ok_or(Denied::NotFound)?.desk)?;
            check_solution(&desk.desk, judgement)?;
            if !may_log_call(principal, &desk.desk) {
                return Err(Denied::Forbidden);
            }
            let job = self.call_job(principal, desk, now)?;
            let judgement = judgement.clone();
            self.store.write(move |conn| job.judge(conn, id, &judgement))
        })
    }

    /// Whether a call may be read.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn call_readable(&self, principal: &Principal, id: i64) -> Result<(), Denied> {
        let scopes = self.scopes(principal);
        let found = self.store.read::<_, Denied>(|conn| {
            let reader = Reader { scopes: scopes.as_ref(), user: principal.user() };
            Ok(store::call::call_get(conn, id, reader)?)
        })?;
        found.map(|_| ()).ok_or(Denied::NotFound)
    }

    fn call_job(&self, principal: &Principal, desk: Versioned, now: Moment) -> Result<Job, Denied> {
        let (principal, scopes) = (principal.clone(), self.scopes(principal));
        Ok(Job { desk, principal, scopes, ids: self.store.ids()?, now })
    }
}

fn check(desk: &Desk, told: &Told) -> Result<(), Denied> {
    if told.times.began_at().is_none() {
        return Err(Denied::malformed("offered_at", "required"));
    }
    if let Teller::Exchange(id) = &told.teller
        && (id.trim().is_empty() || id.chars().count() > ID_MAX || id.chars().any(char::is_control))
    {
        return Err(Denied::malformed("id", "malformed"));
    }
    if told.number.as_ref().is_some_and(|n| n.chars().count() > NUMBER_MAX || n.chars().any(char::is_control))
    {
        return Err(Denied::malformed("number", "too_long"));
    }
    told.judgement.as_ref().map_or(Ok(()), |judgement| check_solution(desk, judgement))
}

/// A call is solved at once by what is documented beforehand, or by nothing named.
fn check_solution(desk: &Desk, judgement: &Judgement) -> Result<(), Denied> {
    let Judgement::Solved(Some(solution)) = judgement else { return Ok(()) };
    let documented = || desk.solutions.iter().filter(|s| s.documented).map(|s| s.key.as_str());
    if documented().any(|key| key == solution) {
        Ok(())
    } else {
        Err(Denied::unknown("solution", documented()))
    }
}

impl Job {
    fn reader(&self) -> Reader<'_> {
        Reader { scopes: self.scopes.as_ref(), user: self.principal.user() }
    }

    fn log(&self, conn: &mut Conn, told: &Told) -> Result<(CallView, bool), Denied> {
        in_force(conn, &self.desk)?;
        let desk = &self.desk.desk;
        let (source, external) = match &told.teller {
            Teller::Exchange(id) => (EXCHANGE.to_owned(), Some(id.trim().to_owned())),
            Teller::Agent(key) => {
                (format!("agent:{}", self.principal.user().unwrap_or_default()), key.clone())
            }
        };
        let before = match &external {
            Some(id) => call_by_external(conn, &desk.key, &source, id)?,
            None => None,
        };
        if let Some(call) = before {
            return Ok((self.add(conn, call, told)?, false));
        }
        let mut ids = self.ids;
        let caller = Caller { number: told.number.as_deref(), name: told.name.as_ref() };
        let id = ids.row()?;
        let mut call = row::new(desk, id, (source.clone(), external.clone()), &caller, self.now);
        call.logged_by = self.principal.user();
        call.set_times(&told.times);
        if let Some(judgement) = &told.judgement {
            judged(conn, self, &mut call, judgement)?;
        }
        consistent(&call)?;
        if !call_insert(conn, &call)? {
            // Another node wrote the first report at the same moment.
            let found =
                external.map(|id| call_by_external(conn, &desk.key, &source, &id)).transpose()?.flatten();
            return Ok((self.add(conn, found.ok_or(Denied::TakenElsewhere)?, told)?, false));
        }
        row::put_scopes(conn, desk, &call)?;
        Ok((self.view(conn, &call)?, true))
    }

    /// Another report of a known call.
    fn add(&self, conn: &mut Conn, mut call: Call, told: &Told) -> Result<CallView, Denied> {
        let was = call.clone();
        let times = call.times()?.with(&told.times)?;
        times.check(self.now)?;
        call.set_times(&times);
        let caller = Caller { number: told.number.as_deref(), name: told.name.as_ref() };
        put(&self.desk.desk, &mut call, &caller)?;
        if let Some(judgement) = &told.judgement {
            judged(conn, self, &mut call, judgement)?;
        }
        self.write(conn, &was, call)
    }

    fn judge(&self, conn: &mut Conn, id: i64, judgement: &Judgement) -> Result<CallView, Denied> {
        in_force(conn, &self.desk)?;
        let mut call = call_lock(conn, id, self.reader())?.ok_or(Denied::NotFound)?;
        let was = call.clone();
        judged(conn, self, &mut call, judgement)?;
        self.write(conn, &was, call)
    }

    fn write(&self, conn: &mut Conn, was: &Call, mut call: Call) -> Result<CallView, Denied> {
        consistent(&call)?;
        if call != *was {
            call.updated_at = self.now.timestamp_micros();
            call_update(conn, &call)?;
            row::put_scopes(conn, &self.desk.desk, &call)?;
        }
        self.view(conn, &call)
    }

    fn view(&self, conn: &mut Conn, call: &Call) -> Result<CallView, Denied> {
        let found = match call.ticket {
            Some(id) => store::ticket::ticket_get(conn, id)?,
            None => None,
        };
        let ticket = found.map(|(ticket, _)| CallTicket {
            reference: ticket.reference,
            solution: ticket.solution,
            resolved_at: ticket.resolved_at.map(|at| at.timestamp_micros()),
        });
        CallView::of(call, ticket.as_ref())
    }
}

/// A call that was answered was not abandoned.
fn consistent(call: &Call) -> Result<(), Denied> {
    let abandoned = call.outcome.as_deref() == Some(CallOutcome::Abandoned.as_str());
    if abandoned && call.answered_at.is_some() {
        return Err(Refusal::apart(Rule::AnsweredNotAbandoned).with("field", "outcome").into());
    }
    Ok(())
}
