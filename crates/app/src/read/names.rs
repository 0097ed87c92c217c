//! Names of actors, and events with them.

use super::view::{ActorView, EventView, StatementView};
use crate::Denied;
use std::collections::BTreeMap;
use store::Conn;
use ticket::{Actor, Event, EventBody};

/// Names of actors, read once.
pub(crate) struct Names {
    users: BTreeMap<i64, store::user::User>,
    contacts: BTreeMap<i64, store::contact::Contact>,
}

impl Names {
    pub fn of<'a>(conn: &mut Conn, actors: impl Iterator<Item = &'a Actor>) -> Result<Self, Denied> {
        let (mut users, mut contacts) = (Vec::new(), Vec::new());
        for actor in actors {
            match actor {
                Actor::User(id) => users.push(*id),
                Actor::Contact(id) => contacts.push(*id),
                Actor::System(_) => {}
            }
        }
        Ok(Self {
            users: store::user::user_map(conn, &users)?,
            contacts: store::contact::contact_map(conn, &contacts)?,
        })
    }

    pub fn statement(&self, statement: &ticket::Statement) -> StatementView {
        StatementView {
            event: statement.event,
            by: self.view(&statement.by),
            agreed_by: statement.agreed_by.as_ref().map(|actor| self.view(actor)),
        }
    }

    pub fn view(&self, actor: &Actor) -> ActorView {
        match actor {
            Actor::User(id) => ActorView {
                kind: "user",
                name: self.users.get(id).map(|u| u.name.clone()).unwrap_or_default(),
            },
            Actor::Contact(id) => ActorView {
                kind: "contact",
                name: self.contacts.get(id).map(|c| c.name.clone()).unwrap_or_default(),
            },
            Actor::System(name) => ActorView { kind: "system", name: name.clone() },
        }
    }
}

pub(super) fn event_view(event: &Event, names: &Names) -> Result<EventView, Denied> {
    let data = event.body.data().map_err(|e| store::Fault::Setup(e.to_string()))?;
    Ok(EventView {
        seq: event.seq,
        kind: EventBody::name(&event.body),
        recorded_at: event.recorded_at,
        effective_at: event.effective_at,
        actor: names.view(&event.actor),
        rule: event.rule.clone(),
        data,
    })
}
