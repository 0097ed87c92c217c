//! Row ids and ticket numbers, taken in blocks so that no transaction waits for another to number its rows. Gaps
//! are normal.

use crate::fault::Fault;
use crate::schema::id_blocks;
use crate::{Conn, Store};
use diesel::prelude::*;
use std::sync::{Mutex, PoisonError};

/// How many ids one transaction may use.
const PER_WRITE: i64 = 256;
/// How many ids a node takes from the database at a time.
const BLOCK: i64 = PER_WRITE * 256;
/// How many ticket numbers a node takes at a time.
const NUMBER_BLOCK: i64 = 100;

/// Hands out ids of one node.
#[derive(Debug, Default)]
pub struct Ids {
    rows: Mutex<(i64, i64)>,
    numbers: Mutex<(i64, i64)>,
}

/// The ids of one transaction. It is copied into the closure, so that running again uses the same ones.
#[derive(Debug, Clone, Copy)]
pub struct IdRange {
    next: i64,
    end: i64,
    number: i64,
}

impl IdRange {
    /// The next row id.
    ///
    /// # Errors
    /// One transaction used up its share.
    pub fn row(&mut self) -> Result<i64, Fault> {
        if self.next >= self.end {
            return Err(Fault::IdsUsedUp);
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    /// The ticket number of this transaction; it opens one ticket at most.
    pub fn ticket_number(&self) -> u64 {
        self.number.unsigned_abs()
    }
}

impl Ids {
    /// Ids for one transaction that opens no ticket.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn range(&self, store: &Store) -> Result<IdRange, Fault> {
        let next = take(store, &self.rows, "rows", PER_WRITE, BLOCK)?;
        Ok(IdRange { next, end: next + PER_WRITE, number: 0 })
    }

    /// Ids for one transaction that opens a ticket.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn range_with_number(&self, store: &Store) -> Result<IdRange, Fault> {
        let number = take(store, &self.numbers, "tickets", 1, NUMBER_BLOCK)?;
        Ok(IdRange { number, ..self.range(store)? })
    }
}

fn take(
    store: &Store,
    held: &Mutex<(i64, i64)>,
    name: &'static str,
    want: i64,
    block: i64,
) -> Result<i64, Fault> {
    // A panic while holding the lock leaves two numbers that are still right.
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    if held.0 + want > held.1 {
        let start = store.write(move |conn| block_take(conn, name, block))?;
        *held = (start, start + block);
    }
    held.0 += want;
    Ok(held.0 - want)
}

fn block_take(conn: &mut Conn, name: &str, size: i64) -> Result<i64, Fault> {
    let taken = diesel::update(id_blocks::table.find(name))
        .set(id_blocks::next.eq(id_blocks::next + size))
        .returning(id_blocks::next)
        .get_result::<i64>(conn)
        .optional()?;
    if let Some(next) = taken {
        return Ok(next - size);
    }
    // The first block of all: a second node that inserts at the same time fails on the key and tries again.
    diesel::insert_into(id_blocks::table)
        .values((id_blocks::name.eq(name), id_blocks::next.eq(1 + size)))
        .execute(conn)?;
    Ok(1)
}
