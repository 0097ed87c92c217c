//! Making a ticket: who asks, where it lands, its first event, its acknowledgement.

use super::Job;
use super::clockwork;
use super::mailing;
use super::order::{Facts, check_facts};
use super::party::{Party, party};
use super::resolve::{known_facts, priority};
use super::work::Work;
use crate::calls::{self, Caller};
use crate::{Denied, LetterKind, Moment};
use desk::{Desk, Principal, may_open};
use escalation::{Placement, place};
use store::Conn;
use store::message::Message as MessageRow;
use text::Intake;
use ticket::{
    Act, Actor, Audience, CallTimes, Channel, Classified, Command, Direction, Event, EventBody, Kind,
    Message, Opened, Paper, Place, Reference, Refusal, Rule, Ticket,
};

/// Who asks, as far as is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Who {
    /// Mail address.
    pub email: Option<String>,
    /// Name.
    pub name: Option<Intake>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A ticket to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Desk key.
    pub desk: String,
    /// Subject.
    pub subject: Intake,
    /// Description.
    pub description: Option<Intake>,
    /// Who tells.
    pub requester: Who,
    /// Who is hit, where another.
    pub affected: Option<Who>,
    /// Who orders, where another.
    pub orderer: Option<Who>,
    /// How many are hit.
    pub affected_count: i32,
    /// Facts known from the start.
    pub facts: Facts,
    /// How it came.
    pub channel: Channel,
    /// Our address it came to.
    pub mailbox: Option<String>,
    /// Inbox row it came from, with its Message-ID.
    pub mail: Option<(i64, Option<String>)>,
    /// When it was taken over, where that is not now: a mail accepted earlier.
    pub received_at: Option<Moment>,
    /// Whether its sender is acknowledged.
    pub acknowledge: bool,
    /// Language the text is written in, where it could be told.
    pub language: Option<String>,
    /// A ticket it has to do with.
    pub related: Option<(i64, Relation)>,
    /// The call it is opened from; only of [`Channel::Phone`].
    pub call: Option<CalledIn>,
    /// Where it was written on paper first, as during a breakdown.
    pub paper: Option<OnPaper>,
}

impl New {
    /// One of which no more is known than who tells what, and how it came.
    pub fn of(desk: &str, subject: Intake, requester: Who, channel: Channel) -> Self {
        Self {
            desk: desk.to_owned(),
            subject,
            description: None,
            requester,
            affected: None,
            orderer: None,
            affected_count: 1,
            facts: Facts::default(),
            channel,
            mailbox: None,
            mail: None,
            received_at: None,
            acknowledge: false,
            language: None,
            related: None,
            call: None,
            paper: None,
        }
    }
}

/// The call a ticket is opened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalledIn {
    /// One that is logged with the ticket.
    Logged(CallTimes),
    /// Row of one that is known, as a telephone exchange reported it.
    Known(i64),
}

/// A case that was taken down on paper and is entered later, with its true moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnPaper {
    /// When it was taken down: its clocks run from then.
    pub received_at: Moment,
    /// Login of who took it down; who enters it, where none is told.
    pub taken_by: Option<String>,
}

/// Why a ticket that a mail makes has to do with an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It may be an answer there, but its sender takes no part in that ticket: an agent joins it, or not.
    PossibleAnswer,
    /// It answers a ticket that is closed.
    FollowsUp,
}

impl Relation {
    /// Stable key, as the event keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PossibleAnswer => "possible_answer",
            Self::FollowsUp => "follows_up",
        }
    }
}

/// A new ticket whose words are all known to the desk.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    new: New,
    organisation: String,
    placement: Placement,
    facts: Classified,
    kind: Kind,
}

impl Prepared {
    /// The inbox row it brings in.
    pub(super) fn inbox(&self) -> Option<i64> {
        self.new.mail.as_ref().map(|(inbox, _)| *inbox)
    }
}

/// Checks the words and finds the place.
pub(crate) fn prepare(desk: &Desk, principal: &Principal, new: &New, at: Moment) -> Result<Prepared, Denied> {
    if new.subject.original().trim().is_empty() {
        return Err(Denied::malformed("subject", "required"));
    }
    check_facts(desk, &new.facts)?;
    if let Some(call) = &new.call {
        check_call(new.channel, call)?;
    }
    let stated = [
        ("fault_began_at", new.facts.fault_began_at),
        ("received_at", new.paper.as_ref().map(|paper| paper.received_at)),
    ];
    for (field, moment) in stated.into_iter().filter_map(|(field, moment)| Some((field, moment?))) {
        possible(desk, field, moment, at)?;
    }
    if !may_open(principal, desk) {
        return Err(Denied::NotPermitted(Act::Open));
    }
    if let Some(CalledIn::Logged(times)) = &new.call {
        times.check(at)?;
    }
    let organisation = organisation(desk, new);
    let mut facts = known_facts(desk, &new.facts);
    facts.priority = priority(desk, facts.impact.as_ref(), facts.urgency.as_ref());
    facts.organisation = None;
    let kind = facts.kind.unwrap_or(Kind::Incident);
    let routing = escalation::Facts {
        kind: kind.as_str().to_owned(),
        case_type_path: facts.case_type.as_ref().map(|t| desk.case_type_path(t)).unwrap_or_default(),
        service: facts.service.clone(),
        environment: facts.environment.clone(),
        priority: facts.priority.clone(),
        organisation_path: desk.organisation_path(&organisation),
        channel: new.channel.as_str().to_owned(),
        mailbox: new.mailbox.as_ref().map(|m| m.to_lowercase()),
        line: None,
        queue: None,
    };
    // A checked desk always places: its last rule has no conditions.
    let placement = place(&desk.chain, &desk.placements, &routing)
        .ok_or_else(|| Refusal::new(Act::Open, Rule::NoQueueFits))?;
    Ok(Prepared { new: new.clone(), organisation, placement, facts, kind })
}

fn check_call(channel: Channel, call: &CalledIn) -> Result<(), Denied> {
    if channel != Channel::Phone {
        return Err(Denied::unknown("channel", [Channel::Phone.as_str()]));
    }
    match call {
        CalledIn::Logged(times) if times.began_at().is_none() => {
            Err(Denied::malformed("call.answered_at", "required"))
        }
        _ => Ok(()),
    }
}

/// A stated moment that somebody can mean.
fn possible(desk: &Desk, field: &str, moment: Moment, now: Moment) -> Result<(), Refusal> {
    if moment > now {
        return Err(Refusal::new(Act::Open, Rule::InTheFuture).with("field", field));
    }
    let (earliest, day) = desk.earliest();
    if moment < earliest {
        let day = day.to_string();
        return Err(Refusal::new(Act::Open, Rule::TooLongAgo).with("field", field).with("earliest", day));
    }
    Ok(())
}

/// Who took a case down on paper: somebody of the desk.
fn taken_by(conn: &mut Conn, desk: &Desk, login: &str) -> Result<i64, Denied> {
    let unknown = || Denied::malformed("taken_by", "unknown");
    let user = store::user::user_by_login(conn, login)?.ok_or_else(unknown)?;
    let (_, roles) = store::user::user_with_roles(conn, user.id)?.ok_or_else(unknown)?;
    if roles.iter().any(|role| role.desk == desk.key) { Ok(user.id) } else { Err(unknown()) }
}

/// The stated organisation, else that of address or telephone, else the fallback.
fn organisation(desk: &Desk, new: &New) -> String {
    let by_address = || new.requester.email.as_ref().and_then(|e| desk.organisation_of_address(e));
    let by_phone = || new.requester.phone.as_ref().and_then(|p| desk.unit_of_telephone(p));
    let found = || by_address().or_else(by_phone).map(|o| o.key.clone());
    new.facts.organisation.clone().or_else(found).unwrap_or_else(|| desk.fallback_organisation.clone())
}

/// Writes it; the id of the ticket.
pub(crate) fn carry_out(conn: &mut Conn, job: &Job, prepared: &Prepared) -> Result<i64, Denied> {
    let desk = job.desk.desk.clone();
    let new = &prepared.new;
    let mut ids = job.ids;
    let id = ids.row()?;
    let mut contact = |who: &Who, language: Option<&str>| {
        party(conn, &desk, &mut ids, &Party { who, home: &prepared.organisation, language }, job.at)
    };
    let requester = contact(&new.requester, new.language.as_deref())?;
    let affected = new.affected.as_ref().map(|who| contact(who, None)).transpose()?;
    let orderer = new.orderer.as_ref().map(|who| contact(who, None)).transpose()?;
    // A checked workflow has a first state.
    let initial = desk.workflow(prepared.kind).initial();
    let initial = initial.ok_or_else(|| store::Fault::Setup("a workflow without states".to_owned()))?;
    let (subject, description) = (ids.row()?, new.description.as_ref().map(|_| ids.row()).transpose()?);
    let caller = Caller { number: new.requester.phone.as_deref(), name: new.requester.name.as_ref() };
    let call = match &new.call {
        Some(call) => Some(calls::taken(conn, job, &mut ids, call, &caller)?),
        None => None,
    };
    let opened = Opened {
        kind: prepared.kind,
        state: initial.key.clone(),
        phase: initial.phase,
        place: prepared.placement.place.clone(),
        channel: new.channel,
        organisation: prepared.organisation.clone(),
        requester,
        affected,
        orderer,
        affected_count: new.affected_count.max(1),
        subject,
        description,
        facts: prepared.facts.clone(),
        call: call.as_ref().map(calls::seen).transpose()?,
        paper: match &new.paper {
            Some(paper) => {
                let login = paper.taken_by.as_deref();
                Some(Paper { taken_by: login.map(|login| taken_by(conn, &desk, login)).transpose()? })
            }
            None => None,
        },
    };
    let actor = if matches!(job.principal, Principal::System { .. }) {
        Actor::Contact(requester)
    } else {
        job.principal.actor()
    };
    let event = Event {
        seq: 1,
        recorded_at: job.at,
        effective_at: new
            .paper
            .as_ref()
            .map(|p| p.received_at)
            .or(new.received_at)
            .unwrap_or(job.at)
            .min(job.at),
        actor: actor.clone(),
        rule: Some(prepared.placement.rule.clone()),
        desk_version: job.desk.version,
        cause: None,
        body: ticket::open(opened.clone()),
    };
    let reference = Reference::new(&desk.prefix, spread(job.ids.ticket_number()));
    let ticket = Ticket::opened(id, reference, &desk.key, &event, &opened);
    let signals = clockwork::signals(&ticket, &event);
    let mut work = Work::begin(job, ids, ticket, event);
    keep_texts(&mut work, new, subject, description);
    work.plan_clocks(&signals);
    first_message(&mut work, new, requester)?;
    if let Some((other, relation)) = &new.related {
        let body = EventBody::Related { other: *other, relation: relation.as_str().to_owned() };
        work.record(&actor, None, None, body);
    }
    if let Some(paper) = &opened.paper {
        taken_on_paper(&mut work, paper, &actor)?;
    } else if new.channel == Channel::Phone {
        taken_by_logger(&mut work, &actor)?;
    }
    if new.acknowledge {
        mailing::to_requester(&mut work, LetterKind::Acknowledgement, None, Some(subject));
    }
    mailing::handed_over(&mut work);
    work.finish(conn)?;
    if let Some(call) = call {
        calls::opened(conn, job, call, id, &prepared.organisation)?;
    }
    Ok(id)
}

/// Spreads consecutive numbers over the range of short references, so that neighbours do not look alike on the
/// telephone. A bijection below 22 × 32⁴; larger numbers follow as they are.
fn spread(number: u64) -> u64 {
    const RANGE: u64 = 22 * 32 * 32 * 32 * 32;
    // Coprime to 22 and 32.
    const STEP: u64 = 9_876_543;
    if number < RANGE { (number * STEP) % RANGE } else { number }
}

fn keep_texts(work: &mut Work, new: &New, subject: i64, description: Option<i64>) {
    let mut keep = |id: i64, kind: &str, words: &Intake| {
        work.texts.push(store::text::Text {
            id,
            ticket: work.ticket.id,
            kind: kind.to_owned(),
            body: words.original().to_owned(),
            masked: words.masked().to_owned(),
            masks: i32::try_from(words.masks()).unwrap_or(i32::MAX),
        });
    };
    keep(subject, "subject", &new.subject);
    if let (Some(id), Some(words)) = (description, &new.description) {
        keep(id, "description", words);
    }
}

/// A mail that makes a ticket is its first message, so that answers thread on it. Its words are the description's.
fn first_message(work: &mut Work, new: &New, requester: i64) -> Result<(), Denied> {
    let (Some((inbox, mail_id)), Some(text)) = (&new.mail, work.ticket.description) else { return Ok(()) };
    let id = work.ids.row()?;
    let at = work.ticket.opened_at;
    work.messages.push(MessageRow {
        id,
        ticket: work.ticket.id,
        direction: Direction::In,
        audience: Audience::Requester,
        actor: Actor::Contact(requester),
        text,
        channel: "mail".into(),
        automatic: false,
        proposal: false,
        at,
        mail_id: mail_id.clone(),
        inbox: Some(*inbox),
    });
    let message = Message {
        id,
        audience: Audience::Requester,
        direction: Direction::In,
        automatic: false,
        proposal: false,
    };
    work.effective = Some(at);
    work.run(&Actor::Contact(requester), None, None, &Command::Message(message))?;
    work.effective = None;
    Ok(())
}

/// Whoever took it down on paper had it from then on, where they are told.
fn taken_on_paper(work: &mut Work, paper: &Paper, actor: &Actor) -> Result<(), Denied> {
    let Some(user) = paper.taken_by else { return Ok(()) };
    work.effective = Some(work.ticket.opened_at);
    work.run(actor, None, None, &Command::Take { user })?;
    work.effective = None;
    Ok(())
}

/// Whoever logs a call and works where it lands has it.
fn taken_by_logger(work: &mut Work, actor: &Actor) -> Result<(), Denied> {
    let place: Place = work.ticket.place.clone();
    match (actor, work.job.principal.works_at(&work.desk(), &place)) {
        (Actor::User(user), true) => work.run(actor, None, None, &Command::Take { user: *user }),
        _ => Ok(()),
    }
}
