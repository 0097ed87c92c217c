//! Acts by which people state when a fault began and ended, put moments right, and agree to what others proposed.

use crate::acts::{ActBody, Again, some, words};
use app::{Denied, Moment, Order};
use serde::Deserialize;
use ticket::Began;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begin {
    /// When the fault began or came back; now where it is absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    fault_began_at: Option<Moment>,
    /// Of a fault that was restored: came_back or persisted.
    fault: Option<Again>,
    /// How that is known.
    reason: Option<String>,
}

impl ActBody for Begin {
    const PATH: &'static str = "begin";
    const SUMMARY: &'static str = "State when a fault began, that it came back, or that it had never gone";
    fn order(self) -> Result<Order, Denied> {
        if self.fault.is_none() && self.fault_began_at.is_none() {
            return Err(Denied::malformed("fault_began_at", "required"));
        }
        let how = self.fault.map_or(Began::First, Again::began);
        Ok(Order::Begin { at: self.fault_began_at, how, reason: some(self.reason) })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correct {
    /// Number of the event that has a wrong moment.
    event: i64,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// How that is known.
    reason: String,
}

impl ActBody for Correct {
    const PATH: &'static str = "correct";
    const SUMMARY: &'static str = "Say that something happened at another moment than recorded";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Correct { event: self.event, at: self.at, reason: words(self.reason) })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agree {
    /// Number of the event that proposed it.
    proposal: i64,
}

impl ActBody for Agree {
    const PATH: &'static str = "agree";
    const SUMMARY: &'static str = "Agree to what another person proposed";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Agree(self.proposal))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decline {
    /// Number of the event that proposed it.
    proposal: i64,
    reason: Option<String>,
}

impl ActBody for Decline {
    const PATH: &'static str = "decline";
    const SUMMARY: &'static str = "Decline a proposal, or take one's own back";
    fn order(self) -> Result<Order, Denied> {
        Ok(Order::Decline(self.proposal, some(self.reason)))
    }
}
