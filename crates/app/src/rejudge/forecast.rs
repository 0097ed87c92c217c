//! What a rejudgement would change: verdicts before and after, by target.

use super::NAMED;
use crate::act::{Foretold, foretell, runs_under};
use crate::{App, Denied, Moment};
use desk::Desk;
use serde::{Deserialize, Serialize};
use sla::{Agreement, Clock, Outcome};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Conn, Fault};
use ticket::Reference;

/// Tickets read at once.
const BLOCK: i64 = 500;

/// What a rejudgement would change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// Tickets made in the period.
    pub tickets: i64,
    /// Of them, those that run under another version.
    pub judged: i64,
    /// Of them, those with a clock that would come out otherwise.
    pub changed_tickets: i64,
    /// Clocks that would come out otherwise: verdict, counted time, due, or one that starts.
    pub changed_clocks: i64,
    /// Tickets that cannot be read, and so could not be judged again. Proposals made before this was told have none.
    #[serde(default)]
    pub unreadable: i64,
    /// By target.
    pub targets: Vec<TargetForecast>,
    /// Some of the tickets that would change, oldest first.
    pub references: Vec<String>,
}

/// Verdicts on one target's clocks of the tickets judged again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetForecast {
    /// Target key.
    pub target: String,
    /// As they are.
    pub before: Verdicts,
    /// As they would be.
    pub after: Verdicts,
    /// Clocks whose verdict would change.
    pub changes: Vec<VerdictChange>,
}

/// How many clocks have which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Met.
    pub met: i64,
    /// Missed.
    pub missed: i64,
    /// Ended without a verdict.
    pub withdrawn: i64,
    /// None yet.
    pub undecided: i64,
}

/// So many clocks would go from one verdict to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictChange {
    /// met, missed, withdrawn, undecided, or none for a clock that only the other version starts.
    pub was: String,
    /// met, missed, withdrawn or undecided.
    pub now: String,
    /// How many.
    pub clocks: i64,
}

impl App {
    /// Foretells what judging the tickets made in a time again would change.
    pub(super) fn forecast(
        &self,
        desk: &Arc<Desk>,
        agreement: &Agreement,
        bounds: (Moment, Moment),
        now: Moment,
    ) -> Result<Forecast, Denied> {
        self.store.read_long(|conn| {
            let mut counts = Counts::default();
            let mut last = 0;
            loop {
                let due = store::rejudgement::rejudgement_due(conn, &desk.key, bounds, None, (last, BLOCK))?;
                let Some(end) = due.last().copied() else { return Ok(counts.told()) };
                for id in due {
                    match one(conn, desk, agreement, id, now, &mut counts) {
                        // One that cannot be read keeps nobody from foreseeing what becomes of the others.
                        Err(Denied::Fault(Fault::Row { .. })) => counts.told.unreadable += 1,
                        other => other?,
                    }
                }
                last = end;
            }
        })
    }
}

fn one(
    conn: &mut Conn,
    desk: &Arc<Desk>,
    agreement: &Agreement,
    id: i64,
    now: Moment,
    counts: &mut Counts,
) -> Result<(), Denied> {
    counts.told.tickets += 1;
    let Some((ticket, _)) = store::ticket::ticket_get(conn, id)? else { return Ok(()) };
    let stored = store::clock::clock_of_ticket(conn, id)?;
    let clocks: Vec<Clock> = stored.into_iter().map(|stored| stored.clock).collect();
    if runs_under(desk, agreement, &ticket, &clocks) {
        return Ok(());
    }
    let events = store::event::event_list(conn, id, 0, i64::MAX)?;
    let foretold = foretell(desk, agreement, &ticket, &events, &clocks, now).unwrap_or_default();
    counts.take(&ticket.reference, &foretold);
    Ok(())
}

/// A forecast in the making.
#[derive(Default)]
struct Counts {
    told: Forecast,
    targets: BTreeMap<String, (Verdicts, Verdicts)>,
    changes: BTreeMap<(String, &'static str, &'static str), i64>,
}

impl Counts {
    fn take(&mut self, reference: &Reference, clocks: &[Foretold]) {
        self.told.judged += 1;
        for clock in clocks {
            if let Some(was) = &clock.was {
                self.targets.entry(was.target.clone()).or_default().0.add(was);
            }
            self.targets.entry(clock.now.target.clone()).or_default().1.add(&clock.now);
            let (was, now) = (clock.was.as_ref().map_or("none", verdict), verdict(&clock.now));
            if was != now {
                *self.changes.entry((clock.now.target.clone(), was, now)).or_default() += 1;
            }
        }
        let changed = clocks.iter().filter(|clock| clock.differs).count();
        if changed > 0 {
            self.told.changed_tickets += 1;
            self.told.changed_clocks += i64::try_from(changed).unwrap_or(i64::MAX);
            if i64::try_from(self.told.references.len()).is_ok_and(|told| told < NAMED) {
                self.told.references.push(reference.to_string());
            }
        }
    }

    fn told(self) -> Forecast {
        let changes = &self.changes;
        let of = |target: &str| -> Vec<VerdictChange> {
            let own = changes.iter().filter(|((key, _, _), _)| key == target);
            let change = |((_, was, now), clocks): (&(String, &str, &str), &i64)| VerdictChange {
                was: (*was).to_owned(),
                now: (*now).to_owned(),
                clocks: *clocks,
            };
            own.map(change).collect()
        };
        let target = |(target, (before, after)): (&String, &(Verdicts, Verdicts))| TargetForecast {
            target: target.clone(),
            before: *before,
            after: *after,
            changes: of(target),
        };
        let targets = self.targets.iter().map(target).collect();
        Forecast { targets, ..self.told }
    }
}

impl Verdicts {
    fn add(&mut self, clock: &Clock) {
        match clock.outcome {
            Some(Outcome::Met) => self.met += 1,
            Some(Outcome::Missed) => self.missed += 1,
            Some(Outcome::Withdrawn) => self.withdrawn += 1,
            None => self.undecided += 1,
        }
    }
}

fn verdict(clock: &Clock) -> &'static str {
    clock.outcome.map_or("undecided", Outcome::as_str)
}
