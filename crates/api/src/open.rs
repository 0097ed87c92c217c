//! `POST /tickets`.

use crate::acts::kind;
use app::{CalledIn, Denied, Facts, Moment, New, OnPaper, Who};
use serde::Deserialize;
use text::Intake;
use ticket::{CallTimes, Channel};
use utoipa::ToSchema;

/// Who asks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Requester {
    email: Option<String>,
    name: Option<String>,
    phone: Option<String>,
}

/// A ticket to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Open {
    desk: String,
    subject: String,
    description: Option<String>,
    requester: Requester,
    affected: Option<Requester>,
    orderer: Option<Requester>,
    affected_count: Option<i32>,
    kind: Option<String>,
    case_type: Option<String>,
    service: Option<String>,
    environment: Option<String>,
    impact: Option<String>,
    urgency: Option<String>,
    organisation: Option<String>,
    asker_role: Option<String>,
    /// mail, phone, form, api, alarm or portal; where it is absent phone of a call, else api.
    channel: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    fault_began_at: Option<Moment>,
    /// The telephone call it is opened from.
    call: Option<Called>,
    /// It was written on paper first, as during a breakdown, and is entered now with its true moments.
    #[serde(default)]
    paper: bool,
    /// When it was taken down on paper: its clocks run from then.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<Moment>,
    /// Login of who took it down on paper, and had it from then on.
    taken_by: Option<String>,
}

/// A call a ticket is opened from: its moments, or `known`, the row id of one an exchange reported.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Called {
    known: Option<i64>,
    #[schema(value_type = Option<String>, format = DateTime)]
    offered_at: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Moment>,
}

impl Called {
    fn call(self) -> Result<CalledIn, Denied> {
        let times =
            CallTimes { offered_at: self.offered_at, answered_at: self.answered_at, ended_at: self.ended_at };
        match (self.known, times.began_at()) {
            (Some(id), None) => Ok(CalledIn::Known(id)),
            (Some(_), Some(_)) => Err(Denied::malformed("call.known", "either_or")),
            (None, _) => Ok(CalledIn::Logged(times)),
        }
    }
}

impl Requester {
    fn who(self, field: &str) -> Result<Who, Denied> {
        let given = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let email = given(self.email);
        let whole = |e: &str| {
            e.split('@').filter(|part| !part.is_empty()).count() == 2 && !e.contains(char::is_whitespace)
        };
        if email.as_ref().is_some_and(|e| e.len() > 254 || !whole(e)) {
            return Err(Denied::malformed(&format!("{field}.email"), "malformed"));
        }
        let (name, phone) = (given(self.name).map(Intake::line), given(self.phone));
        if email.is_none() && name.is_none() && phone.is_none() {
            return Err(Denied::malformed(field, "required"));
        }
        if phone.as_ref().is_some_and(|p| p.len() > 40) {
            return Err(Denied::malformed(&format!("{field}.phone"), "too_long"));
        }
        Ok(Who { email, name, phone })
    }
}

impl Open {
    fn on_paper(&self) -> Result<Option<OnPaper>, Denied> {
        let told = [("received_at", self.received_at.is_some()), ("taken_by", self.taken_by.is_some())];
        match (self.paper, self.received_at) {
            (true, Some(received_at)) => Ok(Some(OnPaper { received_at, taken_by: self.taken_by.clone() })),
            (true, None) => Err(Denied::malformed("received_at", "required")),
            (false, _) => match told.into_iter().find(|(_, told)| *told) {
                Some((field, _)) => Err(Denied::malformed(field, "only_on_paper")),
                None => Ok(None),
            },
        }
    }

    pub(crate) fn asked(self) -> Result<New, Denied> {
        let paper = self.on_paper()?;
        let channels = || Channel::ALL.iter().map(|c| c.as_str());
        let channel = match &self.channel {
            Some(key) => Channel::parse(key).ok_or_else(|| Denied::unknown("channel", channels()))?,
            None if self.call.is_some() => Channel::Phone,
            None => Channel::Api,
        };
        Ok(New {
            desk: self.desk,
            subject: Intake::line(self.subject),
            description: self.description.filter(|d| !d.trim().is_empty()).map(Intake::new),
            requester: self.requester.who("requester")?,
            affected: self.affected.map(|a| a.who("affected")).transpose()?,
            orderer: self.orderer.map(|o| o.who("orderer")).transpose()?,
            affected_count: self.affected_count.unwrap_or(1),
            facts: Facts {
                kind: kind(self.kind.as_deref())?,
                case_type: self.case_type,
                service: self.service,
                environment: self.environment,
                impact: self.impact,
                urgency: self.urgency,
                organisation: self.organisation,
                asker_role: self.asker_role,
                description: None,
                fault_began_at: self.fault_began_at,
                reason: None,
            },
            channel,
            mailbox: None,
            mail: None,
            received_at: None,
            acknowledge: matches!(channel, Channel::Mail | Channel::Form | Channel::Portal),
            language: None,
            related: None,
            call: self.call.map(Called::call).transpose()?,
            paper,
        })
    }
}
