//! People: making them, giving them roles.

use crate::{App, Denied, Moment};
use desk::{Membership, Principal, may_open};
use std::collections::BTreeSet;
use store::user::{MembershipRow, User, user_insert};

/// A person to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What they sign in with.
    pub login: String,
    /// Name.
    pub name: String,
    /// Address notices go to.
    pub email: Option<String>,
    /// sv, da or en.
    pub language: Option<String>,
    /// Argon2id hash; see [`crate::sign_in::hash_password`].
    pub password_hash: Option<String>,
    /// Roles.
    pub memberships: Vec<Membership>,
}

impl App {
    /// Makes a person; their row id.
    ///
    /// # Errors
    /// A login that is taken or malformed, an unknown desk, role, organisation or queue.
    pub fn add_user(&self, new: &NewUser, now: Moment) -> Result<i64, Denied> {
        let login = new.login.trim().to_lowercase();
        if login.is_empty() || login.len() > 100 || login.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err(Denied::malformed("login", "malformed"));
        }
        for membership in &new.memberships {
            self.check_membership(membership)?;
        }
        let mut ids = self.store.ids()?;
        let id = ids.row()?;
        let user = User {
            id,
            login,
            name: new.name.clone(),
            email: new.email.clone(),
            language: new.language.clone(),
            password_hash: new.password_hash.clone(),
            active: true,
            created_at: now.timestamp_micros(),
            last_sign_in_at: None,
        };
        let mut rows = Vec::new();
        for m in &new.memberships {
            rows.push(MembershipRow {
                id: ids.row()?,
                user_id: id,
                desk: m.desk.clone(),
                role: m.role.clone(),
                organisation: m.organisation.clone(),
                queue: m.queue.clone(),
            });
        }
        self.store.write(move |conn| match user_insert(conn, &user, &rows) {
            Err(fault) if fault.is_duplicate() => Err(Denied::malformed("login", "taken")),
            done => Ok(done.map(|()| id)?),
        })
    }

    /// Who works on a line of a desk: login and name, by name. For whoever may make cases there.
    ///
    /// # Errors
    /// No permission; storage faults.
    pub fn people_of(&self, principal: &Principal, desk: &str) -> Result<Vec<(String, String)>, Denied> {
        let desk = self.desk(desk).filter(|desk| may_open(principal, desk)).ok_or(Denied::Forbidden)?;
        let rows = self.store.read::<_, Denied>(|c| Ok(store::user::user_of_desk(c, &desk.key)?))?;
        let on_line = |row: &MembershipRow| desk.role(&row.role).is_some_and(|role| !role.lines.is_empty());
        let people = rows.into_iter().filter(|(user, row)| user.active && on_line(row));
        let people: BTreeSet<(String, String)> = people.map(|(user, _)| (user.name, user.login)).collect();
        Ok(people.into_iter().map(|(name, login)| (login, name)).collect())
    }

    fn check_membership(&self, m: &Membership) -> Result<(), Denied> {
        let desks = self.all_desks();
        let desk = desks
            .iter()
            .find(|d| d.key == m.desk)
            .ok_or_else(|| Denied::unknown("desk", desks.iter().map(|d| d.key.as_str())))?;
        if desk.role(&m.role).is_none() {
            return Err(Denied::unknown("role", desk.roles.iter().map(|r| r.key.as_str())));
        }
        if m.organisation.as_ref().is_some_and(|o| desk.organisation(o).is_none()) {
            return Err(Denied::unknown("organisation", desk.organisations.iter().map(|o| o.key.as_str())));
        }
        if m.queue.as_ref().is_some_and(|q| desk.chain.queue(q).is_none()) {
            return Err(Denied::unknown("queue", desk.chain.queues.iter().map(|q| q.key.as_str())));
        }
        Ok(())
    }
}
