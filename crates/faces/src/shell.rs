//! What the shell owns and use cases get as arguments.

use app::{App, Denied, Moment};
use std::sync::Arc;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, cut to microseconds.
    fn now(&self) -> Moment;
}

/// Makes chance.
pub trait Chance: Send + Sync {
    /// 64 bytes nobody can guess.
    fn bytes(&self) -> [u8; 64];
}

/// A demonstration's clock, which people may move ahead.
pub trait MovableClock: Send + Sync {
    /// Moves it ahead by whole seconds and carries out everything that falls due on the way.
    ///
    /// # Errors
    /// A step that is not ahead or too far; storage faults.
    fn advance(&self, app: &App, seconds: i64) -> Result<(), Denied>;
}

/// The application with its clock and chance.
#[derive(Clone)]
pub struct Shell {
    /// The use cases.
    pub app: Arc<App>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// The same clock as one that can be moved; only a demonstration has one.
    pub movable: Option<Arc<dyn MovableClock>>,
}

impl Shell {
    /// Now.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}
