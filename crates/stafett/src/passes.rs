//! The loops over passes: at once again while there is work, else after a rest. Each loop has a thread of its own
//! turn, so that a slow mail server never delays a clock.

use crate::demo_clock::{DemoClock, is_being_filled};
use app::Denied;
use app::pass::Passed;
use faces::Shell;
use post::Carrier;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long a loop rests when nothing is due: a mail or a deadline waits this long at most.
const REST: Duration = Duration::from_millis(250);
/// How long it rests after a fault.
const FAULT_REST: Duration = Duration::from_secs(5);

/// Starts every loop. They end when the set is dropped; a use case under way is finished by then or never began.
/// While the past of a demonstration is filled in, they rest.
pub(crate) fn start(shell: &Shell, carrier: Carrier, demo: Option<Arc<DemoClock>>) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    let (clocks, clock) = (shell.clone(), demo.clone());
    loops.spawn(async move {
        loop {
            let (shell, demo) = (clocks.clone(), clock.clone());
            rest(blocking(move || held(&shell, demo.as_ref(), |shell| due(shell, demo.as_deref()))).await)
                .await;
        }
    });
    let (inbox, clock) = (shell.clone(), demo.clone());
    loops.spawn(async move {
        loop {
            let (shell, demo) = (inbox.clone(), clock.clone());
            let pass = |shell: &Shell| shell.app.inbox_pass(shell.now());
            rest(blocking(move || held(&shell, demo.as_ref(), pass)).await).await;
        }
    });
    let outbox = shell.clone();
    loops.spawn(async move {
        loop {
            let (shell, demo) = (outbox.clone(), demo.clone());
            let free = blocking(move || held(&shell, demo.as_ref(), |_| Ok(Passed::Did(0)))).await;
            match free {
                Ok(Passed::Did(_)) => rest(post::carry(&outbox, &carrier).await).await,
                idle => rest(idle).await,
            }
        }
    });
    loops
}

/// Runs a pass, unless a demonstration's past is being filled in.
fn held(
    shell: &Shell,
    demo: Option<&Arc<DemoClock>>,
    pass: impl FnOnce(&Shell) -> Result<Passed, Denied>,
) -> Result<Passed, Denied> {
    if demo.is_some() && is_being_filled(&shell.app)? { Ok(Passed::Idle) } else { pass(shell) }
}

/// Clocks, timers and reports that are due, what was approved to be judged again, and what has had its time.
fn due(shell: &Shell, demo: Option<&DemoClock>) -> Result<Passed, Denied> {
    if let Some(demo) = demo {
        demo.catch_up(&shell.app)?;
    }
    // What another process applied is in force here too.
    shell.app.follow_desks()?;
    let clocks = shell.app.clock_pass(shell.now())?;
    let warned = shell.app.budget_pass(shell.now())?;
    let sent = shell.app.schedule_pass(shell.now())?;
    let judged = shell.app.rejudge_pass(shell.now())?;
    let tidied = shell.app.tidy_pass(shell.now())?;
    let all = [clocks, warned, sent, judged, tidied];
    Ok(all.into_iter().find(|passed| *passed != Passed::Idle).unwrap_or(Passed::Idle))
}

async fn blocking(run: impl FnOnce() -> Result<Passed, Denied> + Send + 'static) -> Result<Passed, Denied> {
    match tokio::task::spawn_blocking(run).await {
        Ok(done) => done,
        Err(panic) => {
            tracing::error!(%panic, "a pass panicked; it tries again");
            metrics::counter!("stafett_panics_total").increment(1);
            Err(Denied::Fault(store::Fault::Panicked))
        }
    }
}

async fn rest(passed: Result<Passed, Denied>) {
    let rest = match passed {
        Ok(Passed::Did(_)) => return tokio::task::yield_now().await,
        Ok(Passed::Idle) => REST,
        Err(denied) => {
            tracing::error!(%denied, "a pass failed; it tries again");
            FAULT_REST
        }
    };
    tokio::time::sleep(rest).await;
}
