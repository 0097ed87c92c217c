//! Opening hours: holidays, midnight, both DST nights, and what a clock makes of them.

use crate::kit::*;
use chrono::NaiveDate;
use sla::{Calendar, CalendarFault, CalendarSpec, Country, DayOf, LocalSpan, eves, holidays};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn built(zone: &str, days: [&str; 7], country: Option<Country>) -> Calendar {
    Calendar::build(&spec("c", zone, days, country)).unwrap()
}

fn daily(zone: &str, hours: &str) -> Calendar {
    built(zone, [hours; 7], None)
}

/// Hours of a date as moments.
fn hours(calendar: &Calendar, day: &str) -> Vec<(String, String)> {
    let text = |moment: sla::Moment| moment.format("%Y-%m-%dT%H:%MZ").to_string();
    calendar.hours_on(date(day)).into_iter().map(|(from, to)| (text(from), text(to))).collect()
}

fn pair(from: &str, to: &str) -> Vec<(String, String)> {
    vec![(from.to_owned(), to.to_owned())]
}

/// Clocks that all count by one version say which is meant; where they differ, or name the current one, nothing does.
#[test]
fn what_started_under_a_version_is_replayed_under_it() {
    let office = |version: &str, hours: &str| {
        let written =
            CalendarSpec { version: version.into(), ..spec("c", "Europe/Stockholm", [hours; 7], None) };
        Calendar::build(&written).unwrap()
    };
    let (old, new) = (office("1", "08:00-17:00"), office("2", "09:00-16:00"));
    let clocks = [&old, &new].map(|calendar| clock(calendar, "2026-11-30T12:00:00+01:00", 600));
    let mut both = sla::Calendars::from_iter([new]);
    both.inherit(&sla::Calendars::from_iter([old]));
    let current =
        |clocks: &[sla::Clock]| both.as_started(clocks).map(|c| c.get("c").unwrap().version().to_owned());
    assert_eq!(current(&clocks[..1]), Some("1".to_owned()));
    assert_eq!(current(&clocks[1..]), None);
    assert_eq!(current(&clocks), None);
    assert_eq!(current(&[]), None);
}

#[test]
fn w01_a_plain_morning() {
    // Monday, open since 07:00. 08:12 + 10 min = 08:22.
    is_due(&DESK, "2026-11-30T08:12:00+01:00", 600, "2026-11-30T08:22:00+01:00");
}

#[test]
fn w03_a_plain_afternoon() {
    // Tuesday. 13:40 + 10 min = 13:50.
    is_due(&DESK, "2026-12-01T13:40:00+01:00", 600, "2026-12-01T13:50:00+01:00");
}

#[test]
fn w06_all_hours() {
    // The fault began 16:27; 2 h at all hours: 18:27, past closing. Start 1 h from 16:30: 17:30. Information: 17:00.
    is_due(&ALWAYS, "2026-12-03T16:27:00+01:00", 2 * 3600, "2026-12-03T18:27:00+01:00");
    is_due(&ALWAYS, "2026-12-03T16:30:00+01:00", 3600, "2026-12-03T17:30:00+01:00");
    is_due(&ALWAYS, "2026-12-03T16:30:00+01:00", 1800, "2026-12-03T17:00:00+01:00");
}

#[test]
fn w13_over_one_night() {
    // Thursday 15:10 to 17:00 is 1 h 50 min; of 8 h 6 h 10 min are left, from Friday 08:00: 14:10.
    is_due(&OFFICE, "2026-12-10T15:10:00+01:00", 8 * 3600, "2026-12-11T14:10:00+01:00");
    // At all hours: 15:10 + 1 h = 16:10, 15:10 + 30 min = 15:40.
    is_due(&ALWAYS, "2026-12-10T15:10:00+01:00", 3600, "2026-12-10T16:10:00+01:00");
    is_due(&ALWAYS, "2026-12-10T15:10:00+01:00", 1800, "2026-12-10T15:40:00+01:00");
}

#[test]
fn w14_used_up_exactly_at_closing() {
    // Tuesday 17:20 + 10 min = 17:30, which is closing: due there, not on the 7th.
    is_due(&DESK, "2027-01-05T17:20:00+01:00", 600, "2027-01-05T17:30:00+01:00");
    // One microsecond more does not fit: the 6th is Epiphany, so it is the first of the 7th.
    let over = DESK.advance(at("2027-01-05T17:20:00+01:00"), 10 * MINUTE + 1);
    assert_eq!(over, Some(at("2027-01-07T07:00:00.000001+01:00")));
    // What opens next is the 7th.
    let next = DESK.next_opening(at("2027-01-05T17:30:00+01:00"));
    assert_eq!(next, Some(at("2027-01-07T07:00:00+01:00")));
}

#[test]
fn w15_service_days_of_nine_hours() {
    let start = "2026-12-08T10:00:00+01:00";
    // Tuesday 10 to 17 is 7 h, Wednesday 9 h, together 16 h; 2 h more on Thursday from 08:00: 10:00.
    is_due(&OFFICE, start, 18 * 3600, "2026-12-10T10:00:00+01:00");
    // 4 h: 14:00 the same day.
    is_due(&OFFICE, start, 4 * 3600, "2026-12-08T14:00:00+01:00");
    // 8 h: 7 h on Tuesday, 1 h on Wednesday: 09:00.
    is_due(&OFFICE, start, 8 * 3600, "2026-12-09T09:00:00+01:00");
    // 10 h: 7 h on Tuesday, 3 h on Wednesday: 11:00.
    is_due(&OFFICE, start, 10 * 3600, "2026-12-09T11:00:00+01:00");
}

#[test]
fn maundy_thursday_at_16_59_in_sweden() {
    // Easter 2026 is 5 April; Thursday 2 April is an ordinary day until 17:30: 31 min. Friday, Saturday, Sunday and
    // Easter Monday are closed. Of 1 h 29 min are left: Tuesday 7 April 07:29.
    is_due(&DESK, "2026-04-02T16:59:00+02:00", 3600, "2026-04-07T07:29:00+02:00");
}

#[test]
fn maundy_thursday_as_a_half_day_of_ones_own() {
    let mut own = servicedesk();
    own.days.insert(date("2026-04-02"), vec![LocalSpan::parse("07:00-13:00").unwrap()]);
    let own = Calendar::build(&own).unwrap();
    // Closed since 13:00, so the whole hour falls on Tuesday: 08:00.
    is_due(&own, "2026-04-02T16:59:00+02:00", 3600, "2026-04-07T08:00:00+02:00");
    // Friday's ordinary hours would have been until 16:00; it is closed.
    assert_eq!(hours(&own, "2026-04-03"), []);
}

#[test]
fn maundy_thursday_in_denmark() {
    let danish = built("Europe/Copenhagen", weekdays("08:00-16:00"), Some(Country::Dk));
    // Wednesday 15:30 to 16:00 is 30 min; Thursday to Monday are closed; Tuesday 08:00 + 30 min.
    is_due(&danish, "2026-04-01T15:30:00+02:00", 3600, "2026-04-07T08:30:00+02:00");
}

#[test]
fn great_prayer_day_until_2023() {
    let danish = built("Europe/Copenhagen", weekdays("08:00-16:00"), Some(Country::Dk));
    // Easter 2023 is 9 April, + 26 days is Friday 5 May, closed: 1 h on Thursday, 1 h on Monday 8 May.
    is_due(&danish, "2023-05-04T15:00:00+02:00", 2 * 3600, "2023-05-08T09:00:00+02:00");
    // Easter 2024 is 31 March, + 26 days is Friday 26 April, open: 1 h on Thursday, 1 h on Friday.
    is_due(&danish, "2024-04-25T15:00:00+02:00", 2 * 3600, "2024-04-26T09:00:00+02:00");
}

#[test]
fn own_opening_wins_over_a_holiday() {
    let mut own = servicedesk();
    own.days.insert(date("2027-01-06"), vec![LocalSpan::parse("10:00-12:00").unwrap()]);
    let own = Calendar::build(&own).unwrap();
    // 10 min on the 5th until 17:30, 50 min on Epiphany from 10:00: 10:50.
    is_due(&own, "2027-01-05T17:20:00+01:00", 3600, "2027-01-06T10:50:00+01:00");
}

#[test]
fn new_years_eve_at_23_59() {
    // All hours: 23:59 + 2 min = 00:01 of the new year.
    is_due(&ALWAYS, "2026-12-31T23:59:00+01:00", 120, "2027-01-01T00:01:00+01:00");
    // Desk: closed; Friday 1 January is a holiday, then a weekend: Monday 4 January 07:10.
    is_due(&DESK, "2026-12-31T23:59:00+01:00", 600, "2027-01-04T07:10:00+01:00");
}

#[test]
fn eves_are_open_unless_the_desk_closes_them() {
    // Wednesday 30 December 17:25: 5 min until 17:30. New Year's Eve is a Thursday and open: 07:05.
    is_due(&DESK, "2026-12-30T17:25:00+01:00", 600, "2026-12-31T07:05:00+01:00");
    let closed = CalendarSpec { eves_closed: true, ..servicedesk() };
    // Closed on the eve, New Year's Day and the weekend: Monday 4 January 07:05.
    let closed = Calendar::build(&closed).unwrap();
    is_due(&closed, "2026-12-30T17:25:00+01:00", 600, "2027-01-04T07:05:00+01:00");
}

#[test]
fn a_holiday_keeps_the_tail_of_the_night_before() {
    let nights = built("Europe/Stockholm", ["22:00-06:00"; 7], Some(Country::Se));
    // From 25 December 05:00: 1 h of the night that began on the 24th. Nothing begins on the 25th and 26th, both
    // holidays; the second hour is the first of Sunday the 27th: 23:00.
    is_due(&nights, "2026-12-25T05:00:00+01:00", 2 * 3600, "2026-12-27T23:00:00+01:00");
    assert!(!nights.is_open(at("2026-12-26T23:00:00+01:00")));
}

#[test]
fn the_spring_night_is_an_hour_short() {
    // 29 March 2026, 02:00 CET is 03:00 CEST. All hours from Saturday 23:00 CET (22:00Z): + 5 h = 03:00Z = 05:00 CEST.
    is_due(&ALWAYS, "2026-03-28T23:00:00+01:00", 5 * 3600, "2026-03-29T05:00:00+02:00");
    let nights = daily("Europe/Stockholm", "22:00-06:00");
    // 22:00 CET is 21:00Z, 06:00 CEST is 04:00Z: 7 h instead of 8, used up exactly at closing.
    is_due(&nights, "2026-03-28T22:00:00+01:00", 7 * 3600, "2026-03-29T06:00:00+02:00");
    // The eighth hour is the first of Sunday evening.
    is_due(&nights, "2026-03-28T22:00:00+01:00", 8 * 3600, "2026-03-29T23:00:00+02:00");
}

#[test]
fn borders_in_the_spring_gap_move_to_the_first_existing_instant() {
    // 02:30 does not exist; the first existing instant is 03:00 CEST = 01:00Z. 05:00 CEST is 03:00Z.
    let opens = daily("Europe/Stockholm", "02:30-05:00");
    assert_eq!(hours(&opens, "2026-03-29"), pair("2026-03-29T01:00Z", "2026-03-29T03:00Z"));
    // A closing at 02:30 moves to the same instant; 00:00 CET is 23:00Z the day before.
    let closes = daily("Europe/Stockholm", "00:00-02:30");
    assert_eq!(hours(&closes, "2026-03-29"), pair("2026-03-28T23:00Z", "2026-03-29T01:00Z"));
    // Wholly inside: empty; on the next day there again, 00:15Z to 00:45Z.
    let inside = daily("Europe/Stockholm", "02:15-02:45");
    assert_eq!(hours(&inside, "2026-03-29"), []);
    assert_eq!(hours(&inside, "2026-03-30"), pair("2026-03-30T00:15Z", "2026-03-30T00:45Z"));
}

#[test]
fn the_autumn_night_is_an_hour_long() {
    let nights = daily("Europe/Stockholm", "22:00-06:00");
    // 25 October 2026, 03:00 CEST is 02:00 CET. 22:00 CEST is 20:00Z, 06:00 CET is 05:00Z: 9 h.
    is_due(&nights, "2026-10-24T22:00:00+02:00", 9 * 3600, "2026-10-25T06:00:00+01:00");
    // Started at 02:30, the first of the two (00:30Z): + 1 h is 02:30 again (01:30Z).
    is_due(&ALWAYS, "2026-10-25T02:30:00+02:00", 3600, "2026-10-25T02:30:00+01:00");
}

#[test]
fn ambiguous_borders_open_early_and_close_late() {
    // 02:30 is 00:30Z and 01:30Z. Opening takes the first; 03:30 CET is 02:30Z: 2 h.
    let opens = daily("Europe/Stockholm", "02:30-03:30");
    assert_eq!(hours(&opens, "2026-10-25"), pair("2026-10-25T00:30Z", "2026-10-25T02:30Z"));
    // Closing takes the second; 01:00 CEST is 23:00Z the day before.
    let closes = daily("Europe/Stockholm", "01:00-02:30");
    assert_eq!(hours(&closes, "2026-10-25"), pair("2026-10-24T23:00Z", "2026-10-25T01:30Z"));
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let early = daily("Australia/Lord_Howe", "00:00-06:00");
    // 5 April 2026: 02:00 at +11:00 is 01:30 at +10:30. 00:00 is 13:00Z the day before, 06:00 is 19:30Z: 6 h 30 min.
    assert_eq!(hours(&early, "2026-04-05"), pair("2026-04-04T13:00Z", "2026-04-04T19:30Z"));
    // 4 October 2026: 02:00 at +10:30 is 02:30 at +11:00. An opening at 02:15 moves to 02:30 = 15:30Z.
    let opens = daily("Australia/Lord_Howe", "02:15-06:00");
    assert_eq!(hours(&opens, "2026-10-04"), pair("2026-10-03T15:30Z", "2026-10-03T19:00Z"));
}

#[test]
fn a_date_that_a_zone_skipped_is_empty() {
    // Samoa went from 29 December 2011 to the 31st.
    let apia = daily("Pacific/Apia", "08:00-16:00");
    assert_eq!(hours(&apia, "2011-12-30"), []);
    // The 29th at -10:00 is 18:00Z to 02:00Z.
    assert_eq!(hours(&apia, "2011-12-29"), pair("2011-12-29T18:00Z", "2011-12-30T02:00Z"));
}

#[test]
fn half_open_intervals() {
    // Open at 07:00, closed at 17:30.
    assert!(!DESK.is_open(at("2026-11-30T06:59:59.999999+01:00")));
    assert!(DESK.is_open(at("2026-11-30T07:00:00+01:00")));
    assert!(DESK.is_open(at("2026-11-30T17:29:59.999999+01:00")));
    assert!(!DESK.is_open(at("2026-11-30T17:30:00+01:00")));
    // While open the next opening is now.
    let now = at("2026-11-30T09:00:00+01:00");
    assert_eq!(DESK.next_opening(now), Some(now));
}

#[test]
fn a_whole_week() {
    // 4 × 10 h 30 min + 9 h = 51 h, from any moment to the same a week later.
    let week = DESK.open_micros(at("2026-11-11T15:00:00+01:00"), at("2026-11-18T15:00:00+01:00"));
    assert_eq!(week, 51 * HOUR);
    // Backwards there is nothing.
    assert_eq!(DESK.open_micros(at("2026-11-18T15:00:00+01:00"), at("2026-11-11T15:00:00+01:00")), 0);
}

#[test]
fn advancing_by_nothing_stays_and_never_is_none() {
    let closed = at("2026-11-29T12:00:00+01:00");
    assert_eq!(DESK.advance(closed, 0), Some(closed));
    let never = built("Europe/Stockholm", [""; 7], None);
    assert_eq!(never.advance(closed, 1), None);
    assert_eq!(never.next_opening(closed), None);
}

#[test]
fn noon_to_noon_is_24_hours_and_the_days_join() {
    let round = daily("Europe/Stockholm", "12:00-12:00");
    // Sunday noon to the Sunday after is 7 × 24 h without a gap.
    let from = at("2026-11-08T12:00:00+01:00");
    assert_eq!(round.open_micros(from, at("2026-11-15T12:00:00+01:00")), 7 * 24 * HOUR);
}

#[test]
fn swedish_holidays_of_2026() {
    let keys: Vec<String> =
        holidays(Country::Se, 2026).into_iter().map(|(date, key)| format!("{date} {key}")).collect();
    // Easter 5 April: Friday -2, Monday +1, Ascension +39 = 14 May, Whit Sunday +49 = 24 May. Midsummer Day is the
    // Saturday of 20-26 June: 20 June. All Saints' is the Saturday of 31 October-6 November: 31 October.
    let expected = [
        "2026-01-01 new_year",
        "2026-01-06 epiphany",
        "2026-04-03 good_friday",
        "2026-04-05 easter_sunday",
        "2026-04-06 easter_monday",
        "2026-05-01 first_of_may",
        "2026-05-14 ascension",
        "2026-05-24 whit_sunday",
        "2026-06-06 national_day",
        "2026-06-20 midsummer_day",
        "2026-10-31 all_saints",
        "2026-12-25 christmas_day",
        "2026-12-26 second_christmas_day",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn rules_begin_and_end() {
    let has = |country, year, key| holidays(country, year).iter().any(|(_, found)| *found == key);
    assert!(!has(Country::Se, 2004, "national_day") && has(Country::Se, 2005, "national_day"));
    assert!(has(Country::Se, 2004, "whit_monday") && !has(Country::Se, 2005, "whit_monday"));
    assert!(has(Country::Dk, 2023, "great_prayer_day") && !has(Country::Dk, 2024, "great_prayer_day"));
    // Danish Constitution Day is none.
    assert!(holidays(Country::Dk, 2026).iter().all(|(found, _)| *found != date("2026-06-05")));
}

#[test]
fn easter_of_extreme_years() {
    let easter =
        |year| holidays(Country::Dk, year).into_iter().find(|(_, key)| *key == "easter_sunday").unwrap().0;
    // Earliest within memory 23 March 2008, latest 25 April 2038; 2000 and 2019 as the tables have them.
    assert_eq!(easter(2008), date("2008-03-23"));
    assert_eq!(easter(2038), date("2038-04-25"));
    assert_eq!(easter(2000), date("2000-04-23"));
    assert_eq!(easter(2019), date("2019-04-21"));
}

#[test]
fn eves_of_2026() {
    // Midsummer Eve is the Friday before 20 June.
    let dates: Vec<NaiveDate> = eves(Country::Se, 2026).into_iter().map(|(date, _)| date).collect();
    assert_eq!(dates, [date("2026-06-19"), date("2026-12-24"), date("2026-12-31")]);
    assert_eq!(eves(Country::Dk, 2026).len(), 2);
}

#[test]
fn faults_of_a_calendar() {
    let unknown = spec("c", "Europe/Sverige", [""; 7], None);
    assert_eq!(Calendar::build(&unknown).unwrap_err(), CalendarFault::UnknownZone("Europe/Sverige".into()));
    let twice = spec("c", "UTC", ["07:00-12:00 11:59-13:00", "", "", "", "", "", ""], None);
    let found = twice.check();
    assert!(matches!(found[..], [CalendarFault::Overlap { on: DayOf::Week(0), .. }]), "{found:?}");
    assert_eq!(found[0].to_string(), "opening hours 07:00-12:00 and 11:59-13:00 of mon overlap");
    // Touching is no overlap.
    assert_eq!(spec("c", "UTC", ["07:00-12:00 12:00-13:00", "", "", "", "", "", ""], None).check(), []);
}

#[test]
fn hours_as_people_write_them() {
    for bad in
        ["7:00-17:30", "07:00", "07:00-24:01", "24:00-25:00", "07:60-08:00", "07.00-08.00", "", "24:00-06:00"]
    {
        assert!(LocalSpan::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(LocalSpan::parse("22:00-06:00").unwrap().to_string(), "22:00-06:00");
    assert_eq!(LocalSpan::parse("00:00-24:00").unwrap(), LocalSpan::WHOLE_DAY);
}

#[test]
fn the_version_of_the_zone_data_is_known() {
    let version = sla::tzdb_version();
    assert!(version.len() == 5 && version.starts_with("20"), "{version}");
}
