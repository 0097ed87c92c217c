//! The machinery against the dumb one, and clocks under any order of acts.

use crate::kit::*;
use crate::naive::{Minutes, Span};
use chrono::TimeDelta;
use proptest::prelude::*;
use sla::{Calendar, ClockState, Date, DueRequest, Moment, Outcome, Seconds, Step, Terms, WeekHours, due};
use std::collections::BTreeMap;

/// Zones with a stretch that has a change of the clocks in its middle: first day, ten days long.
const STRETCHES: [(&str, &str); 10] = [
    ("Europe/Stockholm", "2026-03-24T00:00:00Z"),
    ("Europe/Stockholm", "2026-10-20T00:00:00Z"),
    ("Europe/Copenhagen", "2027-03-23T00:00:00Z"),
    ("Europe/Copenhagen", "2027-10-26T00:00:00Z"),
    ("UTC", "2026-03-24T00:00:00Z"),
    ("America/New_York", "2026-03-03T00:00:00Z"),
    ("America/New_York", "2026-10-27T00:00:00Z"),
    ("Australia/Lord_Howe", "2026-03-31T00:00:00Z"),
    ("Australia/Lord_Howe", "2026-09-29T00:00:00Z"),
    ("Europe/Stockholm", "2026-12-28T00:00:00Z"),
];
const DAYS: usize = 10;
const MINUTES: usize = DAYS * 1440;

/// Mostly ordinary hours, often borders in the small hours where clocks change.
fn span() -> impl Strategy<Value = Span> {
    let border = prop_oneof![0..1440_i32, 60..240_i32];
    (border.clone(), prop_oneof![border, Just(1440)]).prop_map(|(from, to)| (from, to))
}

fn day() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec(span(), 0..3)
}

fn week_of_spans() -> impl Strategy<Value = [Vec<Span>; 7]> {
    prop::array::uniform7(day())
}

fn text(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn texts(spans: &[Span]) -> Vec<(String, String)> {
    spans.iter().map(|(from, to)| (text(*from), text(*to))).collect()
}

fn own_days(first: Moment, days: &[(u8, Vec<Span>)]) -> BTreeMap<Date, Vec<Span>> {
    days.iter()
        .map(|(day, spans)| (first.date_naive() + TimeDelta::days(i64::from(*day)), spans.clone()))
        .collect()
}

fn week_hours(week: &[Vec<Span>; 7]) -> WeekHours {
    let [mon, tue, wed, thu, fri, sat, sun] = week.each_ref().map(|day| texts(day));
    WeekHours { mon, tue, wed, thu, fri, sat, sun }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn due_and_elapsed_agree_with_counting_minutes(
        stretch in 0..STRETCHES.len(),
        week in week_of_spans(),
        own in prop::collection::vec((0..12_u8, day()), 0..3),
        start in 0..MINUTES / 2,
        pauses in prop::collection::vec((0..MINUTES, 0..2000_usize), 0..5),
        endless in prop::option::weighted(0.2, 0..MINUTES),
        target in 0..6000_usize,
        asked in prop::collection::vec(0..MINUTES, 0..5),
    ) {
        let (zone, first) = STRETCHES[stretch];
        let first = at(first);
        let own = own_days(first, &own);
        let minutes = Minutes::walk(zone, first, DAYS, &week, &own);
        let mut rests: Vec<(usize, usize)> = pauses.iter().map(|(from, length)| (*from, from + length)).collect();
        rests.extend(endless.map(|from| (from, usize::MAX)));
        let counted = minutes.counted(start, &rests);
        let request = DueRequest {
            calendar: week_hours(&week),
            tz: zone.into(),
            holidays: own.iter().map(|(date, spans)| (*date, texts(spans))).collect(),
            start: minutes.moment(start),
            pauses: rests
                .iter()
                .map(|(from, to)| (minutes.moment(*from), (*to != usize::MAX).then(|| minutes.moment(*to))))
                .collect(),
            target_seconds: Seconds { micros: i64::try_from(target).unwrap() * MINUTE },
            at: asked.iter().map(|minute| minutes.moment(*minute)).collect(),
        };
        let answer = due(&request).unwrap();

        let elapsed: Vec<i64> = asked
            .iter()
            .map(|minute| counted[..*minute].iter().filter(|counts| **counts).count())
            .map(|count| i64::try_from(count).unwrap() * MINUTE)
            .collect();
        prop_assert_eq!(answer.elapsed.iter().map(|seconds| seconds.micros).collect::<Vec<_>>(), elapsed);

        let reached = (0..MINUTES).filter(|minute| counted[*minute]).nth(target.wrapping_sub(1));
        match reached {
            _ if target == 0 => prop_assert_eq!(answer.due, Some(request.start)),
            Some(minute) => prop_assert_eq!(answer.due, Some(minutes.moment(minute + 1))),
            // Not within what was walked.
            None => prop_assert!(answer.due.is_none_or(|due| due > minutes.moment(MINUTES))),
        }
    }

    #[test]
    fn a_built_calendar_agrees_with_counting_minutes(
        stretch in 0..STRETCHES.len(),
        week in prop::array::uniform7(prop::collection::vec(span(), 0..2)),
        own in prop::collection::vec((0..12_u8, prop::collection::vec(span(), 0..2)), 0..2),
        from in 0..MINUTES,
        length in 0..MINUTES,
    ) {
        let (zone, first) = STRETCHES[stretch];
        let first = at(first);
        let own = own_days(first, &own);
        let minutes = Minutes::walk(zone, first, DAYS, &week, &own);
        let parse = |spans: &Vec<Span>| {
            texts(spans).iter().map(|(from, to)| sla::LocalSpan::parse_pair(from, to).unwrap()).collect()
        };
        let spec = sla::CalendarSpec {
            week: week.each_ref().map(parse),
            days: own.iter().map(|(date, spans)| (*date, parse(spans))).collect(),
            ..spec("c", zone, [""; 7], None)
        };
        let calendar = Calendar::build(&spec).unwrap();

        let to = (from + length).min(MINUTES);
        let count = minutes.open[from..to].iter().filter(|open| **open).count();
        let (begin, end) = (minutes.moment(from), minutes.moment(to));
        prop_assert_eq!(calendar.open_micros(begin, end), i64::try_from(count).unwrap() * MINUTE);
        prop_assert_eq!(calendar.is_open(begin), minutes.open[from]);
        let opens = (from..MINUTES).find(|minute| minutes.open[*minute]);
        if let Some(opens) = opens {
            prop_assert_eq!(calendar.next_opening(begin), Some(minutes.moment(opens)));
        }
        // Advancing is the first instant, and counting back gives what was advanced.
        for micros in [1, 7 * MINUTE + 3, 9 * HOUR] {
            if let Some(reached) = calendar.advance(begin, micros) {
                prop_assert_eq!(calendar.open_micros(begin, reached), micros);
                prop_assert_eq!(calendar.open_micros(begin, reached - self::micros(1)), micros - 1);
            }
        }
    }
}

/// What may happen to a clock.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Pause,
    Resume,
    Step,
}

fn acts() -> impl Strategy<Value = Vec<(i64, Act)>> {
    let act = prop_oneof![Just(Act::Pause), Just(Act::Resume), Just(Act::Step)];
    prop::collection::vec((0..3 * 24 * 3600_i64, act), 0..25).prop_map(|mut acts| {
        acts.sort_by_key(|(second, _)| *second);
        acts
    })
}

const WARN: [i32; 3] = [50, 75, 90];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_order_of_acts_counts_the_same_and_fires_once(acts in acts(), seconds in 1..40_000_i64) {
        let terms = Terms { calendar: &DESK, warn: &WARN };
        let start = at("2026-11-30T05:00:00+01:00");
        let moment = |second: i64| start + TimeDelta::seconds(second);
        let begun = || {
            let mut clock = clock(&DESK, "2026-11-30T05:00:00+01:00", seconds);
            clock.replan(seconds * SECOND, &DESK, terms, start);
            clock
        };
        let (mut often, mut seldom) = (begun(), begun());
        let (mut fired, mut segments, mut since) = (Vec::new(), Vec::new(), Some(start));
        for (second, act) in &acts {
            let now = moment(*second);
            fired.extend(often.step(now, terms));
            match act {
                Act::Pause => {
                    often.pause(now, terms);
                    seldom.pause(now, terms);
                    segments.extend(since.take().map(|from| (from, now)));
                }
                Act::Resume => {
                    often.resume(now, terms);
                    seldom.resume(now, terms);
                    since = since.or(Some(now));
                }
                Act::Step => prop_assert_eq!(often.step(now, terms), []),
            }
            // Elapsed is what was open in the counted segments.
            let counted: i64 = segments.iter().map(|(from, to)| DESK.open_micros(*from, *to)).sum();
            let counted = counted + since.map_or(0, |from| DESK.open_micros(from, now));
            prop_assert_eq!(often.elapsed_at(now, &DESK), counted);
            // Past due exactly if it was reached before now.
            prop_assert_eq!(often.outcome.is_some(), often.due_at.is_some_and(|due| due < now));
            prop_assert!(counted <= seconds * SECOND || often.outcome == Some(Outcome::Missed));
        }
        let end = moment(4 * 24 * 3600);
        fired.extend(often.step(end, terms));
        let once = seldom.step(end, terms);
        // However often one looks, each threshold comes once, in order, and the breach has the same moment.
        let steps = |list: &[sla::Fired]| list.iter().map(|fired| fired.step).collect::<Vec<_>>();
        prop_assert_eq!(steps(&fired), steps(&once));
        let all = [Step::Warning(50), Step::Warning(75), Step::Warning(90), Step::Breach];
        prop_assert!(all.starts_with(&steps(&fired)));
        prop_assert_eq!(often.due_at, seldom.due_at);
        prop_assert_eq!(often.decided_at, seldom.decided_at);
        prop_assert!(once.iter().rev().skip(1).all(|fired| fired.skipped));
        for fired in &fired {
            prop_assert!(fired.at <= end);
        }
    }

    #[test]
    fn a_stop_judges_by_due_alone(pause in 0..40_000_i64, rest in 0..40_000_i64, stop in 0..200_000_i64, seconds in 1..40_000_i64, looked: bool) {
        let terms = Terms { calendar: &DESK, warn: &WARN };
        let start = at("2026-11-30T05:00:00+01:00");
        let moment = |second: i64| start + TimeDelta::seconds(second);
        let mut clock = clock(&DESK, "2026-11-30T05:00:00+01:00", seconds);
        clock.pause(moment(pause), terms);
        clock.resume(moment(pause + rest), terms);
        let stop = moment(pause + rest + stop);
        let due = clock.due_at;
        if looked {
            // The pass was there first, and even a day later it changes nothing.
            clock.step(stop + TimeDelta::days(1), terms);
        }
        clock.stop(stop, &DESK);
        let met = due.is_none_or(|due| stop <= due);
        prop_assert_eq!(clock.outcome, Some(if met { Outcome::Met } else { Outcome::Missed }));
        prop_assert_eq!(clock.decided_at, Some(if met { stop } else { due.unwrap() }));
        prop_assert_eq!(clock.state, ClockState::Stopped);
        let counted = DESK.open_micros(start, moment(pause)) + DESK.open_micros(moment(pause + rest), stop);
        prop_assert_eq!(clock.elapsed_micros, counted);
    }
}
