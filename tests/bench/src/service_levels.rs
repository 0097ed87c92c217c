//! Service levels at size: the monthly report beside hand-written SQL, a pass over many running clocks beside one over
//! few, due times beside plain addition, a changed calendar over many open clocks beside few.

use crate::bulk::{Beside, beside, copies};
use app::pass::Passed;
use app::report::SlaAsked;
use desk::{Principal, System};
use diesel::QueryableByName;
use diesel::RunQueryDsl as _;
use diesel::backend::Backend;
use diesel::row::NamedRow;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;
use testkit::{Bench, at};

/// Cases due in a pass.
const DUE: usize = 1_000;
/// Clocks of a ticket of the report.
const EACH: usize = 8;

/// A row whose values nobody reads.
struct AnyRow;

impl<DB: Backend> QueryableByName<DB> for AnyRow {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> diesel::deserialize::Result<Self> {
        Ok(Self)
    }
}

/// How many, by the environment where it says so.
pub(crate) fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn line(name: &str, database: &str, tickets: usize, value: f64, limit: f64, unit: &str) -> Value {
    json!({
        "name": name, "database": database, "tickets": tickets, "clients": 1,
        "value": value, "unit": unit, "limit": limit, "ratio": value / limit,
    })
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

fn case(bench: &Bench, number: usize) {
    let from = format!("kontakt{number}@sjukhus.region-exempel.example");
    bench.mail("webcare", &from, "Kan inte spara", "Ett oväntat fel.");
}

/// The report on a month in which so many clocks were decided; the smallest of three runs each.
pub(crate) fn report(bench: &Bench) -> Value {
    let clocks = size("BENCH_CLOCKS", 1_000_000);
    case(bench, 0);
    let month = at("2026-11-01T00:00:00+01:00").timestamp_micros();
    let decided = format!("{month} + (n.i * 7919 % 2500000) * 1000000");
    copies(
        bench,
        clocks.div_ceil(EACH),
        EACH,
        &[("wake_at", "NULL".into())],
        &[
            ("target", format!("'t' || (n.i % {EACH})")),
            ("started_at", format!("{decided} - 3600000000")),
            ("decided_at", decided.clone()),
            ("due_at", decided.clone()),
            ("stopped_at", format!("CASE WHEN n.i % 50 = 0 THEN NULL ELSE {decided} + 60000000 END")),
            ("outcome", "CASE WHEN n.i % 10 = 0 THEN 'missed' ELSE 'met' END".into()),
            ("state", "'stopped'".into()),
            ("elapsed_micros", "(n.i * 104729 % 36000) * 1000000".into()),
            ("anchor", "NULL".into()),
            ("next_step", "NULL".into()),
            ("next_step_at", "NULL".into()),
        ],
    );
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let day = |text: &str| text.parse().unwrap();
    let asked =
        SlaAsked { breaches_max: Some(0), ..SlaAsked::of("webcare", day("2026-11-01"), day("2026-12-01")) };
    let best = |work: &dyn Fn()| (0..3).map(|_| seconds(work)).fold(f64::INFINITY, f64::min);
    let ours = best(&|| {
        let report = bench.app.sla_report(&operator, &asked, bench.now()).unwrap();
        assert!(report.targets.iter().map(|row| row.met + row.missed).sum::<i64>() >= 1);
    });
    let by_hand = best(&|| by_hand(bench, month));
    line("the monthly report", bench.database(), clocks, ours, by_hand, "s")
}

/// The same figures by statements somebody would write for this database and this table.
fn by_hand(bench: &Bench, month: i64) {
    let (to, now) = (at("2026-12-01T00:00:00+01:00").timestamp_micros(), bench.now().timestamp_micros() + 1);
    let decided = format!("desk = 'webcare' AND decided_at >= {month} AND decided_at < {to}");
    let counts = "SUM(CASE WHEN outcome = 'met' THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'missed' THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'missed' AND by_change THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'withdrawn' THEN 1 ELSE 0 END)";
    let group = "agreement, agreement_version, target";
    let times = format!(
        "WITH g AS (SELECT {group}, COUNT(*) AS n FROM clocks WHERE {decided} AND outcome IN ('met', 'missed') \
         GROUP BY {group}), r AS (SELECT {group}, elapsed_micros, stopped_at, ROW_NUMBER() OVER (PARTITION BY \
         {group} ORDER BY stopped_at IS NULL, elapsed_micros) AS place FROM clocks WHERE {decided} AND outcome \
         IN ('met', 'missed')) SELECT * FROM r JOIN g USING ({group}) WHERE place = (n + 1) / 2 OR place = \
         (n * 9 + 9) / 10"
    );
    let sorted = format!(
        "SELECT {group}, {counts}, percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY CASE WHEN stopped_at \
         IS NULL THEN 9223372036854775807 ELSE elapsed_micros END) FILTER (WHERE outcome IN ('met', 'missed')) \
         FROM clocks WHERE {decided} GROUP BY {group}"
    );
    let started = format!(
        "SELECT {group}, COUNT(*) FROM clocks WHERE desk = 'webcare' AND started_at >= {month} AND started_at \
         < {to} GROUP BY {group}"
    );
    let running = format!(
        "SELECT {group}, COUNT(*) FROM clocks WHERE ((desk = 'webcare' AND decided_at IS NULL) OR (desk = \
         'webcare' AND decided_at >= {now})) AND started_at < {now} GROUP BY {group}"
    );
    let late = format!(
        "SELECT {group}, COUNT(*) FROM clocks WHERE outcome = 'missed' AND ((desk = 'webcare' AND stopped_at IS \
         NULL) OR (desk = 'webcare' AND stopped_at >= {now})) AND decided_at < {now} GROUP BY {group}"
    );
    let worst = format!(
        "SELECT * FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY {group} ORDER BY COALESCE(stopped_at, {now}) \
         - decided_at DESC, id) AS place FROM clocks WHERE {decided} AND outcome = 'missed') r WHERE place <= 10"
    );
    let causes = format!(
        "SELECT breach_cause, COUNT(*) FROM clocks WHERE {decided} AND outcome = 'missed' GROUP BY breach_cause"
    );
    let plain = format!("SELECT {group}, {counts} FROM clocks WHERE {decided} GROUP BY {group}");
    match beside(bench) {
        Beside::Sqlite(mut conn) => {
            for sql in [plain, times, started, running, late, worst, causes] {
                diesel::sql_query(sql).load::<AnyRow>(conn.as_mut()).unwrap();
            }
        }
        Beside::Postgres(mut conn) => {
            for sql in [sorted, started, running, late, worst, causes] {
                diesel::sql_query(sql).load::<AnyRow>(conn.as_mut()).unwrap();
            }
        }
    }
}

/// Seconds of a pass over so many running clocks of which [`DUE`] are due.
pub(crate) fn pass(bench: &Bench, running: usize) -> f64 {
    let due = DUE.min(running);
    (0..due).for_each(|number| case(bench, number));
    let far = at("2036-01-01T00:00:00Z").timestamp_micros().to_string();
    if running > due {
        let clocks = [("next_step_at", far.clone()), ("due_at", far.clone())];
        copies(bench, running - due, 1, &[("wake_at", far)], &clocks);
    }
    // Past the first warnings and the ten minutes in which a case is to be distributed.
    let now = at("2026-11-30T10:31:00+01:00");
    seconds(|| while bench.app.clock_pass(now).unwrap() != Passed::Idle {})
}

/// A line of two passes, the large one beside the small one.
pub(crate) fn passes(database: &str, many: usize, large: f64, small: f64) -> Value {
    line(
        "a pass over running clocks of which 1,000 are due, beside 10,000",
        database,
        many,
        large,
        small,
        "s",
    )
}

/// Seconds to put a desk file with other opening hours in force over so many open clocks.
pub(crate) fn calendar(bench: &Bench, open: usize) -> f64 {
    case(bench, 0);
    copies(bench, open, 1, &[("wake_at", "NULL".into())], &[]);
    let source = include_str!("../../../config/desks/webcare.toml");
    let changed = source.replacen("mon = [\"07:00-17:30\"]", "mon = [\"07:00-18:00\"]", 1);
    assert_ne!(source, changed, "the desk file has those hours");
    let desk = desk::read("webcare", &changed).unwrap();
    seconds(|| {
        bench.app.apply_desk(&desk, &changed, "bench", bench.now()).unwrap();
    })
}

/// A line of two applications.
pub(crate) fn calendars(database: &str, many: usize, large: f64, small: f64) -> Value {
    line("a changed calendar applied over open clocks, beside 1,000", database, many, large, small, "s")
}

/// Due times a second by the service desk's calendar, beside adding a span to a moment.
pub(crate) fn due() -> Value {
    let count = size("BENCH_DUE", 1_000_000);
    let desk = desk::read("webcare", include_str!("../../../config/desks/webcare.toml")).unwrap();
    let calendar = desk.calendar("servicedesk").unwrap();
    let from = at("2026-01-01T00:00:00Z");
    let start = |i: usize| from + chrono::TimeDelta::seconds(i64::try_from(i * 7_919 % 31_536_000).unwrap());
    let ours = seconds(|| {
        (0..count).for_each(|i| {
            black_box(calendar.advance(start(i), 57_600_000_000));
        });
    });
    let plain = seconds(|| {
        (0..count).for_each(|i| {
            black_box(start(i) + chrono::TimeDelta::microseconds(57_600_000_000));
        });
    });
    let rate = |seconds: f64| f64::from(u32::try_from(count).unwrap()) / seconds;
    line("due times, beside plain addition", "none", count, rate(ours), rate(plain), "due times/s")
}
