//! A mail joins a ticket: an answer resumes or reopens it; an automatic one and mere thanks do not.

use super::order::{Incoming, Sender};
use super::party::{Party, party};
use super::work::Work;
use crate::Denied;
use desk::Desk;
use store::Conn;
use store::message::Message as MessageRow;
use ticket::{Actor, Audience, Command, Direction, Message, Phase};

/// Carries it out on the loaded ticket.
pub(super) fn take_in(conn: &mut Conn, work: &mut Work, incoming: &Incoming) -> Result<(), Denied> {
    let desk = work.desk();
    let actor = sender(conn, work, &desk, incoming)?;
    let audience = audience(work, &desk, &incoming.sender);
    let automatic = incoming.automatic || incoming.sender == Sender::Server;
    work.effective = Some(incoming.received_at);
    let text = work.text("message", &incoming.text)?;
    let id = work.ids.row()?;
    let message = Message { id, audience, direction: Direction::In, automatic, proposal: false };
    work.messages.push(MessageRow {
        id,
        ticket: work.ticket.id,
        direction: Direction::In,
        audience,
        actor: actor.clone(),
        text,
        channel: "mail".into(),
        automatic,
        proposal: false,
        at: incoming.received_at,
        mail_id: incoming.mail_id.clone(),
        inbox: Some(incoming.inbox),
    });
    work.run(&actor, None, None, &Command::Message(message))?;
    if let Some((mail, failed)) = &incoming.returned {
        store::outbox::outbox_returned(conn, mail, failed, work.now())?;
    }
    if !automatic {
        answered(work, incoming, &actor, text)?;
    }
    work.effective = None;
    Ok(())
}

/// What a person's words set going again.
fn answered(work: &mut Work, incoming: &Incoming, actor: &Actor, text: i64) -> Result<(), Denied> {
    let asker = matches!(incoming.sender, Sender::Asker(_));
    match work.ticket.phase {
        Phase::WaitingRequester if asker => work.run(actor, None, None, &Command::Resume),
        // At the supplier's own line the case rests there until the supplier or its owner moves it.
        Phase::WaitingSupplier if !asker && !at_supplier(work) => {
            work.run(actor, None, None, &Command::Resume)
        }
        // Whoever was given up and answers after all is heard, whatever they say.
        Phase::Resolved if asker && (!incoming.thanks || unreached(work)) => {
            work.run(actor, None, None, &Command::Reopen { reason: Some(text), fault: None })
        }
        _ => Ok(()),
    }
}

fn unreached(work: &Work) -> bool {
    work.ticket.solution.as_ref().is_some_and(|s| super::resolve::ends_unreached(&work.desk(), s))
}

fn at_supplier(work: &Work) -> bool {
    work.desk().chain.line(&work.ticket.place.line).is_some_and(|l| l.supplier)
}

fn sender(conn: &mut Conn, work: &mut Work, desk: &Desk, incoming: &Incoming) -> Result<Actor, Denied> {
    let (who, home) = match &incoming.sender {
        Sender::Server => return Ok(Actor::System("intake".into())),
        Sender::Asker(who) => (who, work.ticket.organisation.clone()),
        Sender::Function(who) => {
            let of_address = who.email.as_ref().and_then(|e| desk.organisation_of_address(e));
            (who, of_address.map_or_else(|| desk.fallback_organisation.clone(), |o| o.key.clone()))
        }
    };
    let language = incoming.language.as_deref().filter(|_| !incoming.automatic);
    let now = work.now();
    let id = party(conn, desk, &mut work.ids, &Party { who, home: &home, language }, now)?;
    Ok(Actor::Contact(id))
}

fn audience(work: &Work, desk: &Desk, sender: &Sender) -> Audience {
    match sender {
        Sender::Asker(_) => Audience::Requester,
        Sender::Server => Audience::Chain,
        Sender::Function(_) if desk.chain.line(&work.ticket.place.line).is_some_and(|l| l.supplier) => {
            Audience::Supplier
        }
        Sender::Function(_) => Audience::Chain,
    }
}
