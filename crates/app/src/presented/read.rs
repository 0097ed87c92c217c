//! Reading presented reports: as they were, with what is counted otherwise now beside them.

use super::{PresentedView, State};
use crate::report::{Difference, OperationsAsked, OperationsReport, differences};
use crate::{App, Denied, Moment};
use desk::{Desk, Permission, PresentedKind, Principal, System, receives};
use serde::Serialize;
use store::presented::{Presented, presented_get, presented_list};
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
        let desks = self.all_desks().into_iter().filter(|d| desk.is_none_or(|key| key == d.key));
        let desks: Vec<String> =
            desks.filter(|d| may_read_some(principal, d)).map(|d| d.key.clone()).collect();
        self.store.read(|conn| {
            let mut rows: Vec<Presented> = Vec::new();
            loop {
                let block = presented_list(conn, &desks, after, BLOCK)?;
                let Some(last) = block.last() else { break };
                after = Some((last.presented_at, last.id));
                rows.extend(block.into_iter().filter(|row| self.may_read(principal, row)));
                if rows.len() > limit {
                    break;
                }
            }
            let more = rows.len() > limit;
            rows.truncate(limit);
            let next = rows.last().filter(|_| more).map(|last| (last.presented_at, last.id));
            let items = rows.iter().map(|row| view(conn, row)).collect::<Result<_, Denied>>()?;
            Ok(PresentedPage { items, next })
        })
    }

    /// Whether somebody may read any presented report.
    pub fn reads_presented(&self, principal: &Principal) -> bool {
        self.all_desks().iter().any(|desk| may_read_some(principal, desk))
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
        let row = self.presented_row(principal, id)?;
        let desk = self.desk(&row.desk).ok_or(Denied::NotFound)?;
        let view = self.store.read(|conn| view(conn, &row))?;
        let report: OperationsReport =
            serde_json::from_str(&row.content).map_err(|e| Fault::Setup(e.to_string()))?;
        let open = view.state == State::Presented && principal.user() != Some(row.presented_by);
        Ok(PresentedReport {
            may_decide: open && self.receiving(principal, &desk, &row).is_some(),
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

    /// A row somebody may read.
    pub(super) fn presented_row(&self, principal: &Principal, id: i64) -> Result<Presented, Denied> {
        let row = self.store.read::<_, Denied>(|conn| Ok(presented_get(conn, id)?))?;
        row.filter(|row| self.may_read(principal, row)).ok_or(Denied::NotFound)
    }

    /// What is on record of a report, for the mail about it.
    pub(crate) fn presented_view(&self, id: i64) -> Result<Option<PresentedView>, Denied> {
        self.store.read(|conn| match presented_get(conn, id)? {
            Some(row) => Ok(Some(view(conn, &row)?)),
            None => Ok(None),
        })
    }

    fn may_read(&self, principal: &Principal, row: &Presented) -> bool {
        let Some(desk) = self.desk(&row.desk) else { return false };
        reads_whole(principal, &desk) || self.receiving(principal, &desk, row).is_some()
    }

    /// The organisation for which somebody is asked to approve a report; none where they are not asked.
    #[expect(clippy::option_option, reason = "asked, and perhaps for an organisation")]
    pub(super) fn receiving(
        &self,
        principal: &Principal,
        desk: &Desk,
        row: &Presented,
    ) -> Option<Option<String>> {
        let kind = PresentedKind::parse(&row.kind)?;
        let service = Some(row.service.as_str()).filter(|key| !key.is_empty());
        receives(principal, desk, kind, service).map(|membership| membership.organisation.clone())
    }
}

/// Who reads reports and the whole desk reads what was presented of it.
fn reads_whole(principal: &Principal, desk: &Desk) -> bool {
    let operator = matches!(principal, Principal::System { system: System::CommandLine, .. });
    operator || (principal.has(desk, Permission::Reports) && principal.sees_all(desk))
}

fn may_read_some(principal: &Principal, desk: &Desk) -> bool {
    let asked = |receiver: &desk::ReportReceiver| {
        principal.roles(desk).any(|(membership, _)| receiver.is_member(membership))
    };
    reads_whole(principal, desk) || desk.receivers.iter().any(asked)
}

/// A row with names.
pub(super) fn view(conn: &mut Conn, row: &Presented) -> Result<PresentedView, Denied> {
    let people: Vec<i64> = row.decided_by.into_iter().chain([row.presented_by]).collect();
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
    })
}
