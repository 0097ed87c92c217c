//! Every case of a desk that a figure over a period may count, and the lists behind such figures.

mod list;
mod walk;

pub use list::{Behind, CaseRow, Cases, Mark};
pub(super) use walk::{Span, Wanted, span, walk};
