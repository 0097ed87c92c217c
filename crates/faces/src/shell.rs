//! What the shell owns and use cases get as arguments.

use app::{App, Moment};
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

/// The application with its clock and chance.
#[derive(Clone)]
pub struct Shell {
    /// The use cases.
    pub app: Arc<App>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
}

impl Shell {
    /// Now.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}
