//! Calendars and targets of the tests.

use sla::{Agreement, Calendar, CalendarSpec, Calendars, Clock, Conditions, Country, LocalSpan, Metric};
use sla::{Moment, Repeat, RestorationFrom, Target, Terms};
use std::sync::LazyLock;

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;

/// A moment written with any offset.
pub fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

pub fn micros(count: i64) -> chrono::TimeDelta {
    chrono::TimeDelta::microseconds(count)
}

/// Hours of Monday to Sunday, several a day with a space between, empty for closed.
pub fn week(days: [&str; 7]) -> [Vec<LocalSpan>; 7] {
    days.map(|day| day.split_whitespace().map(|span| LocalSpan::parse(span).unwrap()).collect())
}

pub fn spec(key: &str, zone: &str, days: [&str; 7], holidays: Option<Country>) -> CalendarSpec {
    CalendarSpec {
        key: key.into(),
        version: "1".into(),
        zone: zone.into(),
        week: week(days),
        holidays,
        ..CalendarSpec::default()
    }
}

pub fn weekdays(hours: &str) -> [&str; 7] {
    [hours, hours, hours, hours, hours, "", ""]
}

/// WC-01: Monday to Thursday 07:00-17:30, Friday 07:00-16:00.
pub fn servicedesk() -> CalendarSpec {
    let day = "07:00-17:30";
    spec("servicedesk", "Europe/Stockholm", [day, day, day, day, "07:00-16:00", "", ""], Some(Country::Se))
}

pub fn office() -> CalendarSpec {
    spec("office", "Europe/Stockholm", weekdays("08:00-17:00"), Some(Country::Se))
}

pub static DESK: LazyLock<Calendar> = LazyLock::new(|| Calendar::build(&servicedesk()).unwrap());
pub static OFFICE: LazyLock<Calendar> = LazyLock::new(|| Calendar::build(&office()).unwrap());
pub static ALWAYS: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::build(&CalendarSpec::always("Europe/Stockholm")).unwrap());

pub static CALENDARS: LazyLock<Calendars> =
    LazyLock::new(|| [DESK.clone(), OFFICE.clone(), ALWAYS.clone()].into_iter().collect());

pub fn target(key: &str, metric: Metric, seconds: i64, calendar: &str) -> Target {
    Target {
        key: key.into(),
        metric,
        when: Conditions::default(),
        except_channels: Vec::new(),
        wanted: None,
        seconds,
        calendar: calendar.into(),
        pauses: vec!["waiting_requester".into()],
        warn: vec![75],
        restoration_from: RestorationFrom::FaultBegan,
        repeat: Repeat::Same,
        own: None,
        line: None,
    }
}

pub fn agreement(targets: Vec<Target>) -> Agreement {
    Agreement {
        key: "sla".into(),
        version: "1.3".into(),
        valid_from: chrono::NaiveDate::from_ymd_opt(2012, 3, 15).unwrap(),
        valid_to: None,
        starts_from: None,
        zone: "Europe/Stockholm".into(),
        targets,
    }
}

/// A resolution clock of so many seconds, warning at 75 %.
pub fn clock(calendar: &Calendar, started_at: &str, seconds: i64) -> Clock {
    let target = target("t", Metric::Resolution, seconds, calendar.key());
    Clock::start(&agreement(Vec::new()), &target, calendar, 1, at(started_at))
}

pub fn terms(calendar: &Calendar) -> Terms<'_> {
    Terms { calendar, warn: &[75] }
}

/// Checks that a clock started then is due then.
#[track_caller]
pub fn is_due(calendar: &Calendar, started_at: &str, seconds: i64, due: &str) {
    assert_eq!(clock(calendar, started_at, seconds).due_at, Some(at(due)));
}
