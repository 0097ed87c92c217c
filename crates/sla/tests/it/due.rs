//! `stafett sla due` by its contract: JSON in, JSON out.

use serde_json::{Value, json};
use sla::{DueRequest, due};

/// The answer to a request; weekdays 07:00-17:30 in Stockholm unless given.
fn answer(request: Value) -> Value {
    let mut whole = json!({
        "calendar": {"mon": [["07:00", "17:30"]], "tue": [["07:00", "17:30"]], "wed": [["07:00", "17:30"]],
                     "thu": [["07:00", "17:30"]], "fri": [["07:00", "17:30"]], "sat": [], "sun": []},
        "tz": "Europe/Stockholm", "holidays": {}, "pauses": [], "at": [],
    });
    for (key, value) in request.as_object().unwrap() {
        whole[key] = value.clone();
    }
    let request: DueRequest = serde_json::from_value(whole).unwrap();
    serde_json::to_value(due(&request).unwrap()).unwrap()
}

#[test]
fn due_is_utc_and_elapsed_goes_on_after_it() {
    // 08:12 CET + 10 min = 08:22 CET = 07:22Z. At 08:00 nothing, at 08:17 300 s, at 09:12 3600 s.
    let found = answer(json!({
        "start": "2026-11-30T08:12:00+01:00", "target_seconds": 600,
        "at": ["2026-11-30T08:00:00+01:00", "2026-11-30T07:17:00Z", "2026-11-30T09:12:00+01:00"],
    }));
    assert_eq!(found, json!({"due": "2026-11-30T07:22:00Z", "elapsed": [0, 300, 3600]}));
}

#[test]
fn input_may_have_any_offset() {
    // 02:12 at -05:00 is 07:12Z.
    let found = answer(json!({"start": "2026-11-30T02:12:00-05:00", "target_seconds": 600}));
    assert_eq!(found["due"], "2026-11-30T07:22:00Z");
}

#[test]
fn half_days_and_closed_days() {
    // Maundy Thursday 2025 until 13:00, Good Friday closed, weekend, Easter Monday closed. From Thursday 12:00 CEST
    // 1 h until 13:00; the second hour is the first of Tuesday the 22nd: 08:00 CEST = 06:00Z.
    let found = answer(json!({
        "start": "2025-04-17T12:00:00+02:00", "target_seconds": 7200,
        "holidays": {"2025-04-17": [["07:00", "13:00"]], "2025-04-18": [], "2025-04-21": []},
    }));
    assert_eq!(found["due"], "2025-04-22T06:00:00Z");
}

#[test]
fn a_holiday_may_open_a_closed_day() {
    // Saturday 29 November opened 10 to 12; from Friday 17:20 CET: 10 min, then 50 min: 10:50 CET.
    let found = answer(json!({
        "start": "2025-11-28T17:20:00+01:00", "target_seconds": 3600,
        "holidays": {"2025-11-29": [["10:00", "12:00"]]},
    }));
    assert_eq!(found["due"], "2025-11-29T09:50:00Z");
}

#[test]
fn pauses_in_any_shape_count_once() {
    // 09:00-10:00, 09:30-10:30, 10:30-11:00 again and again are one pause 09:00-11:00; an empty one, one before
    // the start and one at night are none. From 08:00: 1 h until 09:00, the second hour 11:00-12:00 CET.
    let found = answer(json!({
        "start": "2026-11-30T08:00:00+01:00", "target_seconds": 7200,
        "pauses": [
            ["2026-11-30T10:30:00+01:00", "2026-11-30T11:00:00+01:00"],
            ["2026-11-30T09:00:00+01:00", "2026-11-30T10:00:00+01:00"],
            ["2026-11-30T09:30:00+01:00", "2026-11-30T10:30:00+01:00"],
            ["2026-11-30T09:30:00+01:00", "2026-11-30T10:30:00+01:00"],
            ["2026-11-30T11:30:00+01:00", "2026-11-30T11:30:00+01:00"],
            ["2026-11-30T07:00:00+01:00", "2026-11-30T07:30:00+01:00"],
            ["2026-11-30T20:00:00+01:00", "2026-11-30T21:00:00+01:00"],
        ],
        "at": ["2026-11-30T10:00:00+01:00", "2026-11-30T11:30:00+01:00"],
    }));
    assert_eq!(found, json!({"due": "2026-11-30T11:00:00Z", "elapsed": [3600, 5400]}));
}

#[test]
fn met_at_the_begin_of_a_pause_it_is_due_there() {
    // 10 min until the pause at 08:22, which never ends.
    let request = json!({
        "start": "2026-11-30T08:12:00+01:00", "target_seconds": 600,
        "pauses": [["2026-11-30T08:22:00+01:00", null]],
    });
    assert_eq!(answer(request)["due"], "2026-11-30T07:22:00Z");
}

#[test]
fn a_pause_without_end_may_leave_no_due() {
    // One second short, for ever; what was counted stays.
    let found = answer(json!({
        "start": "2026-11-30T08:12:00+01:00", "target_seconds": 601,
        "pauses": [["2026-11-30T08:22:00+01:00", null]], "at": ["2099-01-01T00:00:00Z"],
    }));
    assert_eq!(found, json!({"due": null, "elapsed": [600]}));
}

#[test]
fn never_open_is_never_due() {
    let found = answer(json!({"calendar": {}, "start": "2026-11-30T08:12:00+01:00", "target_seconds": 1}));
    assert_eq!(found, json!({"due": null, "elapsed": []}));
    // Open on one date only, for an hour: 3600 s are reached, 3601 never.
    let days = json!({"2027-05-03": [["08:00", "09:00"]]});
    let with = |seconds: u32| json!({"calendar": {}, "holidays": days, "start": "2026-11-30T08:12:00+01:00", "target_seconds": seconds});
    assert_eq!(answer(with(3600))["due"], "2027-05-03T07:00:00Z");
    assert_eq!(answer(with(3601))["due"], Value::Null);
}

#[test]
fn nothing_to_reach_is_due_at_the_start() {
    // Sunday, closed.
    let found = answer(json!({"start": "2026-11-29T12:00:00+01:00", "target_seconds": 0}));
    assert_eq!(found["due"], "2026-11-29T11:00:00Z");
}

#[test]
fn overlapping_hours_are_their_union() {
    // 08:00-12:00 and 10:00-14:00, and the tail of Sunday's 22:00-09:00: open 00:00-14:00 on Monday, 14 h.
    let found = answer(json!({
        "calendar": {"sun": [["22:00", "09:00"]], "mon": [["10:00", "14:00"], ["08:00", "12:00"]]},
        "start": "2026-11-30T00:00:00+01:00", "target_seconds": 1, "at": ["2026-12-01T00:00:00+01:00"],
    }));
    assert_eq!(found["elapsed"], json!([14 * 3600]));
}

#[test]
fn the_night_before_the_start_reaches_into_it() {
    // Sunday 22:00 to Monday 06:00; started Monday 05:00 CET, 1 h: exactly closing.
    let found = answer(json!({
        "calendar": {"sun": [["22:00", "06:00"]]},
        "start": "2026-11-30T05:00:00+01:00", "target_seconds": 3600,
    }));
    assert_eq!(found["due"], "2026-11-30T05:00:00Z");
}

#[test]
fn noon_to_noon_and_the_end_of_the_day() {
    // Monday 12:00 to Tuesday 12:00 is 24 h; Wednesday 20:00-24:00 is 4 h; 28 h from Monday: Wednesday 24:00 CET.
    let found = answer(json!({
        "calendar": {"mon": [["12:00", "12:00"]], "wed": [["20:00", "24:00"]]},
        "start": "2026-11-30T00:00:00+01:00", "target_seconds": 28 * 3600,
    }));
    assert_eq!(found["due"], "2026-12-02T23:00:00Z");
}

#[test]
fn parts_of_seconds() {
    let found = answer(json!({
        "start": "2026-11-30T08:12:00.250+01:00", "target_seconds": 0.5, "at": ["2026-11-30T08:12:01.500+01:00"],
    }));
    assert_eq!(found, json!({"due": "2026-11-30T07:12:00.750Z", "elapsed": [1.25]}));
}

#[test]
fn far_away_years() {
    // 1971: no summer time; Friday 1 January is no holiday of this calendar: 07:00 CET + 10 min.
    let found = answer(json!({"start": "1971-01-01T00:00:00Z", "target_seconds": 600}));
    assert_eq!(found["due"], "1971-01-01T06:10:00Z");
    // 2150-06-01 is a Monday; summer time goes on by rule: 07:10 CEST.
    let found = answer(json!({"start": "2150-06-01T00:00:00Z", "target_seconds": 600}));
    assert_eq!(found["due"], "2150-06-01T05:10:00Z");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let ask = |zone: &str, from: &str| {
        let calendar =
            sla::WeekHours { mon: vec![(from.into(), "12:00".into())], ..sla::WeekHours::default() };
        let request =
            json!({"calendar": calendar, "tz": zone, "start": "2026-11-30T00:00:00Z", "target_seconds": 1});
        due(&serde_json::from_value(request).unwrap()).map_err(|fault| fault.to_string())
    };
    assert!(ask("UTC", "08:00").is_ok());
    assert!(ask("Mars/Base", "08:00").unwrap_err().contains("Mars/Base"));
    assert!(ask("UTC", "8").unwrap_err().contains("`8`"));
}

#[test]
fn less_than_no_time_and_pauses_that_run_backwards_are_refused_by_name() {
    let ask = |target: i64, pauses: Value| {
        let request = json!({
            "calendar": {}, "tz": "UTC", "start": "2026-11-30T00:00:00Z", "target_seconds": target, "pauses": pauses,
        });
        due(&serde_json::from_value(request).unwrap()).map(|_| ()).map_err(|fault| fault.to_string())
    };
    assert_eq!(ask(0, json!([["2026-11-30T10:00:00Z", "2026-11-30T10:00:00Z"]])), Ok(()));
    assert_eq!(ask(-1, json!([])), Err("target_seconds: a target is 0 or more".into()));
    let backward =
        json!([["2026-11-30T10:00:00Z", null], ["2026-11-30T12:00:00+01:00", "2026-11-30T10:59:59Z"]]);
    assert_eq!(ask(1, backward), Err("pauses[1]: ends before it begins".into()));
}
