//! Service levels by hand and by chance. Expected moments come from the arithmetic in the comment above them.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]
#![allow(clippy::needless_pass_by_value, reason = "`answer(json!(…))` reads better")]

mod agreements;
mod calendars;
mod clocks;
mod due;
mod figures;
mod kit;
mod naive;
mod outages;
mod plans;
mod plans_changing;
mod properties;
