//! Pools of reading connections: one for pages, one for long reports, which would else hold the first one up.

use crate::connection::{Conn, Manager};
use crate::fault::Fault;
use diesel::r2d2::{Pool, PooledConnection};
use std::time::Duration;

/// A bounded pool.
pub(crate) struct Readers(Pool<Manager>);

impl Readers {
    pub fn new(manager: Manager, size: u32) -> Result<Self, Fault> {
        Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            .test_on_check_out(false)
            .build(manager)
            .map(Self)
            .map_err(|e| Fault::Unreachable(e.to_string()))
    }

    pub fn get(&self) -> Result<PooledConnection<Manager>, Fault> {
        self.0.get().map_err(|e| Fault::Unreachable(e.to_string()))
    }

    pub fn with<T, E: From<Fault>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.get()?;
        work(&mut conn)
    }
}
