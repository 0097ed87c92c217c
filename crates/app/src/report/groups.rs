//! The figures of targets divided by a dimension the reader chose.

use super::asked::{Dimension, SlaFilter};
use super::sla::{TargetRow, figures, judge};
use crate::Denied;
use desk::Desk;
use serde::Serialize;
use store::Conn;
use store::report::{By, Division, Selection};

/// One line, queue, organisation, service or priority with the figures of every target it had.
#[derive(Debug, Clone, Serialize)]
pub struct GroupRow {
    /// Its key; none where a case had none.
    pub key: Option<String>,
    /// Of an organisation: without those below it, which stand beside it.
    pub own: bool,
    /// Figures, in the order of the desk file.
    pub targets: Vec<TargetRow>,
}

pub(super) fn rows(
    conn: &mut Conn,
    desk: &Desk,
    selection: &Selection,
    filter: &SlaFilter,
    dimension: Dimension,
) -> Result<Vec<GroupRow>, Denied> {
    let under = filter.organisation.as_deref();
    let by = match dimension {
        Dimension::Line => By::Line,
        Dimension::Queue => By::Queue,
        Dimension::Service => By::Service,
        Dimension::Priority => By::Priority,
        Dimension::Organisation => By::Organisation(under_which(desk, under)),
    };
    let organisations = dimension == Dimension::Organisation;
    let mut groups: Vec<GroupRow> = Vec::new();
    for (group, mut row) in figures(conn, selection, &Division { by, versions: true }, false)? {
        judge(desk, &mut row);
        let key = Some(group.key).filter(|key| !key.is_empty());
        match groups.iter_mut().find(|g| g.key == key) {
            Some(known) => known.targets.push(row),
            None => {
                let own = organisations && under.is_some() && key.as_deref() == under;
                groups.push(GroupRow { key, own, targets: vec![row] });
            }
        }
    }
    let order = order(desk, dimension);
    let place =
        |key: &Option<String>| order.iter().position(|k| Some(*k) == key.as_deref()).unwrap_or(order.len());
    groups.sort_by_key(|group| (group.key.is_none(), place(&group.key)));
    let targets: Vec<(&str, &str)> = desk
        .agreements
        .iter()
        .flat_map(|a| a.targets.iter().map(|t| (a.key.as_str(), t.key.as_str())))
        .collect();
    for group in &mut groups {
        group.targets.sort_by_key(|row| {
            let key = (row.agreement.as_str(), row.target.as_str());
            targets.iter().position(|known| *known == key).unwrap_or(targets.len())
        });
    }
    Ok(groups)
}

/// Each organisation with the one it is counted under: a child of the chosen one with everything below the child, the
/// chosen one alone. Without a choice every top of the tree counts what is below it.
fn under_which(desk: &Desk, under: Option<&str>) -> Vec<(String, String)> {
    let above = |key: &String| {
        let path = desk.organisation_path(key);
        match under {
            None => path.last().cloned(),
            Some(under) => {
                let at = path.iter().position(|k| k == under)?;
                path.get(at.saturating_sub(1)).cloned()
            }
        }
    };
    let keys = desk.organisations.iter().map(|o| &o.key);
    keys.filter_map(|key| Some((key.clone(), above(key)?))).filter(|(own, above)| own != above).collect()
}

/// Keys in the order of the desk file.
fn order(desk: &Desk, dimension: Dimension) -> Vec<&str> {
    match dimension {
        Dimension::Line => desk.chain.lines.iter().map(|l| l.key.as_str()).collect(),
        Dimension::Queue => desk.chain.queues.iter().map(|q| q.key.as_str()).collect(),
        Dimension::Service => desk.services.iter().map(|s| s.key.as_str()).collect(),
        Dimension::Priority => desk.priorities.levels.iter().map(|p| p.key.as_str()).collect(),
        Dimension::Organisation => desk.organisations.iter().map(|o| o.key.as_str()).collect(),
    }
}
