//! What makes sending the same twice safe, for writes that are no acts on a ticket.

use crate::{Caller, Denied, Moment};
use desk::Principal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Conn;
use store::idempotency::{Stored, idempotency_answer, idempotency_begin};

/// Runs a write once per key; again with the same request it gives what came of it then.
pub(crate) fn once<T: Serialize + DeserializeOwned>(
    conn: &mut Conn,
    (principal, caller, at): (&Principal, &Caller, Moment),
    run: impl FnOnce(&mut Conn) -> Result<T, Denied>,
) -> Result<T, Denied> {
    let Some((key, route, request_hash)) = caller.once.clone() else { return run(conn) };
    let mut row = Stored {
        principal: principal.user().map_or_else(String::new, |id| id.to_string()),
        route,
        key,
        request_hash,
        status: 0,
        answer: String::new(),
        etag: None,
        created_at: at.timestamp_micros(),
    };
    let fault = |e: serde_json::Error| store::Fault::Setup(e.to_string());
    match idempotency_begin(conn, &row)? {
        Some(before) if before.request_hash != row.request_hash => Err(Denied::KeyReused),
        Some(before) => Ok(serde_json::from_str(&before.answer).map_err(fault)?),
        None => {
            let done = run(conn)?;
            row.answer = serde_json::to_string(&done).map_err(fault)?;
            row.status = 200;
            idempotency_answer(conn, &row)?;
            Ok(done)
        }
    }
}
