//! The loops over passes: at once again while there is work, else after a rest. Each loop has a thread of its own
//! turn, so that a slow mail server never delays a clock.

use crate::demo_clock::DemoClock;
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
pub(crate) fn start(shell: &Shell, carrier: Carrier, demo: Option<Arc<DemoClock>>) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    let clocks = shell.clone();
    loops.spawn(async move {
        loop {
            let (shell, demo) = (clocks.clone(), demo.clone());
            rest(blocking(move || due(&shell, demo.as_deref())).await).await;
        }
    });
    let inbox = shell.clone();
    loops.spawn(async move {
        loop {
            let shell = inbox.clone();
            rest(blocking(move || shell.app.inbox_pass(shell.now())).await).await;
        }
    });
    let outbox = shell.clone();
    loops.spawn(async move {
        loop {
            rest(post::carry(&outbox, &carrier).await).await;
        }
    });
    loops
}

/// Clocks and timers that are due, and what has had its time.
fn due(shell: &Shell, demo: Option<&DemoClock>) -> Result<Passed, Denied> {
    if let Some(demo) = demo {
        demo.catch_up(&shell.app)?;
    }
    let clocks = shell.app.clock_pass(shell.now())?;
    let tidied = shell.app.tidy_pass(shell.now())?;
    Ok(if clocks == Passed::Idle { tidied } else { clocks })
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
