//! Single clocks through their life. Unless said otherwise: the service desk's calendar, Monday 30 November 2026
//! 08:12 +01:00, 10 minutes, so that the warning at 75 % is at 08:19:30 and due is 08:22.

use crate::kit::*;
use sla::{Clock, ClockState, Fired, Outcome, Step, Terms, cause_key};

fn on_monday(time: &str) -> sla::Moment {
    at(&format!("2026-11-30T{time}+01:00"))
}

fn monday_clock() -> Clock {
    clock(&DESK, "2026-11-30T08:12:00+01:00", 600)
}

fn fired(step: Step, time: &str, skipped: bool) -> Fired {
    Fired { step, at: on_monday(time), skipped }
}

#[test]
fn the_warning_comes_at_its_moment_and_not_before() {
    let mut clock = monday_clock();
    // 75 % of 600 s is 450 s: 08:12 + 7 min 30 s.
    assert_eq!(clock.next_step_at, Some(on_monday("08:19:30")));
    assert_eq!(clock.step(on_monday("08:19:29.999999"), terms(&DESK)), []);
    let warning = fired(Step::Warning(75), "08:19:30", false);
    assert_eq!(clock.step(on_monday("08:19:30"), terms(&DESK)), [warning]);
    assert_eq!(clock.step(on_monday("08:19:30"), terms(&DESK)), []);
    assert_eq!(clock.warned_percent, 75);
}

#[test]
fn the_breach_comes_after_due_and_not_at_it() {
    let mut clock = monday_clock();
    clock.step(on_monday("08:22:00"), terms(&DESK));
    assert_eq!(clock.outcome, None);
    // First moment past due, 1 µs; decided at due.
    assert_eq!(clock.next_step_at, Some(on_monday("08:22:00.000001")));
    let breach = fired(Step::Breach, "08:22:00", false);
    assert_eq!(clock.step(on_monday("08:22:00.000001"), terms(&DESK)), [breach]);
    assert_eq!((clock.outcome, clock.decided_at), (Some(Outcome::Missed), Some(on_monday("08:22:00"))));
    assert_eq!(clock.next_step_at, None);
}

#[test]
fn a_missed_clock_counts_on_until_it_is_stopped() {
    let mut clock = monday_clock();
    clock.step(on_monday("09:00:00"), terms(&DESK));
    assert_eq!(clock.state, ClockState::Running);
    // 08:12 to 09:12 is an hour, due or not.
    assert_eq!(clock.elapsed_at(on_monday("09:12:00"), &DESK), HOUR);
    clock.stop(on_monday("09:12:00"), &DESK);
    assert_eq!((clock.elapsed_micros, clock.outcome), (HOUR, Some(Outcome::Missed)));
    assert_eq!(clock.decided_at, Some(on_monday("08:22:00")));
}

#[test]
fn on_catching_up_only_the_last_has_consequences() {
    let mut clock = monday_clock();
    let terms = Terms { calendar: &DESK, warn: &[50, 75, 90] };
    clock.replan(600 * SECOND, &DESK, terms, on_monday("08:12:00"));
    // 50 %: 5 min, 75 %: 7 min 30 s, 90 %: 9 min, due 10 min; the server slept until noon.
    let expected = [
        fired(Step::Warning(50), "08:17:00", true),
        fired(Step::Warning(75), "08:19:30", true),
        fired(Step::Warning(90), "08:21:00", true),
        fired(Step::Breach, "08:22:00", false),
    ];
    assert_eq!(clock.step(on_monday("12:00:00"), terms), expected);
}

#[test]
fn stopped_at_due_is_met() {
    let mut clock = monday_clock();
    let stop = clock.stop(on_monday("08:22:00"), &DESK);
    assert_eq!((stop.outcome, stop.missed_now, stop.breach_undone), (Some(Outcome::Met), false, false));
    assert_eq!((clock.decided_at, clock.elapsed_micros), (Some(on_monday("08:22:00")), 10 * MINUTE));
}

#[test]
fn w14_a_second_after_closing_is_missed_at_once() {
    let mut clock = clock(&DESK, "2027-01-05T17:20:00+01:00", 600);
    // Due 17:30, closing. Distributed at 17:30:01: nothing was counted since, and it is missed all the same.
    let stop = clock.stop(at("2027-01-05T17:30:01+01:00"), &DESK);
    assert!(stop.missed_now);
    assert_eq!(clock.elapsed_micros, 10 * MINUTE);
    assert_eq!(clock.decided_at, Some(at("2027-01-05T17:30:00+01:00")));
}

#[test]
fn w14_shows_as_missed_in_the_night() {
    let mut clock = clock(&DESK, "2027-01-05T17:20:00+01:00", 600);
    // Nobody stops it; the pass at 17:30:01 finds it, not the one on the 7th.
    let fired = clock.step(at("2027-01-05T17:30:01+01:00"), terms(&DESK));
    assert_eq!(fired.last().map(|f| f.step), Some(Step::Breach));
}

#[test]
fn a_pause_moves_due() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:15:00"), terms(&DESK));
    // 3 min are used; nothing is due while it rests.
    assert_eq!((clock.elapsed_micros, clock.due_at, clock.next_step_at), (3 * MINUTE, None, None));
    clock.resume(on_monday("09:15:00"), terms(&DESK));
    // 7 min are left: 09:22. The warning at 7 min 30 s: 4 min 30 s after 09:15.
    assert_eq!(clock.due_at, Some(on_monday("09:22:00")));
    assert_eq!(clock.next_step_at, Some(on_monday("09:19:30")));
}

#[test]
fn a_pause_over_night_counts_nothing() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:15:00"), terms(&DESK));
    clock.resume(at("2026-12-01T06:00:00+01:00"), terms(&DESK));
    // Resumed before opening: Tuesday 07:00 + 7 min.
    assert_eq!(clock.due_at, Some(at("2026-12-01T07:07:00+01:00")));
}

#[test]
fn pausing_twice_and_resuming_twice_changes_nothing() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:15:00"), terms(&DESK));
    clock.pause(on_monday("08:18:00"), terms(&DESK));
    clock.resume(on_monday("08:20:00"), terms(&DESK));
    clock.resume(on_monday("08:21:00"), terms(&DESK));
    // 3 min before, 7 min after 08:20: 08:27.
    assert_eq!(clock.due_at, Some(on_monday("08:27:00")));
}

#[test]
fn a_pause_exactly_at_due_saves_nothing() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:22:00"), terms(&DESK));
    // 10 min are used: due is that very instant, and stays so.
    assert_eq!(clock.due_at, Some(on_monday("08:22:00")));
    assert_eq!(clock.step(on_monday("08:22:00"), terms(&DESK)).len(), 1);
    let fired_after = clock.step(on_monday("08:22:00.000001"), terms(&DESK));
    assert_eq!(fired_after, [fired(Step::Breach, "08:22:00", false)]);
}

#[test]
fn a_pause_one_microsecond_before_due_saves_it() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:21:59.999999"), terms(&DESK));
    clock.step(on_monday("12:00:00"), terms(&DESK));
    assert_eq!((clock.outcome, clock.due_at), (None, None));
    clock.resume(on_monday("12:00:00"), terms(&DESK));
    // 1 µs is left.
    assert_eq!(clock.due_at, Some(on_monday("12:00:00.000001")));
}

#[test]
fn a_warning_reached_before_the_pause_still_comes() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:20:00"), terms(&DESK));
    // Reached at 08:19:30, noticed at 08:20:01 while it rests.
    let warning = fired(Step::Warning(75), "08:19:30", false);
    assert_eq!(clock.step(on_monday("08:20:01"), terms(&DESK)), [warning]);
    // The rest of it waits for the resumption.
    assert_eq!(clock.next_step_at, None);
    clock.resume(on_monday("09:00:00"), terms(&DESK));
    // 8 min used, 2 min left.
    assert_eq!(clock.due_at, Some(on_monday("09:02:00")));
}

#[test]
fn a_stop_recorded_late_undoes_the_breach() {
    let mut clock = monday_clock();
    clock.step(on_monday("08:30:00"), terms(&DESK));
    assert_eq!(clock.outcome, Some(Outcome::Missed));
    // Recorded 08:30, effective 08:21.
    let stop = clock.stop(on_monday("08:21:00"), &DESK);
    assert!(stop.breach_undone);
    assert_eq!((clock.outcome, clock.decided_at), (Some(Outcome::Met), Some(on_monday("08:21:00"))));
    assert_eq!(clock.elapsed_micros, 9 * MINUTE);
}

#[test]
fn a_stop_effective_before_the_last_replanning_takes_time_off() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 4 * 3600);
    // Longer target from 10:00 on: 2 h are put away, the anchor is 10:00.
    clock.replan(8 * HOUR, &ALWAYS, terms(&ALWAYS), on_monday("10:00:00"));
    clock.stop(on_monday("09:30:00"), &ALWAYS);
    // 08:00 to 09:30.
    assert_eq!((clock.elapsed_micros, clock.outcome), (90 * MINUTE, Some(Outcome::Met)));
}

#[test]
fn a_stop_while_it_rests() {
    let mut clock = monday_clock();
    clock.pause(on_monday("08:15:00"), terms(&DESK));
    clock.stop(on_monday("16:00:00"), &DESK);
    // 3 min used, never due.
    assert_eq!((clock.elapsed_micros, clock.outcome), (3 * MINUTE, Some(Outcome::Met)));
}

#[test]
fn what_is_stopped_stays() {
    let mut clock = monday_clock();
    clock.stop(on_monday("08:15:00"), &DESK);
    let before = clock.clone();
    clock.stop(on_monday("09:00:00"), &DESK);
    clock.pause(on_monday("09:00:00"), terms(&DESK));
    clock.withdraw(on_monday("09:00:00"), &DESK);
    assert_eq!(clock.step(on_monday("12:00:00"), terms(&DESK)), []);
    assert_eq!(clock, before);
}

#[test]
fn reopening_goes_on_with_the_time_it_had() {
    let mut clock = monday_clock();
    clock.stop(on_monday("08:16:00"), &DESK);
    clock.reopen(on_monday("13:00:00"), terms(&DESK));
    // 4 min used, 6 left; what lay between does not count.
    assert_eq!((clock.outcome, clock.decided_at, clock.stopped_at), (None, None, None));
    assert_eq!(clock.due_at, Some(on_monday("13:06:00")));
}

#[test]
fn reopening_never_undoes_a_miss() {
    let mut clock = monday_clock();
    clock.stop(on_monday("08:30:00"), &DESK);
    clock.reopen(on_monday("13:00:00"), terms(&DESK));
    assert_eq!((clock.outcome, clock.state), (Some(Outcome::Missed), ClockState::Running));
    clock.stop(on_monday("13:05:00"), &DESK);
    // 18 min before, 5 after.
    assert_eq!((clock.outcome, clock.elapsed_micros), (Some(Outcome::Missed), 23 * MINUTE));
    assert_eq!(clock.decided_at, Some(on_monday("08:22:00")));
}

#[test]
fn reopened_with_nothing_left_it_is_due_at_the_reopening() {
    let mut clock = monday_clock();
    clock.stop(on_monday("08:22:00"), &DESK);
    clock.reopen(on_monday("13:00:00"), terms(&DESK));
    // All 10 min used and met then; the first instant at which it can be late is now.
    assert_eq!(clock.due_at, Some(on_monday("13:00:00")));
}

#[test]
fn a_fault_that_persisted_counts_the_time_in_between() {
    let mut clock = clock(&ALWAYS, "2026-12-03T16:27:00+01:00", 2 * 3600);
    clock.stop(at("2026-12-03T17:00:00+01:00"), &ALWAYS);
    clock.continue_since_stop(terms(&ALWAYS));
    // As if never stopped: 16:27 + 2 h.
    assert_eq!(clock.due_at, Some(at("2026-12-03T18:27:00+01:00")));
    assert_eq!(clock.elapsed_at(at("2026-12-03T17:27:00+01:00"), &ALWAYS), HOUR);
}

#[test]
fn withdrawn_is_no_verdict() {
    let mut clock = monday_clock();
    clock.withdraw(on_monday("08:20:00"), &DESK);
    assert_eq!((clock.outcome, clock.elapsed_micros), (Some(Outcome::Withdrawn), 8 * MINUTE));
    assert_eq!(clock.decided_at, Some(on_monday("08:20:00")));
}

#[test]
fn withdrawing_does_not_hide_a_breach_nobody_noticed() {
    let mut clock = monday_clock();
    // No pass ran between 08:22 and 08:22:01.
    clock.withdraw(on_monday("08:22:01"), &DESK);
    assert_eq!((clock.outcome, clock.decided_at), (Some(Outcome::Missed), Some(on_monday("08:22:00"))));
}

#[test]
fn a_shorter_target_may_be_missed_by_the_change() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 8 * 3600);
    clock.replan(2 * HOUR, &ALWAYS, terms(&ALWAYS), on_monday("11:00:00"));
    // 3 h used of 2: missed at the moment of change, not at 10:00.
    assert!(clock.by_change);
    assert_eq!((clock.outcome, clock.decided_at), (Some(Outcome::Missed), Some(on_monday("11:00:00"))));
    assert_eq!((clock.generation, clock.next_step_at), (2, None));
}

#[test]
fn a_shorter_target_that_still_fits() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 8 * 3600);
    clock.replan(4 * HOUR, &ALWAYS, terms(&ALWAYS), on_monday("10:00:00"));
    // 2 h used, 2 left: 12:00. The warning at 3 h: 11:00.
    assert_eq!((clock.due_at, clock.by_change), (Some(on_monday("12:00:00")), false));
    assert_eq!(clock.next_step_at, Some(on_monday("11:00:00")));
}

#[test]
fn a_shorter_target_used_up_exactly_now_is_due_now() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 8 * 3600);
    clock.replan(2 * HOUR, &ALWAYS, terms(&ALWAYS), on_monday("10:00:00"));
    // Due at 10:00 is not in the past; stopped in the same moment it is met.
    assert_eq!((clock.outcome, clock.due_at), (None, Some(on_monday("10:00:00"))));
    clock.stop(on_monday("10:00:00"), &ALWAYS);
    assert_eq!(clock.outcome, Some(Outcome::Met));
}

#[test]
fn a_shorter_target_used_up_at_closing_yesterday_is_past() {
    let mut clock = clock(&OFFICE, "2026-11-30T15:00:00+01:00", 8 * 3600);
    clock.replan(2 * HOUR, &OFFICE, terms(&OFFICE), on_monday("20:00:00"));
    // 15:00 to closing at 17:00 is exactly 2 h: due 17:00, which is past at 20:00.
    assert!(clock.by_change);
}

#[test]
fn a_new_duration_is_a_new_generation_and_warns_again() {
    let mut clock = monday_clock();
    clock.step(on_monday("08:20:00"), terms(&DESK));
    clock.replan(1200 * SECOND, &DESK, terms(&DESK), on_monday("08:20:00"));
    // 20 min from 08:12: due 08:32; 75 % is 15 min: 08:27.
    assert_eq!((clock.generation, clock.warned_percent), (2, 0));
    assert_eq!(clock.due_at, Some(on_monday("08:32:00")));
    assert_eq!(clock.next_step_at, Some(on_monday("08:27:00")));
    assert_eq!(cause_key("17", 2, Step::Warning(75)), "17:2:warn:75");
}

#[test]
fn a_warning_already_reached_under_the_new_duration_comes_at_the_change() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 8 * 3600);
    clock.replan(2 * HOUR, &ALWAYS, terms(&ALWAYS), on_monday("09:45:00"));
    // 1 h 45 min of 2 h are used, 75 % was 1 h 30 min: the warning belongs to the moment of change.
    let warning = fired(Step::Warning(75), "09:45:00", false);
    assert_eq!(clock.step(on_monday("09:45:00"), terms(&ALWAYS)), [warning]);
}

#[test]
fn another_calendar_counts_from_the_change_only() {
    let mut clock = clock(&ALWAYS, "2026-11-30T18:00:00+01:00", 8 * 3600);
    clock.replan(8 * HOUR, &ALWAYS, terms(&OFFICE), on_monday("20:00:00"));
    // 2 h stay counted; 6 h from Tuesday 08:00: 14:00. The duration is the same: no new generation.
    assert_eq!(clock.due_at, Some(at("2026-12-01T14:00:00+01:00")));
    assert_eq!((clock.generation, clock.calendar.as_str()), (1, "office"));
}

#[test]
fn a_longer_target_does_not_undo_a_breach() {
    let mut noticed = monday_clock();
    noticed.step(on_monday("08:25:00"), terms(&DESK));
    let mut unnoticed = monday_clock();
    for clock in [&mut noticed, &mut unnoticed] {
        clock.replan(3600 * SECOND, &DESK, terms(&DESK), on_monday("08:30:00"));
        assert_eq!((clock.outcome, clock.by_change), (Some(Outcome::Missed), false));
        assert_eq!(clock.decided_at, Some(on_monday("08:22:00")));
    }
}

#[test]
fn a_fault_that_began_earlier_than_thought() {
    let mut clock = clock(&ALWAYS, "2026-12-03T16:30:00+01:00", 2 * 3600);
    let now = at("2026-12-03T17:00:00+01:00");
    clock.restart_from(at("2026-12-03T16:27:00+01:00"), &ALWAYS, terms(&ALWAYS), now);
    // 16:27 + 2 h.
    assert_eq!(clock.due_at, Some(at("2026-12-03T18:27:00+01:00")));
    // At 12:00 already: 14:00 is past, so it is missed now, by the change.
    clock.restart_from(at("2026-12-03T12:00:00+01:00"), &ALWAYS, terms(&ALWAYS), now);
    assert_eq!((clock.by_change, clock.decided_at), (true, Some(now)));
}

#[test]
fn a_target_that_starts_outside_hours() {
    // Sunday: the clock runs, nothing is counted; Monday 07:00 + 10 min.
    let clock = clock(&DESK, "2026-11-29T12:00:00+01:00", 600);
    assert_eq!(clock.due_at, Some(at("2026-11-30T07:10:00+01:00")));
    assert_eq!(clock.elapsed_at(at("2026-11-30T07:00:00+01:00"), &DESK), 0);
}

#[test]
fn a_share_of_an_odd_target_is_rounded_up() {
    let mut clock = clock(&ALWAYS, "2026-11-30T08:00:00+01:00", 1);
    // 1 s: 33 % is 330 000 µs exactly.
    let terms = Terms { calendar: &ALWAYS, warn: &[33] };
    clock.replan(SECOND, &ALWAYS, terms, on_monday("08:00:00"));
    assert_eq!(clock.next_step_at, None.or(Some(on_monday("08:00:00.330000"))));
    // 10 µs: 33 % is 3.3 µs, reached with the fourth.
    clock.replan(10, &ALWAYS, terms, on_monday("08:00:00"));
    assert_eq!(clock.next_step_at, Some(on_monday("08:00:00.000004")));
}

#[test]
fn a_calendar_that_never_opens_has_no_due() {
    let never = sla::Calendar::build(&spec("never", "UTC", [""; 7], None)).unwrap();
    let mut clock = clock(&never, "2026-11-30T08:00:00Z", 60);
    assert_eq!((clock.due_at, clock.next_step_at), (None, None));
    clock.stop(at("2030-01-01T00:00:00Z"), &never);
    assert_eq!(clock.outcome, Some(Outcome::Met));
}

#[test]
fn keys_are_stable() {
    for step in [Step::Warning(1), Step::Warning(99), Step::Breach] {
        assert_eq!(Step::parse(&step.key()), Some(step));
    }
    assert_eq!(Step::Warning(75).key(), "warn:75");
    assert_eq!(Outcome::parse("missed"), Some(Outcome::Missed));
    assert_eq!(ClockState::parse("paused"), Some(ClockState::Paused));
    assert_eq!(monday_clock().cause(Step::Breach), "t#1:1:breach");
}
