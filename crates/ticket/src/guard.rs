//! Required fields: what a line, or closing, demands of a ticket before it may go on.

use crate::Ticket;
use crate::kind::keyed;
use serde::{Deserialize, Serialize};

keyed! {
    /// A field a desk file can require.
    Field {
        /// Case type.
        CaseType = "case_type",
        /// Service.
        Service = "service",
        /// Environment.
        Environment = "environment",
        /// Priority, by impact and urgency.
        Priority = "priority",
        /// A description in words.
        Description = "description",
        /// Who asks, by role.
        AskerRole = "asker_role",
        /// When the fault began.
        FaultBegan = "fault_began_at",
        /// What is known, at hand-over.
        Known = "known",
        /// What was tried, at hand-over.
        Tried = "tried",
        /// What is ruled out, at hand-over.
        RuledOut = "ruled_out",
        /// What is wanted next, at hand-over.
        Wanted = "wanted",
    }
}

/// Which of the required fields are empty. `handed` are the hand-over fields given with the act itself.
pub fn missing_fields(ticket: &Ticket, required: &[Field], handed: &[Field]) -> Vec<String> {
    let empty = |field: Field| match field {
        Field::CaseType => ticket.case_type.is_none(),
        Field::Service => ticket.service.is_none(),
        Field::Environment => ticket.environment.is_none(),
        Field::Priority => ticket.priority.is_none(),
        Field::Description => ticket.description.is_none(),
        Field::AskerRole => ticket.asker_role.is_none(),
        Field::FaultBegan => ticket.fault_began_at.is_none(),
        Field::Known | Field::Tried | Field::RuledOut | Field::Wanted => !handed.contains(&field),
    };
    required.iter().filter(|f| empty(**f)).map(|f| f.as_str().to_owned()).collect()
}
