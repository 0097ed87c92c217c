//! Rows as a JSON list of objects, one row at a time.

use crate::document::Unwritten;
use crate::table::Cell;
use serde_json::Value;
use std::io::Write;

/// A list of objects with the given keys, from rows that are pulled one at a time and not kept. Says how many there
/// were. Shares are numbers up to 1, durations seconds, dates ISO 8601, nothing is null.
///
/// # Errors
/// A row that cannot be had, is not as long as the keys or cannot be written.
pub fn write_json<E: From<Unwritten>>(
    mut out: impl Write,
    keys: &[&str],
    rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
) -> Result<u64, E> {
    let mut count = 0;
    let mut put = |bytes: &[u8]| out.write_all(bytes).map_err(Unwritten::from);
    put(b"[")?;
    for row in rows {
        let row = row?;
        if row.len() != keys.len() {
            let fault = std::io::Error::other(format!("a row of {} for {} keys", row.len(), keys.len()));
            return Err(Unwritten::Out(fault).into());
        }
        let object: serde_json::Map<String, Value> =
            keys.iter().zip(&row).map(|(key, cell)| ((*key).to_owned(), value(cell))).collect();
        let line = serde_json::to_vec(&object).map_err(Unwritten::from)?;
        put(if count == 0 { b"\n" } else { b",\n" })?;
        put(&line)?;
        count += 1;
    }
    put(b"\n]\n")?;
    Ok(count)
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(words) => Value::from(words.clone()),
        Cell::Count(n) | Cell::Seconds(n) => Value::from(*n),
        Cell::Share(parts) => Value::from(fraction(*parts, 10_000)),
        Cell::Hundredths(parts) => Value::from(fraction(*parts, 100)),
        Cell::Date(date) => Value::from(date.to_string()),
        Cell::Minute(at) => Value::from(at.format("%Y-%m-%dT%H:%M").to_string()),
        Cell::Empty => Value::Null,
    }
}

/// A number of parts as a fraction, for programs that know decimals only.
#[expect(clippy::cast_precision_loss, reason = "figures of reports are far below 2^53")]
pub(crate) fn fraction(parts: i64, of: i64) -> f64 {
    parts as f64 / of as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_an_object_of_typed_values() {
        let rows = [
            vec![Cell::Text("\"ä\"".into()), Cell::Share(9_050), Cell::Seconds(61), Cell::Hundredths(250)],
            vec![Cell::Empty, Cell::Count(3), Cell::Empty, Cell::Empty],
        ];
        let mut out = Vec::new();
        let keys = ["a", "b", "c", "d"];
        assert_eq!(write_json(&mut out, &keys, rows.map(Ok::<_, Unwritten>)).unwrap(), 2);
        let read: Value = serde_json::from_slice(&out).unwrap();
        let wanted = serde_json::json!([
            { "a": "\"ä\"", "b": 0.905, "c": 61, "d": 2.5 },
            { "a": null, "b": 3, "c": null, "d": null },
        ]);
        assert_eq!(read, wanted);
        let mut none = Vec::new();
        write_json(&mut none, &keys, std::iter::empty::<Result<_, Unwritten>>()).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&none).unwrap(), serde_json::json!([]));
        assert!(write_json(Vec::new(), &keys, [Ok::<_, Unwritten>(vec![Cell::Empty])]).is_err());
    }
}
