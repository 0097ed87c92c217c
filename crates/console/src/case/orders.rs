//! From a form to orders: one for most acts; two where a form also fills in what was missing.

use crate::form::Form;
use app::read::TicketView;
use app::{BreachWords, Denied, Facts, Order};
use desk::Desk;
use escalation::Wish;
use text::Intake;
use ticket::{Act, Audience, Began, Channel, Field, Kind};

/// What a form may ask for: the acts of the workflow.
pub(crate) fn act(name: &str) -> Option<Act> {
    Act::parse(name).filter(|act| !matches!(act, Act::Open | Act::Effort))
}

/// The orders of a form, in the order they are to be carried out. Empty where nothing was changed.
pub(crate) fn read(act: Act, form: &Form, ticket: &TicketView, desk: &Desk) -> Result<Vec<Order>, Denied> {
    let order = match act {
        Act::Take => Order::Take,
        Act::Try => Order::Try(
            Channel::parse(form.raw("channel")).ok_or_else(|| Denied::malformed("channel", "required"))?,
        ),
        Act::Resume => Order::Resume,
        Act::Assign => Order::Assign(form.get("assignee")),
        Act::Forward => Order::Forward(required(form, "queue")?),
        Act::Classify => return Ok(classify(form, ticket, desk)?.into_iter().collect()),
        Act::Escalate => {
            if form.has("send_back") {
                required(form, "wanted")?;
            }
            let before = classify(form, ticket, desk)?;
            return Ok(before.into_iter().chain([escalate(form)]).collect());
        }
        Act::Return => Order::Return { text: words(form, "text")?, answer: answers(form)? },
        Act::Message => Order::Message(audience(form)?, words(form, "text")?),
        Act::Answer => {
            let typed = words(form, "text")?;
            // As proposed: the proposed words themselves go out, unmasked.
            let same = ticket.proposal.as_deref().map(str::trim) == Some(form.raw("text").trim());
            Order::Answer((!same).then_some(typed))
        }
        Act::Wait => wait(form, desk)?,
        Act::Restore => Order::Restore(
            form.moment("restored_at", &desk.zone)?,
            some(form, "workaround"),
            some(form, "reason"),
        ),
        Act::Begin => {
            let how = again(form)?.unwrap_or(Began::First);
            let at = form.moment("fault_began_at", &desk.zone)?;
            if how == Began::First && at.is_none() {
                return Err(Denied::malformed("fault_began_at", "required"));
            }
            Order::Begin { at, how, reason: some(form, "reason") }
        }
        Act::Correct => Order::Correct {
            event: required(form, "event")?.parse().map_err(|_| Denied::malformed("event", "unknown"))?,
            at: form.moment("at", &desk.zone)?.ok_or_else(|| Denied::malformed("at", "required"))?,
            reason: words(form, "reason")?,
        },
        Act::Agree => agree(form)?,
        Act::Resolve => Order::Resolve(required(form, "solution")?, words(form, "text")?),
        Act::Reopen => {
            let at = form.moment("fault_began_at", &desk.zone)?;
            Order::Reopen(Some(words(form, "reason")?), again(form)?.map(|how| (how, at)))
        }
        Act::Cancel => Order::Cancel(Some(words(form, "reason")?)),
        Act::Close => {
            let before = classify(form, ticket, desk)?;
            let close = Order::Close { cause: form.get("cause"), solution: form.get("solution") };
            return Ok(before.into_iter().chain([close]).collect());
        }
        Act::ExplainBreach => explain_breach(form)?,
        Act::Open | Act::Effort => return Err(Denied::NotFound),
    };
    Ok(vec![order])
}

/// How a fault that was restored goes on; `None` where it does not, or nothing is said of it.
fn again(form: &Form) -> Result<Option<Began>, Denied> {
    match form.raw("fault") {
        "" | "works" => Ok(None),
        how => Began::parse(how)
            .filter(|how| *how != Began::First)
            .map(Some)
            .ok_or_else(|| Denied::malformed("fault", "unknown")),
    }
}

fn agree(form: &Form) -> Result<Order, Denied> {
    let unknown = |_| Denied::malformed("proposal", "unknown");
    let proposal = required(form, "proposal")?.parse().map_err(unknown)?;
    match form.raw("as") {
        "agree" => Ok(Order::Agree(proposal)),
        "decline" => Ok(Order::Decline(proposal, some(form, "reason"))),
        _ => Err(Denied::malformed("as", "required")),
    }
}

/// Why a time was exceeded: `breach` names target and occurrence.
pub(crate) fn explain_breach(form: &Form) -> Result<Order, Denied> {
    let breach = required(form, "breach")?;
    let (target, occurrence) = breach.rsplit_once('#').unwrap_or((breach.as_str(), "1"));
    Ok(Order::ExplainBreach(BreachWords {
        target: target.to_owned(),
        occurrence: occurrence.parse().map_err(|_| Denied::malformed("breach", "unknown"))?,
        cause: required(form, "breach_cause")?,
        text: some(form, "text"),
    }))
}

fn required(form: &Form, field: &str) -> Result<String, Denied> {
    form.get(field).ok_or_else(|| Denied::malformed(field, "required"))
}

fn words(form: &Form, field: &str) -> Result<Intake, Denied> {
    required(form, field).map(Intake::new)
}

fn some(form: &Form, field: &str) -> Option<Intake> {
    form.get(field).map(Intake::new)
}

/// The facts of a form that differ from the ticket's. `None` where none does.
fn classify(form: &Form, t: &TicketView, desk: &Desk) -> Result<Option<Order>, Denied> {
    let changed = |field: &str, now: Option<&String>| form.get(field).filter(|v| Some(v) != now);
    let kind = changed("kind", Some(&t.kind.to_owned()));
    let facts = Facts {
        kind: kind
            .map(|k| {
                Kind::parse(&k).ok_or_else(|| Denied::unknown("kind", Kind::ALL.iter().map(|k| k.as_str())))
            })
            .transpose()?,
        case_type: changed("case_type", t.case_type.as_ref()),
        service: changed("service", t.service.as_ref()),
        environment: changed("environment", t.environment.as_ref()),
        impact: changed("impact", t.impact.as_ref()),
        urgency: changed("urgency", t.urgency.as_ref()),
        organisation: changed("organisation", Some(&t.organisation)),
        asker_role: changed("asker_role", t.asker_role.as_ref()),
        description: changed("description", t.description.as_ref()).map(Intake::new),
        fault_began_at: began(form, t, desk)?,
        reason: None,
    };
    let changed = facts != Facts::default();
    Ok(changed.then(|| Order::Classify(Facts { reason: some(form, "reason"), ..facts })))
}

/// When the fault began, where it was set anew. A field shows whole minutes.
fn began(form: &Form, t: &TicketView, desk: &Desk) -> Result<Option<app::Moment>, Denied> {
    let shown = t.fault_began_at.map(|at| crate::words::field_moment(&desk.zone, at));
    if form.get("fault_began_at") == shown {
        return Ok(None);
    }
    form.moment("fault_began_at", &desk.zone)
}

fn escalate(form: &Form) -> Order {
    let wish = match form.get("to").as_deref().and_then(|to| to.split_once(':')) {
        Some(("line", key)) => Wish::Line(key.to_owned()),
        Some(("queue", key)) => Wish::Queue(key.to_owned()),
        _ => Wish::Up,
    };
    let fields = [Field::Known, Field::Tried, Field::RuledOut, Field::Wanted];
    let said = fields.into_iter().filter_map(|field| Some((field, some(form, field.as_str())?)));
    Order::Escalate(wish, said.collect())
}

fn answers(form: &Form) -> Result<bool, Denied> {
    match form.raw("as") {
        "answer" => Ok(true),
        "question" => Ok(false),
        _ => Err(Denied::malformed("as", "required")),
    }
}

fn audience(form: &Form) -> Result<Audience, Denied> {
    Audience::parse(form.raw("audience")).ok_or_else(|| Denied::malformed("audience", "required"))
}

fn wait(form: &Form, desk: &Desk) -> Result<Order, Denied> {
    match form.raw("for") {
        "requester" => Ok(Order::WaitRequester(some(form, "text"))),
        "supplier" => Ok(Order::WaitSupplier),
        "until" => {
            let until = form.moment("until", &desk.zone)?;
            until.map(Order::WaitUntil).ok_or_else(|| Denied::malformed("until", "required"))
        }
        _ => Err(Denied::malformed("for", "required")),
    }
}
