//! Time out of order against a dumb implementation that marks minutes, over random faults, windows, hours and zones.

use crate::kit::*;
use crate::naive::{Minutes, Span};
use chrono::TimeDelta;
use proptest::prelude::*;
use sla::{Calendar, CalendarSpec, LocalSpan, Moment, Share, outage};
use std::collections::BTreeMap;

const DAYS: usize = 6;
const MINUTES: usize = DAYS * 1440;

/// A day the clocks change on lies in each stretch.
const STRETCHES: [(&str, &str); 4] = [
    ("Europe/Stockholm", "2026-03-26T00:00:00Z"),
    ("Europe/Copenhagen", "2026-10-22T00:00:00Z"),
    ("UTC", "2026-03-26T00:00:00Z"),
    ("America/New_York", "2026-10-29T00:00:00Z"),
];

fn week() -> impl Strategy<Value = [Option<Span>; 7]> {
    let day = (0..1440_i32, 1..1440_i32).prop_map(|(from, length)| {
        let to = (from + length).min(1440);
        (to > from).then_some((from, to))
    });
    prop::array::uniform7(day)
}

fn text(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn calendar(zone: &str, week: &[Option<Span>; 7]) -> Calendar {
    let hours = week.map(|day| {
        day.iter().map(|(from, to)| LocalSpan::parse_pair(&text(*from), &text(*to)).unwrap()).collect()
    });
    let spec = CalendarSpec {
        key: "c".into(),
        version: "1".into(),
        zone: zone.into(),
        week: hours,
        ..CalendarSpec::default()
    };
    Calendar::build(&spec).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn time_out_of_order_agrees_with_marking_minutes(
        stretch in 0..STRETCHES.len(),
        week in week(),
        always in any::<bool>(),
        faults in prop::collection::vec((0..MINUTES, 0..4_000_usize, any::<bool>()), 0..6),
        windows in prop::collection::vec((0..MINUTES, 0..600_usize), 0..4),
        (begin, length) in (0..MINUTES, 0..MINUTES),
        now in 0..MINUTES + 2_000,
    ) {
        let (zone, first) = STRETCHES[stretch];
        let first: Moment = at(first);
        let moment = |minute: usize| first + TimeDelta::minutes(i64::try_from(minute).unwrap());
        let end = (begin + length).min(MINUTES);
        let built = calendar(zone, &week);
        let spans = week.map(|day| day.into_iter().collect::<Vec<Span>>());
        let open = Minutes::walk(zone, first, DAYS, &spans, &BTreeMap::new()).open;
        let service = |minute: usize| always || open[minute];

        // The dumb way: every minute of the period until now is looked at by itself.
        let until = end.min(now);
        let is_down = |m: usize| faults.iter().any(|(f, l, lasts)| *f <= m && (*lasts || m < f + l));
        let in_window = |m: usize| windows.iter().any(|(f, l)| *f <= m && m < f + l);
        let count = |which: &dyn Fn(usize) -> bool| -> i64 {
            let minutes = (begin..until).filter(|m| service(*m) && which(*m)).count();
            i64::try_from(minutes).unwrap() * 60_000_000
        };

        let told: Vec<_> = faults
            .iter()
            .map(|(f, l, lasts)| (moment(*f), (!lasts).then(|| moment(f + l))))
            .collect();
        let announced: Vec<_> = windows.iter().map(|(f, l)| (moment(*f), moment(f + l))).collect();
        let found = outage(
            &told,
            &announced,
            (moment(begin), moment(end)),
            moment(now),
            (!always).then_some(&built),
        );
        prop_assert_eq!(found.service, count(&|_| true));
        prop_assert_eq!(found.windows, count(&in_window));
        prop_assert_eq!(found.total, count(&is_down));
        prop_assert_eq!(found.outside, count(&|m| is_down(m) && !in_window(m)));
        let measured = found.service - found.windows;
        match found.availability() {
            None => prop_assert_eq!(measured, 0),
            Some(parts) => {
                let up = i128::from(measured - found.outside) * 1_000_000;
                let parts = i128::from(parts);
                // Cut, never rounded up.
                prop_assert!(parts * i128::from(measured) <= up && up < (parts + 1) * i128::from(measured));
            }
        }
    }

    #[test]
    fn a_share_is_cut_and_never_rounded_up(met in 0..2_000_i64, missed in 0..2_000_i64) {
        let share = Share { met, missed };
        match share.basis_points() {
            None => prop_assert_eq!(met + missed, 0),
            Some(parts) => {
                prop_assert!(parts * (met + missed) <= met * 10_000);
                prop_assert!((parts + 1) * (met + missed) > met * 10_000);
                prop_assert!(parts < 10_000 || missed == 0);
            }
        }
    }
}
