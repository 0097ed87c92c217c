//! Who approves presented reports.

use super::{Known, closed};
use crate::fault::Faults;
use crate::file::File;
use crate::{PresentedKind, ReportReceiver};

pub(super) fn receivers(file: &File, known: &Known, faults: &mut Faults<'_>) -> Vec<ReportReceiver> {
    let kinds = PresentedKind::ALL.map(PresentedKind::as_str);
    let mut list = Vec::new();
    for r in &file.report_receiver {
        let report =
            r.report.iter().filter_map(|k| closed(k, PresentedKind::parse, &kinds, "report", faults));
        list.push(ReportReceiver {
            key: r.key.get_ref().clone(),
            reports: report.collect(),
            role: known.check("role", &r.role, faults),
            services: known.check_all("service", &r.service, faults),
            organisation: known.check_opt("organisation", r.organisation.as_ref(), faults),
        });
    }
    list
}
