//! Whose word a report waits for: frozen with it, so that a later desk file changes nothing, and what each said.

use crate::report::Named;
use crate::{Denied, Moment};
use desk::{Desk, Membership, PresentedKind, Principal};
use locale::{Language, text_with};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::presented::{Presented, PresentedReceiver, presented_asked};
use store::user::User;
use store::{Conn, Fault};

/// What one who is asked said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Nothing yet.
    Asked,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
}

impl Word {
    /// Stable key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }

    fn parse(key: &str) -> Result<Self, Denied> {
        let all = [Self::Asked, Self::Approved, Self::Rejected];
        let found = all.into_iter().find(|word| word.as_str() == key);
        found.ok_or_else(|| Fault::Setup(format!("word {key}")).into())
    }
}

/// One who is asked to approve a report, and their word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiverView {
    /// Its key in the desk file.
    pub key: String,
    /// Role whose members speak for it.
    pub role: Named,
    /// Only members whose role is limited to this organisation.
    pub organisation: Option<Named>,
    /// What they said.
    pub state: Word,
    /// When they answered.
    pub answered_at: Option<Moment>,
    /// Name of who answered.
    pub answered_by: Option<String>,
    /// Key of the organisation they answered for, where their role is limited to one.
    pub answered_for: Option<String>,
    /// Why, masked.
    pub reason: Option<String>,
}

impl ReceiverView {
    /// Role and organisation in a language.
    pub fn name(&self, language: Language) -> String {
        let names = [Some(&self.role), self.organisation.as_ref()];
        let names = names.into_iter().flatten().map(|name| name.in_language(language.key()));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Who they are and what they said, in a sentence or two.
    pub fn in_words(&self, zone: &str, language: Language) -> String {
        let at = self.answered_at.map(|at| crate::read::local_minute(zone, at));
        let values = BTreeMap::from([
            ("receiver".to_owned(), self.name(language)),
            ("at".to_owned(), at.unwrap_or_default()),
            ("who".to_owned(), self.answered_by.clone().unwrap_or_default()),
            ("reason".to_owned(), self.reason.clone().unwrap_or_default()),
        ]);
        let say = |key: &str| text_with(language, key, &values);
        let said = say(&format!("presented-receiver-{}", self.state.as_str()));
        match self.reason {
            Some(_) => format!("{said} {}", say("presented-note-reason")),
            None => said,
        }
    }
}

/// Names when somebody was asked.
#[derive(Serialize, Deserialize)]
struct Names {
    role: Named,
    organisation: Option<Named>,
}

/// Who a desk file asks about a report, none of whom answered.
pub(super) fn asked_by(desk: &Desk, row: &Presented) -> Result<Vec<PresentedReceiver>, Denied> {
    let kind = PresentedKind::parse(&row.kind);
    let kind = kind.ok_or_else(|| Fault::Setup(format!("kind {}", row.kind)))?;
    let service = Some(row.service.as_str()).filter(|key| !key.is_empty());
    let mut asked = Vec::new();
    for (place, receiver) in (0..).zip(desk.receivers_of(kind, service)) {
        let organisation = receiver.organisation.as_deref();
        let named = |key| Named::of(desk.organisation(key).map(|own| &own.name), key);
        let names = Names {
            role: Named::of(desk.role(&receiver.role).map(|role| &role.name), &receiver.role),
            organisation: organisation.map(named),
        };
        asked.push(PresentedReceiver {
            report: row.id,
            place,
            desk: desk.key.clone(),
            receiver: receiver.key.clone(),
            role: receiver.role.clone(),
            organisation: receiver.organisation.clone(),
            names: serde_json::to_string(&names).map_err(|e| Fault::Setup(e.to_string()))?,
            state: Word::Asked.as_str().to_owned(),
            answered_at: None,
            answered_by: None,
            answered_for: None,
            reason: None,
        });
    }
    Ok(asked)
}

/// Who is asked about a report. One from before receivers were frozen asks whom the desk file names.
pub(super) fn asked_of(
    conn: &mut Conn,
    desk: &Desk,
    row: &Presented,
) -> Result<Vec<PresentedReceiver>, Denied> {
    match row.asked {
        Some(_) => Ok(presented_asked(conn, &[row.id])?),
        None => asked_by(desk, row),
    }
}

/// The role by which somebody speaks for one who is asked, if they do.
pub(super) fn speaks_for<'a>(
    principal: &'a Principal,
    desk: &'a Desk,
    asked: &PresentedReceiver,
) -> Option<&'a Membership> {
    principal.roles(desk).map(|(own, _)| own).find(|own| is_member(asked, own))
}

/// Whether somebody with a role of the desk speaks for one who is asked.
pub(super) fn is_member(asked: &PresentedReceiver, membership: &Membership) -> bool {
    let anywhere = asked.organisation.is_none();
    membership.role == asked.role && (anywhere || membership.organisation == asked.organisation)
}

/// One who is asked, with the names of then.
pub(super) fn receiver_view(
    asked: PresentedReceiver,
    people: &BTreeMap<i64, User>,
) -> Result<ReceiverView, Denied> {
    let names: Names = serde_json::from_str(&asked.names).map_err(|e| Fault::Setup(e.to_string()))?;
    let name = |id| people.get(&id).map(|user| user.name.clone()).unwrap_or_default();
    Ok(ReceiverView {
        key: asked.receiver,
        role: names.role,
        organisation: names.organisation,
        state: Word::parse(&asked.state)?,
        answered_at: asked.answered_at.and_then(Moment::from_timestamp_micros),
        answered_by: asked.answered_by.map(name),
        answered_for: asked.answered_for,
        reason: asked.reason,
    })
}
