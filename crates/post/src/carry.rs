//! From the outbox to the next hop: what is due is carried, and what became of it is written.

use crate::send::{Courier, Delivery};
use app::Denied;
use app::outbox::{Outcome, Parcel};
use app::pass::Passed;
use faces::Shell;

/// Who takes what is sent.
pub enum Carrier {
    /// The organisation's mail server.
    Relay(Box<Courier>),
    /// Nobody: a demonstration, where every mail can be read on a page and none leaves the machine.
    Kept,
    /// Nobody yet: mails wait until a relay is configured.
    Missing,
}

/// Carries every mail that is due, one after the other.
///
/// # Errors
/// Storage cannot be reached.
pub async fn carry(shell: &Shell, carrier: &Carrier) -> Result<Passed, Denied> {
    if matches!(carrier, Carrier::Missing) {
        return Ok(Passed::Idle);
    }
    let due = shell.clone();
    let parcels = blocking(move || due.app.parcels(&faces::Reports, due.now())).await?;
    let count = parcels.len();
    for parcel in parcels {
        let outcomes = handed(carrier, &parcel).await;
        let shell = shell.clone();
        blocking(move || shell.app.carried(&parcel, &outcomes, shell.now())).await?;
    }
    Ok(if count == 0 { Passed::Idle } else { Passed::Did(count) })
}

async fn handed(carrier: &Carrier, parcel: &Parcel) -> Vec<(String, Outcome)> {
    let Carrier::Relay(courier) = carrier else { return parcel.all(&Outcome::Sent) };
    match courier.send(parcel.from.as_deref(), &parcel.to, &parcel.raw).await {
        Ok(said) => said.into_iter().map(|(address, delivery)| (address, outcome(delivery))).collect(),
        Err(fault) if fault.is_temporary() => parcel.all(&Outcome::Later(fault.to_string())),
        Err(fault) => parcel.all(&Outcome::Refused(fault.to_string())),
    }
}

fn outcome(delivery: Delivery) -> Outcome {
    match delivery {
        Delivery::Delivered => Outcome::Sent,
        Delivery::Permanent(code, words) => Outcome::Refused(format!("{code} {words}")),
        Delivery::Temporary(words) => Outcome::Later(words),
    }
}

/// Runs a use case off the network threads.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Denied> + Send + 'static,
) -> Result<T, Denied> {
    let broke = |_| Denied::Fault(store::Fault::Panicked);
    tokio::task::spawn_blocking(run).await.map_err(broke)?
}
