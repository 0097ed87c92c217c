//! Shares, objectives and attribution.

use crate::kit::*;
use proptest::prelude::*;
use sla::{Holding, Objective, Share, divide, held_longest, segments};

fn share(met: i64, missed: i64) -> Share {
    Share { met, missed }
}

#[test]
fn shares_are_cut_and_never_rounded_up() {
    // 1999 of 2000 is 99.95 %; 19 999 of 20 000 is 99.995 %, shown as 99.99 %.
    assert_eq!(share(1999, 1).basis_points(), Some(9995));
    assert_eq!(share(19_999, 1).basis_points(), Some(9999));
    assert_eq!(share(3, 0).basis_points(), Some(10_000));
    assert_eq!(share(0, 0).basis_points(), None);
}

#[test]
fn objectives_compare_whole_numbers() {
    let more = Objective::parse("> 0.90").unwrap();
    // 9 of 10 is not more than 90 %; 91 of 101 is (910 > 909).
    assert_eq!(more.fulfilled(share(9, 1)), Some(false));
    assert_eq!(more.fulfilled(share(91, 10)), Some(true));
    assert_eq!(more.fulfilled(share(0, 0)), None);
    let at_least = Objective::parse(">=0.995").unwrap();
    // 199 of 200 is exactly 99.5 %; 198 of 199 is 99.497… %.
    assert_eq!(at_least.fulfilled(share(199, 1)), Some(true));
    assert_eq!(at_least.fulfilled(share(198, 1)), Some(false));
}

#[test]
fn objectives_as_written() {
    for (text, shown) in
        [("> 0.90", "> 0.9"), (">=0.9995", ">= 0.9995"), (">= 1", ">= 1"), ("> 0.05", "> 0.05")]
    {
        assert_eq!(Objective::parse(text).unwrap().to_string(), shown);
    }
    for bad in ["0.9", "= 0.9", "> 1.1", "> x", "> .9", "> 0.9.9", "> -0.1", ">"] {
        assert!(Objective::parse(bad).is_none(), "{bad}");
    }
}

fn holding(time: &str, line: &str, phase: &str) -> Holding {
    Holding { from: at(&format!("2026-11-30T{time}+01:00")), line: line.into(), phase: phase.into() }
}

#[test]
fn counted_time_falls_to_who_held() {
    let holdings = [
        holding("08:00:00", "first", "new"),
        holding("09:00:00", "first", "waiting_requester"),
        holding("11:00:00", "first", "active"),
        holding("12:00:00", "second", "active"),
        holding("18:00:00", "second", "resolved"),
    ];
    let (from, to) = (at("2026-11-30T08:12:00+01:00"), at("2026-11-30T18:00:00+01:00"));
    let segments = segments(from, to, &holdings, &["waiting_requester".into()], &DESK);
    // 08:12-09:00 is 48 min, 11:00-17:30 is 6 h 30 min: closing cuts the second segment.
    let open: Vec<i64> = segments.iter().map(|segment| segment.open_micros).collect();
    assert_eq!(open, [48 * MINUTE, 6 * HOUR + 30 * MINUTE]);
    let parts = divide(&segments, &holdings, &DESK);
    // First line: 48 min new, 11-12 active 1 h; second: 12:00-17:30 is 5 h 30 min.
    let shown: Vec<_> =
        parts.iter().map(|part| (part.line.as_str(), part.phase.as_str(), part.micros)).collect();
    let expected = [
        ("first", "new", 48 * MINUTE),
        ("first", "active", HOUR),
        ("second", "active", 5 * HOUR + 30 * MINUTE),
    ];
    assert_eq!(shown, expected);
    assert_eq!(held_longest(&parts), Some(("second".into(), 5 * HOUR + 30 * MINUTE)));
}

#[test]
fn of_equals_the_earlier_held_longest() {
    let holdings =
        [holding("08:00:00", "a", "new"), holding("09:00:00", "b", "new"), holding("10:00:00", "c", "new")];
    let (from, to) = (at("2026-11-30T08:00:00+01:00"), at("2026-11-30T10:00:00+01:00"));
    let parts = divide(&segments(from, to, &holdings, &[], &DESK), &holdings, &DESK);
    assert_eq!(held_longest(&parts), Some(("a".into(), HOUR)));
    assert_eq!(held_longest(&[]), None);
}

proptest! {
    #[test]
    fn the_parts_sum_to_the_figure(minutes in prop::collection::vec((0..3000_i64, 0..3_usize, 0..3_usize), 1..12), to in 0..3000_i64) {
        let start = at("2026-11-30T05:00:00+01:00");
        let moment = |minute: i64| start + chrono::TimeDelta::minutes(minute);
        let mut minutes = minutes;
        minutes.sort_unstable();
        let name = |list: [&str; 3], index: usize| list[index].to_owned();
        let holdings: Vec<Holding> = minutes
            .iter()
            .map(|(minute, line, phase)| Holding {
                from: moment(*minute),
                line: name(["first", "second", "third"], *line),
                phase: name(["new", "active", "waiting_requester"], *phase),
            })
            .collect();
        let pauses = ["waiting_requester".to_owned()];
        let segments = segments(start, moment(to), &holdings, &pauses, &DESK);
        let figure: i64 = segments.iter().map(|segment| segment.open_micros).sum();
        let parts = divide(&segments, &holdings, &DESK);
        prop_assert_eq!(parts.iter().map(|part| part.micros).sum::<i64>(), figure);
        // A clock taken through the same phases has counted as much.
        let mut clock = clock(&DESK, "2026-11-30T05:00:00+01:00", 3600);
        let mut first = true;
        for holding in holdings.iter().filter(|holding| holding.from <= moment(to)) {
            let since = if first { start } else { holding.from };
            first = false;
            if holding.phase == "waiting_requester" {
                clock.pause(since, terms(&DESK));
            } else {
                clock.resume(since, terms(&DESK));
            }
        }
        // Before the first holding the first one counts, also where it begins after the end.
        if first && holdings[0].phase == "waiting_requester" {
            clock.pause(start, terms(&DESK));
        }
        prop_assert_eq!(clock.elapsed_at(moment(to), &DESK), figure);
    }
}
