//! Who works.

use super::matters::Cast;
use crate::people::SIGN_INS;
use app::{App, Denied};
use desk::{Desk, Membership, Principal};
use ticket::Place;

/// One of the staff.
pub(super) struct Member {
    pub login: &'static str,
    pub principal: Principal,
}

/// The desk's staff, as far as they exist.
pub(super) fn members(app: &App, cast: &Cast) -> Result<Vec<Member>, Denied> {
    let mut members = Vec::new();
    for person in SIGN_INS.iter().filter(|person| cast.staff.contains(&person.login)) {
        if let Some(principal) = principal(app, person.login)? {
            members.push(Member { login: person.login, principal });
        }
    }
    Ok(members)
}

/// Somebody of the demonstration, where they exist.
pub(super) fn principal(app: &App, login: &str) -> Result<Option<Principal>, Denied> {
    let Some(person) = SIGN_INS.iter().find(|person| person.login == login) else { return Ok(None) };
    let Some(id) = app.user_id(login)? else { return Ok(None) };
    let memberships = person.roles.iter().map(|(desk, role, organisation, queue)| Membership {
        desk: (*desk).into(),
        role: (*role).into(),
        organisation: organisation.map(Into::into),
        queue: queue.map(Into::into),
    });
    Ok(Some(Principal::User { id, memberships: memberships.collect() }))
}

impl Member {
    /// Whether they work at a place.
    pub fn works_at(&self, desk: &Desk, place: &Place) -> bool {
        self.principal.works_at(desk, place)
    }
}
