//! The only clock and the only source of chance of the product.

use app::Moment;
use faces::{Chance, Clock};
use rand::RngExt as _;

/// The wall clock, cut to microseconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "the shell's clock is where the time is read")]
    fn now(&self) -> Moment {
        let now = chrono::Utc::now();
        Moment::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// The operating system's chance.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "the shell is where chance is made")]
    fn bytes(&self) -> [u8; 64] {
        rand::rng().random()
    }
}
