//! A million rows: pulled one at a time, held by no one.

use crate::sample::made;
use report::{Cell, Title, Unwritten, write_csv, write_json, write_xlsx};
use std::cell::Cell as Counter;
use std::io::Write;

const MILLION: u64 = 1_000_000;

fn rows(pulled: &Counter<u64>, count: u64) -> impl Iterator<Item = Result<Vec<Cell>, Unwritten>> {
    (0..count).map(move |n| {
        pulled.set(pulled.get() + 1);
        let n = i64::try_from(n).unwrap();
        Ok(vec![Cell::Text(format!("WEB-{n}")), Cell::Seconds(n), Cell::Share(n % 10_001)])
    })
}

fn titles() -> Vec<Title> {
    vec!["Ärende".into(), Title::of_seconds("Tid"), "Andel".into()]
}

/// Counts what it is given, and how far ahead of it the rows were pulled.
struct Meter<'a> {
    pulled: &'a Counter<u64>,
    bytes: u64,
    /// Most rows pulled beyond the lines that had come.
    ahead: u64,
    lines: u64,
}

impl Write for Meter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes += bytes.len() as u64;
        self.lines += bytes.iter().filter(|b| **b == b'\n').count() as u64;
        self.ahead = self.ahead.max(self.pulled.get().saturating_sub(self.lines));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn values_go_out_as_rows_come_in() {
    let pulled = Counter::new(0);
    let meter = || Meter { pulled: &pulled, bytes: 0, ahead: 0, lines: 0 };
    let mut csv = meter();
    assert_eq!(write_csv(&mut csv, &titles(), rows(&pulled, MILLION)).unwrap(), MILLION);
    assert_eq!(csv.lines, MILLION + 1);
    assert!(csv.ahead < 2_000, "{} rows were held", csv.ahead);
    pulled.set(0);
    let mut json = meter();
    assert_eq!(write_json(&mut json, &["a", "b", "c"], rows(&pulled, 100_000)).unwrap(), 100_000);
    assert!(json.ahead < 10, "{} rows were held", json.ahead);
}

/// Highest memory this process ever held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A workbook of a million rows holds 3 million cells; kept in memory that would be hundreds of megabytes.
#[test]
fn a_workbook_of_a_million_rows_is_written_in_bounded_memory() {
    let pulled = Counter::new(0);
    write_xlsx(std::io::sink(), ("Tider", made()), &titles(), rows(&pulled, 1_000)).unwrap();
    let before = peak();
    // More than one sheet holds: the rows go on in the next.
    let count = MILLION + 100_000;
    assert_eq!(
        write_xlsx(std::io::sink(), ("Tider", made()), &titles(), rows(&pulled, count)).unwrap(),
        count
    );
    let grown = peak() - before;
    assert!(grown < 48 * 1024, "{grown} KiB more");
}

#[test]
fn a_fault_while_rows_come_is_told() {
    let rows = [Ok(vec![Cell::Count(1)]), Err(Unwritten::NoPart("x".into()))];
    let title = ["a".into()];
    assert!(write_csv(Vec::new(), &title, rows).is_err());
    let rows = [Ok(vec![Cell::Count(1)]), Err(Unwritten::NoPart("x".into()))];
    assert!(write_xlsx(Vec::new(), ("a", made()), &title, rows).is_err());
}
