//! Reading presented reports: as they were, with what is counted otherwise now beside them.

use super::asked::{asked_by, asked_of, receiver_view, speaks_for};
use super::{PresentedView, State, Word};
use crate::report::{Difference, OperationsAsked, OperationsReport, differences};
use crate::{App, Denied, Moment};
use desk::{Desk, Permission, Principal, System};
use serde::Serialize;
use std::collections::BTreeMap;
use store::presented::{
    Presented, PresentedReceiver, presented_asked, presented_asks, presented_get, presented_list,
};
use store::user::user_map;
use store::{Conn, Fault};

/// Rows looked at for one page.
const BLOCK: i64 = 200;

/// A presented report with its figures.
#[derive(Debug, Clone, Serialize)]
pub struct PresentedReport {
    /// What is on record of it.
    #[serde(flatten)]
    pub view: PresentedView,
    /// Every figure as it was presented.
    pub report: OperationsReport,
    /// What is counted otherwise now.
    pub amendments: Vec<Difference>,
    /// Whether the reader may approve or reject it now.
    pub may_decide: bool,
    /// The content as it was frozen, which the digest is of.
    #[serde(skip)]
    pub content: String,
}

/// Some presented reports, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct PresentedPage {
    /// They.
    pub items: Vec<PresentedView>,
    /// What to ask on with: moment and id.
    #[serde(skip)]
    pub next: Option<(i64, i64)>,
}

impl App {
    /// The presented reports somebody may read, newest first, at most `limit` after a mark; of one desk where one is named.
    ///
    /// # Errors
    /// Storage faults.
    pub fn presented(
        &self,
        principal: &Principal,
        desk: Option<&str>,
        (mut after, limit): (Option<(i64, i64)>, usize),
    ) -> Result<PresentedPage, Denied> {
        let asked = self.all_desks().into_iter().filter(|d| desk.is_none_or(|key| key == d.key));
        self.store.read(|conn| {
            let mut desks: Vec<String> = Vec::new();
            for desk in asked.clone() {
                if may_read_some(conn, principal, &desk)? {
                    desks.push(desk.key.clone());
                }
            }
            let mut rows: Vec<Presented> = Vec::new();
            loop {
                let block = presented_list(conn, &desks, after, BLOCK)?;
                let Some(last) = block.last() else { break };
                after = Some((last.presented_at, last.id));
                rows.extend(self.presented_for(conn, principal, block)?);
                if rows.len() > limit {
                    break;
                }
            }
            let more = rows.len() > limit;
            rows.truncate(limit);
            let next = rows.last().filter(|_| more).map(|last| (last.presented_at, last.id));
            let mut items = Vec::new();
            for row in &rows {
                let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
                items.push(view(conn, &desk, row)?);
            }
            Ok(PresentedPage { items, next })
        })
    }

    /// Whether somebody may read any presented report.
    ///
    /// # Errors
    /// Storage faults.
    pub fn reads_presented(&self, principal: &Principal) -> Result<bool, Denied> {
        self.store.read(|conn| {
            for desk in self.all_desks() {
                if may_read_some(conn, principal, &desk)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// One presented report, with what is counted otherwise now.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn presented_report(
        &self,
        principal: &Principal,
        id: i64,
        now: Moment,
    ) -> Result<PresentedReport, Denied> {
        let (row, asked) = self.presented_row(principal, id)?;
        let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
        let view = self.store.read(|conn| view(conn, &desk, &row))?;
        let report: OperationsReport =
            serde_json::from_str(&row.content).map_err(|e| Fault::Setup(e.to_string()))?;
        let open = view.state == State::Presented && principal.user() != Some(row.presented_by);
        let mine = |asked: &PresentedReceiver| {
            asked.state == Word::Asked.as_str() && speaks_for(principal, &desk, asked).is_some()
        };
        Ok(PresentedReport {
            may_decide: open && asked.iter().any(mine),
            amendments: self.amendments(&view, &report, now)?,
            view,
            report,
            content: row.content,
        })
    }

    /// Whether a presented report may be read.
    ///
    /// # Errors
    /// Not found, or not readable: the same.
    pub fn presented_readable(&self, principal: &Principal, id: i64) -> Result<(), Denied> {
        self.presented_row(principal, id).map(|_| ())
    }

    /// Counted as the whole desk is, whoever reads: the frozen figures were.
    fn amendments(
        &self,
        view: &PresentedView,
        report: &OperationsReport,
        now: Moment,
    ) -> Result<Vec<Difference>, Denied> {
        let whole = Principal::System { system: System::CommandLine, contact: None };
        let (desk, service) = (view.desk.clone(), view.service.clone());
        let asked = OperationsAsked { desk, service, from: view.from, to: view.to };
        match self.operations_report(&whole, &asked, now) {
            Ok(counted) => Ok(differences(report, &counted)),
            // The service is gone from the desk file: nothing can be counted beside it.
            Err(Denied::Malformed { field, .. }) if field == "service" => Ok(Vec::new()),
            Err(denied) => Err(denied),
        }
    }

    /// A row somebody may read, with who is asked about it.
    pub(super) fn presented_row(
        &self,
        principal: &Principal,
        id: i64,
    ) -> Result<(Presented, Vec<PresentedReceiver>), Denied> {
        self.store.read(|conn| {
            let row = presented_get(conn, id)?.ok_or(Denied::NotFound)?;
            let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
            let asked = asked_of(conn, &desk, &row)?;
            if may_read(principal, &desk, &asked) { Ok((row, asked)) } else { Err(Denied::NotFound) }
        })
    }

    /// What is on record of a report, for the mail about it.
    pub(crate) fn presented_view(&self, id: i64) -> Result<Option<PresentedView>, Denied> {
        self.store.read(|conn| {
            let Some(row) = presented_get(conn, id)? else { return Ok(None) };
            let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
            Ok(Some(view(conn, &desk, &row)?))
        })
    }

    /// Those of some rows that somebody may read.
    fn presented_for(
        &self,
        conn: &mut Conn,
        principal: &Principal,
        rows: Vec<Presented>,
    ) -> Result<Vec<Presented>, Denied> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut asked: BTreeMap<i64, Vec<PresentedReceiver>> = BTreeMap::new();
        for receiver in presented_asked(conn, &ids)? {
            asked.entry(receiver.report).or_default().push(receiver);
        }
        let mut kept = Vec::new();
        for row in rows {
            let Some(desk) = self.desk(&row.desk) else { continue };
            let of = match row.asked {
                Some(_) => asked.remove(&row.id).unwrap_or_default(),
                None => asked_by(&desk, &row)?,
            };
            if may_read(principal, &desk, &of) {
                kept.push(row);
            }
        }
        Ok(kept)
    }
}

fn may_read(principal: &Principal, desk: &Desk, asked: &[PresentedReceiver]) -> bool {
    reads_whole(principal, desk) || asked.iter().any(|one| speaks_for(principal, desk, one).is_some())
}

/// Who reads reports and the whole desk reads what was presented of it.
fn reads_whole(principal: &Principal, desk: &Desk) -> bool {
    let operator = matches!(principal, Principal::System { system: System::CommandLine, .. });
    operator || (principal.has(desk, Permission::Reports) && principal.sees_all(desk))
}

/// Whether somebody reads the whole desk, or is or ever was asked about one of its reports.
fn may_read_some(conn: &mut Conn, principal: &Principal, desk: &Desk) -> Result<bool, Denied> {
    let named = |receiver: &desk::ReportReceiver| {
        principal.roles(desk).any(|(membership, _)| receiver.is_member(membership))
    };
    if reads_whole(principal, desk) || desk.receivers.iter().any(named) {
        return Ok(true);
    }
    for (membership, _) in principal.roles(desk) {
        if presented_asks(conn, (&desk.key, &membership.role), membership.organisation.as_deref())? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A row with names.
pub(super) fn view(conn: &mut Conn, desk: &Desk, row: &Presented) -> Result<PresentedView, Denied> {
    let mut asked = asked_of(conn, desk, row)?;
    if row.asked.is_none() && row.decided_at.is_some() {
        // Whom the desk file names now said nothing about it.
        asked.clear();
    }
    let mut people: Vec<i64> = row.decided_by.into_iter().chain([row.presented_by]).collect();
    people.extend(asked.iter().filter_map(|receiver| receiver.answered_by));
    let users = user_map(conn, &people)?;
    let name = |id: i64| users.get(&id).map(|user| user.name.clone()).unwrap_or_default();
    let at = |micros: i64| Moment::from_timestamp_micros(micros).unwrap_or_default();
    let date = |text: &str| text.parse().map_err(|_| Fault::Setup(format!("date {text}")));
    Ok(PresentedView {
        id: row.id,
        desk: row.desk.clone(),
        kind: row.kind.clone(),
        service: Some(row.service.clone()).filter(|key| !key.is_empty()),
        from: date(&row.period_from)?,
        to: date(&row.period_to)?,
        revision: row.revision,
        desk_version: row.desk_version,
        state: State::parse(&row.state)?,
        comment: row.comment.clone(),
        digest: row.digest.clone(),
        presented_at: at(row.presented_at),
        presented_by: name(row.presented_by),
        decided_at: row.decided_at.map(at),
        decided_by: row.decided_by.map(name),
        decided_for: row.decided_for.clone(),
        reason: row.reason.clone(),
        receivers: asked.into_iter().map(|one| receiver_view(one, &users)).collect::<Result<_, _>>()?,
    })
}
