//! SQLite's one writer: a thread that commits several waiting writes together, a savepoint each, so that many
//! clients share the cost of one durable commit. A refusal undoes its savepoint; a fault or panic discards batch
//! and connection, and every member runs again alone.

use crate::connection::{Conn, Manager};
use crate::dialect;
use crate::fault::{Failure, Fault};
use crate::store::once;
use diesel::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

/// Writes that may wait; beyond it the answer is "try again later".
const QUEUE: usize = 1_024;
/// Writes that are committed together at most.
const BATCH: usize = 64;

/// The handle; dropping it ends the thread after what waits.
pub(crate) struct Writer {
    jobs: SyncSender<Box<dyn Job>>,
}

/// One waiting write.
trait Job: Send {
    /// Runs inside a savepoint; keeps its outcome until [`Job::deliver`].
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// Runs in a transaction of its own and delivers.
    fn run_alone(self: Box<Self>, conn: &mut Conn);
    /// Hands the kept outcome over, after COMMIT.
    fn deliver(self: Box<Self>);
    /// Hands a fault over: no connection was to be had.
    fn fail(self: Box<Self>, fault: Fault);
}

/// How a write went inside the batch.
enum Ran {
    /// Kept or refused: the batch goes on.
    Fine,
    /// The batch is void.
    Broken,
}

struct Write<T, E, W> {
    work: W,
    outcome: Option<Result<T, E>>,
    answer: SyncSender<Result<T, E>>,
}

/// Why a savepoint was undone.
enum Undo<E> {
    Refused(E),
    Broken,
}

impl<E> From<diesel::result::Error> for Undo<E> {
    fn from(_: diesel::result::Error) -> Self {
        Self::Broken
    }
}

impl<T, E, W> Job for Write<T, E, W>
where
    T: Send,
    E: Failure,
    W: Fn(&mut Conn) -> Result<T, E> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> Ran {
        let work = &self.work;
        let done = catch_unwind(AssertUnwindSafe(|| {
            conn.transaction(|conn| {
                work(conn).map_err(|e| if e.fault().is_some() { Undo::Broken } else { Undo::Refused(e) })
            })
        }));
        match done {
            Ok(Ok(value)) => self.outcome = Some(Ok(value)),
            Ok(Err(Undo::Refused(refusal))) => self.outcome = Some(Err(refusal)),
            Ok(Err(Undo::Broken)) | Err(_) => return Ran::Broken,
        }
        Ran::Fine
    }

    fn run_alone(self: Box<Self>, conn: &mut Conn) {
        let outcome = once(conn, &self.work);
        hand_over(&self.answer, outcome);
    }

    fn deliver(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(Fault::Panicked.into()));
        hand_over(&self.answer, outcome);
    }

    fn fail(self: Box<Self>, fault: Fault) {
        hand_over(&self.answer, Err(fault.into()));
    }
}

/// Whoever asked may have gone; what was committed stays committed.
fn hand_over<T>(answer: &SyncSender<T>, outcome: T) {
    if answer.send(outcome).is_err() {
        tracing::debug!("nobody waits for the answer of a write any longer");
    }
}

impl Writer {
    pub fn start(manager: Manager) -> Result<Self, Fault> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let conn = manager.open()?;
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || run(&manager, conn, &waiting))
            .map_err(|e| Fault::Unreachable(e.to_string()))?;
        Ok(Self { jobs })
    }

    pub fn write<T, E>(&self, work: impl Fn(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: Failure,
    {
        let (answer, outcome) = sync_channel(1);
        self.jobs.try_send(Box::new(Write { work, outcome: None, answer })).map_err(|e| match e {
            TrySendError::Full(_) => Fault::Overloaded,
            TrySendError::Disconnected(_) => Fault::Unreachable("the writer has stopped".into()),
        })?;
        outcome.recv().unwrap_or_else(|_| Err(Fault::Unreachable("the writer has stopped".into()).into()))
    }
}

fn run(manager: &Manager, conn: Conn, waiting: &Receiver<Box<dyn Job>>) {
    let mut conn = Some(conn);
    while let Ok(first) = waiting.recv() {
        // What waits already is taken along; nothing waits for more to come.
        let mut batch: Vec<_> = std::iter::once(first).chain(waiting.try_iter().take(BATCH - 1)).collect();
        if batch.len() > 1
            && let Some(held) = conn.take().or_else(|| manager.open().ok())
        {
            match commit_together(held, &mut batch) {
                Some(usable) => {
                    conn = Some(usable);
                    batch.into_iter().for_each(|job| job.deliver());
                    continue;
                }
                None => {
                    tracing::warn!(writes = batch.len(), "a batch of writes is void; each runs again alone");
                }
            }
        }
        conn = run_each(conn, batch, manager);
    }
}

/// The connection, where all went well; dropping it undoes whatever a fault or panic left open.
fn commit_together(mut conn: Conn, batch: &mut [Box<dyn Job>]) -> Option<Conn> {
    let fine = dialect::begin(&mut conn).is_ok()
        && batch.iter_mut().all(|job| matches!(job.run(&mut conn), Ran::Fine))
        && dialect::commit(&mut conn).is_ok();
    fine.then_some(conn)
}

/// Runs each write in a transaction of its own; a connection that one of them broke is replaced.
fn run_each(mut conn: Option<Conn>, batch: Vec<Box<dyn Job>>, manager: &Manager) -> Option<Conn> {
    for job in batch {
        match conn.take().map_or_else(|| manager.open(), Ok) {
            Ok(mut usable) => {
                job.run_alone(&mut usable);
                conn = (!diesel::r2d2::R2D2Connection::is_broken(&mut usable)).then_some(usable);
            }
            Err(fault) => job.fail(fault),
        }
    }
    conn
}
