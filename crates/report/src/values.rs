//! Rows as CSV. Words that a spreadsheet would take for a formula are made words by an apostrophe.

use crate::document::Unwritten;
use crate::table::{Cell, Table, Title};
use std::io::Write;

/// RFC 4180, UTF-8, lines ending in CRLF.
///
/// # Errors
/// A row that is not as long as the titles.
pub fn to_csv(table: &Table) -> Result<String, csv::Error> {
    let mut writer = writer(Vec::new());
    writer.write_record(table.titles.iter().map(|title| harmless(&title.with_unit())))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(value))?;
    }
    let bytes = writer.into_inner().map_err(|fault| fault.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The same from rows that are pulled one at a time and not kept. Says how many there were.
///
/// # Errors
/// A row that cannot be had, is not as long as the titles or cannot be written.
pub fn write_csv<E: From<Unwritten>>(
    out: impl Write,
    titles: &[Title],
    rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
) -> Result<u64, E> {
    let mut writer = writer(out);
    writer.write_record(titles.iter().map(|title| harmless(&title.with_unit()))).map_err(Unwritten::from)?;
    let mut count = 0;
    for row in rows {
        writer.write_record(row?.iter().map(value)).map_err(Unwritten::from)?;
        count += 1;
    }
    writer.flush().map_err(Unwritten::from)?;
    Ok(count)
}

fn writer<W: Write>(out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

/// Numbers stay numbers: shares as a decimal fraction, durations in seconds, as their titles say.
fn value(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => harmless(words),
        Cell::Share(parts) => format!("{}.{:04}", parts / 10_000, parts % 10_000),
        Cell::Seconds(seconds) => seconds.to_string(),
        other => other.shown(),
    }
}

fn harmless(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula_and_numbers_stay_numbers() {
        let words = ["=1+1", "+1", "-1", "@x", "\t=1", "a,b", "\"q\"", "vanlig"];
        let table = Table {
            titles: vec!["ämne".into(), "andel".into(), Title::of_seconds("tid"), "antal".into()],
            rows: words
                .iter()
                .map(|w| {
                    vec![Cell::Text((*w).into()), Cell::Share(9_050), Cell::Seconds(-5), Cell::Count(-3)]
                })
                .collect(),
        };
        let csv = to_csv(&table).expect("written");
        let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
        assert_eq!(lines[0], "ämne,andel,tid (s),antal");
        assert_eq!(lines[1], "'=1+1,0.9050,-5,-3");
        assert!(lines[2].starts_with("'+1,") && lines[3].starts_with("'-1,") && lines[4].starts_with("'@x,"));
        assert_eq!(lines[6], "\"a,b\",0.9050,-5,-3");
        assert_eq!(lines[7], "\"\"\"q\"\"\",0.9050,-5,-3");
        assert!(to_csv(&Table { titles: vec!["a".into()], rows: vec![vec![]] }).is_err());
        let mut out = Vec::new();
        let rows = table.rows.iter().cloned().map(Ok::<_, Unwritten>);
        assert_eq!(write_csv(&mut out, &table.titles, rows).unwrap(), 8);
        assert_eq!(String::from_utf8(out).unwrap(), csv, "streamed it is the same");
    }
}
