//! WebCare.

use super::Acceptance;
use super::world::{World, is_at};
use serde_json::json;

const DESK: &str = "servicedesk@webcare.example";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const HEAD: &str = "enhetschef.bistand@exempelkommunen.example";
const PLANS: &str =
    "Sedan i morse går det inte att spara justerade vårdplaner på avd 32. Vem kan vi ringa, 08-465 004 11?";

pub const ALL: &[Acceptance] = &[
    Acceptance {
        shows: &["WC-01"],
        name: "wc_01_w14_due_exactly_at_closing_and_closed_on_epiphany",
        start: "2027-01-05T17:20:00+01:00",
        without: &[(
            "mon = [\"07:00-17:30\"]\ntue = [\"07:00-17:30\"]",
            "mon = [\"07:00-17:30\"]\ntue = [\"07:00-18:30\"]",
        )],
        run: closing,
    },
    Acceptance {
        shows: &["WC-02"],
        name: "wc_02_the_days_on_which_callers_waited_more_than_a_minute_on_average",
        start: "2026-12-31T23:59:00+01:00",
        without: &[(
            "measure = \"mean_answer\"\nwithin = \"60s\"",
            "measure = \"mean_answer\"\nwithin = \"120s\"",
        )],
        run: telephone,
    },
    Acceptance {
        shows: &["WC-03"],
        name: "wc_03_what_has_a_documented_solution_is_solved_within_the_call",
        start: "2026-12-31T23:59:00+01:00",
        without: &[(
            "measure = \"direct_resolution\"\nwithin = \"10m\"",
            "measure = \"direct_resolution\"\nwithin = \"20m\"",
        )],
        run: direct,
    },
    Acceptance {
        shows: &["WC-04"],
        name: "wc_04_every_mail_is_accounted_for_and_every_matter_registered",
        start: "2026-11-30T10:00:00+01:00",
        without: &[(
            "measure = \"registered\"\nobjective = \">= 1.00\"",
            "measure = \"registered\"\nobjective = \">= 0.50\"",
        )],
        run: reception,
    },
    Acceptance {
        shows: &["WC-05", "WC-10"],
        name: "wc_05_w01_distribution_within_ten_minutes_warned_and_breached_once",
        start: "2026-11-30T08:12:00+01:00",
        without: &[("within = \"10m\"", "within = \"20m\"")],
        run: distribution,
    },
    Acceptance {
        shows: &["WC-07", "WC-13"],
        name: "wc_07_13_a_critical_fault_goes_to_the_supplier_with_two_hours_from_its_begin",
        start: "2026-12-03T15:00:00+01:00",
        without: &[(
            "begins_inside = \"vardagar-8-17\" }\nwithin = \"2h\"",
            "begins_inside = \"vardagar-8-17\" }\nwithin = \"4h\"",
        )],
        run: supplier,
    },
    Acceptance {
        shows: &["WC-06", "WC-07"],
        name: "wc_06_07_on_maundy_thursday_a_minute_decides_between_two_and_four_hours",
        start: "2026-04-02T18:00:00+02:00",
        without: &[(
            "begins_outside = \"vardagar-8-17\" }\nwithin = \"4h\"",
            "begins_outside = \"vardagar-8-17\" }\nwithin = \"2h\"",
        )],
        run: occurrence,
    },
    Acceptance {
        shows: &["WC-06"],
        name: "wc_06_who_is_paid_by_the_fault_time_does_not_set_its_begin_alone",
        start: "2026-12-03T15:00:00+01:00",
        without: &[("second_person = true", "second_person = false")],
        run: second_person,
    },
    Acceptance {
        shows: &["WC-20"],
        name: "wc_20_fixed_reports_are_taken_out_and_a_special_one_is_ordered",
        start: "2026-12-01T10:00:00+01:00",
        without: &[(
            "name = { sv = \"Statistikuttag\", en = \"Statistics extraction\" }\nkind = \"request\"",
            "name = { sv = \"Statistikuttag\", en = \"Statistics extraction\" }\nkind = \"incident\"",
        )],
        run: reports,
    },
    Acceptance {
        shows: &["WC-32"],
        name: "wc_32_effort_in_days_and_money_split_and_against_plan",
        start: "2026-12-31T23:59:00+01:00",
        without: &[("kind = \"development\"\nrate = 1100", "kind = \"maintenance\"\nrate = 1100")],
        run: effort,
    },
    Acceptance {
        shows: &["WC-11"],
        name: "wc_11_priority_follows_effect_and_urgency",
        start: "2026-10-25T02:30:00+01:00",
        without: &[(
            "{ impact = \"alla\", urgency = \"genast\", priority = \"kritisk\" }",
            "{ impact = \"alla\", urgency = \"genast\", priority = \"lag\" }",
        )],
        run: priority,
    },
    Acceptance {
        shows: &["WC-06", "WC-09"],
        name: "wc_06_wc_09_each_environment_service_and_priority_has_its_times_in_its_service_time",
        start: "2026-12-04T16:00:00+01:00",
        without: &[(
            "environment = \"utbildning\", priority = \"medel\", kind = \"incident\" }\nwithin = \"8h\"",
            "environment = \"utbildning\", priority = \"medel\", kind = \"incident\" }\nwithin = \"9h\"",
        )],
        run: supplier_times,
    },
    Acceptance {
        shows: &["WC-08"],
        name: "wc_08_yearly_budgets_of_faults_tell_what_is_used_and_where_it_leads",
        start: "2027-03-15T00:00:00+01:00",
        without: &[(
            "wanted = \"<= 4\"\n\n[[objective]]\nkey = \"prod-fel-medel\"",
            "\n[[objective]]\nkey = \"prod-fel-medel\"",
        )],
        run: budgets,
    },
    Acceptance {
        shows: &["WC-14"],
        name: "wc_14_the_kind_of_solution_is_recorded_and_gives_the_cause",
        start: "2026-12-01T10:02:00+01:00",
        without: &[(
            "name = { sv = \"Besvarad enligt instruktion\", en = \"Answered by instruction\" }\ncause = \"handhavande\"",
            "name = { sv = \"Besvarad enligt instruktion\", en = \"Answered by instruction\" }\ncause = \"drift\"",
        )],
        run: solution,
    },
    Acceptance {
        shows: &["WC-15"],
        name: "wc_15_w04_what_belongs_to_the_directory_is_handed_over_and_stays_a_case",
        start: "2026-12-02T07:02:00+01:00",
        without: &[(
            "mail = \"ek-forvaltningen@region-exempel.example\"",
            "mail = \"annan@region-exempel.example\"",
        )],
        run: elsewhere,
    },
];

/// Handed to the supplier Friday 16:00, service time weekdays 8-17 unless it is production's operation. One hour ends
/// Friday 17:00, eight hours are one on Friday and seven on Monday: 15:00. 18 h are one on Friday, nine on Monday,
/// eight on Tuesday: 16:00; 36 h two days of nine more: Thursday 16:00. All-hours times end on the same evening.
fn supplier_times(world: &World<'_>) {
    for (service, environment, urgent, target, due) in [
        ("drift", "produktion", true, "prod-start-hog", "2026-12-04T17:00:00+01:00"),
        ("drift", "produktion", true, "prod-information", "2026-12-04T16:30:00+01:00"),
        ("drift", "produktion", true, "prod-feltid-hog-8-17", "2026-12-04T18:00:00+01:00"),
        ("webcare", "produktion", true, "prod-app-start-hog", "2026-12-04T17:00:00+01:00"),
        ("webcare", "produktion", false, "prod-app-start-medel", "2026-12-07T15:00:00+01:00"),
        ("webcare", "test", true, "test-start-hog", "2026-12-08T16:00:00+01:00"),
        ("drift", "test", false, "test-start-medel", "2026-12-10T16:00:00+01:00"),
        ("drift", "test", true, "test-information", "2026-12-07T11:00:00+01:00"),
        ("drift", "test", true, "test-feltid-hog", "2026-12-07T17:00:00+01:00"),
        ("drift", "utbildning", false, "utb-start-medel", "2026-12-07T15:00:00+01:00"),
        ("drift", "utbildning", true, "utb-feltid-hog", "2026-12-07T15:00:00+01:00"),
        ("drift", "utbildning", false, "utb-feltid-medel", "2026-12-05T16:00:00+01:00"),
    ] {
        // The same mail twice would be taken for one.
        let case = world.mail(CONTACT, DESK, "Driften ligger nere", &format!("Ingen kommer in. {target}"));
        let impact = if urgent { "alla" } else { "person" };
        let facts = json!({
            "case_type": "driftstorning", "service": service, "environment": environment, "impact": impact,
            "urgency": "genast",
        });
        world.done("servicedesk", &case, "take", &json!({}));
        world.done("servicedesk", &case, "classify", &facts);
        world.done("servicedesk", &case, "escalate", &json!({ "queue": "leverantor" }));
        let clock = world.clock("manager", &case, target);
        assert!(is_at(&clock["due_at"], due), "{service} {environment} {target}: {clock}");
    }
}

/// By 15 March 73 of 365 days have gone. Two critical faults of four: half used, 2.5 times too fast, ten in the year.
/// The manager is told once, however often the pass looks.
fn budgets(world: &World<'_>) {
    let facts = json!({
        "case_type": "driftstorning", "service": "drift", "environment": "produktion", "impact": "alla",
        "urgency": "genast",
    });
    for time in ["första", "andra"] {
        let case =
            world.mail(CONTACT, DESK, "Driften ligger nere", &format!("Ingen kommer in, {time} gången."));
        world.done("servicedesk", &case, "take", &json!({}));
        world.done("servicedesk", &case, "classify", &facts);
        world.done("servicedesk", &case, "restore", &json!({}));
    }
    let figure = |key: &str| world.figure("manager", "webcare", key, "", "2027-03-15");
    let high = figure("prod-fel-hog");
    assert_eq!(
        (&high["figure"], &high["from"], &high["fulfilled"]),
        (&json!(2.0), &json!("2027-01-01"), &json!(true))
    );
    assert_eq!(
        high["budget"],
        json!({ "limit": 4, "used": 0.5, "rate": 2.5, "forecast": 10.0, "passes": true })
    );
    assert_eq!(figure("prod-fel-medel")["figure"], json!(0.0));
    world.post.got();
    for _ in 0..2 {
        world.budgets();
    }
    let told = world.post.got();
    let told =
        told.iter().filter(|m| m.mail.subject.contains("budgeten") && m.to == ["manager@desk.example"]);
    assert_eq!(told.count(), 1);
}

fn closing(world: &World<'_>) {
    let text = "Vi har kallat till planering i morgon men kommunen svarar inte i systemet.";
    let from = "ssk.avd32@sjukhus.region-exempel.example";
    world.post.deliver(from, DESK, &crate::posthouse::letter(from, DESK, "Får inget svar", "", text));
    let case = world.post.only().mail.subject.rsplit_once('[').unwrap().1.trim_end_matches(']').to_owned();
    let clock = world.clock("servicedesk", &case, "fordelning");
    assert!(is_at(&clock["due_at"], "2027-01-05T17:30:00+01:00"), "{clock}");
    world.until("2027-01-05T17:30:01+01:00");
    assert_eq!(world.clock("manager", &case, "fordelning")["outcome"], "missed");
    // A mail after closing is told when it opens: 6 January is a holiday.
    let late = "ssk.akuten@sjukhus.region-exempel.example";
    world.post.got();
    world.post.deliver(
        late,
        DESK,
        &crate::posthouse::letter(late, DESK, "Sent", "", "Hinner ni svara i kväll?"),
    );
    assert!(world.post.only().mail.text.contains("2027-01-07 07:00"));
}

/// Calls of one working day, reported by the exchange: offered, seconds of waiting, seconds of talk.
fn calls(world: &World<'_>, calls: &[(&str, u64, u64)], outcome: &serde_json::Value) {
    for (at, (offered, waited, talked)) in calls.iter().enumerate() {
        let begin = testkit::at(offered);
        let after = |seconds: u64| (begin + std::time::Duration::from_secs(seconds)).to_rfc3339();
        let mut body = json!({
            "desk": "webcare", "id": format!("{offered}-{at}"), "offered_at": begin.to_rfc3339(),
            "answered_at": after(*waited), "ended_at": after(waited + talked),
        });
        body.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
        let answer = world.send("vaxel", "/api/v1/calls", &body);
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
}

fn of_december(world: &World<'_>) -> serde_json::Value {
    world.get("manager", "/reports/telephone?desk=webcare&from=2026-12-01&to=2027-01-01")
}

/// 30 December: 30 + 90 s are 60 on average. New Year's Eve: 30 + 91 are 60.5: the day that missed it. Outside the hours
/// nobody promised anything.
fn telephone(world: &World<'_>) {
    let told = [
        ("2026-12-30T08:00:00+01:00", 30, 60),
        ("2026-12-30T17:29:59+01:00", 90, 60),
        ("2026-12-31T08:00:00+01:00", 30, 60),
        ("2026-12-31T09:00:00+01:00", 91, 60),
        ("2026-12-30T17:30:00+01:00", 600, 60),
    ];
    calls(world, &told, &json!({}));
    let report = of_december(world);
    assert_eq!(report["answer"][0]["missed_days"], json!(["2026-12-31"]), "{report}");
}

/// Two within ten minutes, one of eleven: 2 / 3 is 66.66 %.
fn direct(world: &World<'_>) {
    let told = [
        ("2026-12-30T08:00:00+01:00", 5, 120),
        ("2026-12-30T09:00:00+01:00", 5, 600),
        ("2026-12-30T10:00:00+01:00", 5, 660),
    ];
    calls(world, &told, &json!({ "outcome": "solved", "solution": "instruktion" }));
    calls(world, &[("2026-12-30T11:00:00+01:00", 5, 60)], &json!({ "outcome": "solved" }));
    let report = of_december(world);
    let row = &report["direct"][0];
    assert_eq!(
        (&row["direct"], &row["not_direct"], &row["share"]),
        (&json!(2), &json!(1), &json!(0.6666)),
        "{report}"
    );
}

/// A matter, its answer, and a mail nobody sent: all accounted for, and two of three registered, until a person looked.
fn reception(world: &World<'_>) {
    world.post.deliver(CONTACT, DESK, &crate::posthouse::letter(CONTACT, DESK, "Kan inte spara", "", PLANS));
    let asked = world.post.only().mail.message_id.unwrap();
    let answer = format!("In-Reply-To: <{asked}>\n");
    let answer =
        crate::posthouse::letter(CONTACT, DESK, "Sv: Kan inte spara", &answer, "Det gäller två planer.");
    world.post.deliver(CONTACT, DESK, &answer);
    world.post.deliver("", DESK, "Subject: \n\n");
    let told = world.get("manager", "/reports/mails?desk=webcare&from=2026-11-30&to=2026-12-01");
    let whole = &told["whole"];
    let fates =
        ["opened", "joined", "noted", "set_aside", "waiting"].map(|fate| whole[fate].as_i64().unwrap());
    assert_eq!(
        (fates, fates.iter().sum::<i64>()),
        ([1, 1, 0, 1, 0], whole["received"].as_i64().unwrap()),
        "{told}"
    );
    assert_eq!(whole["proven"], true);
    let kept: Vec<_> = told["objectives"].as_array().unwrap().iter().map(|o| &o["fulfilled"]).collect();
    assert_eq!(kept, [&json!(true), &json!(false)], "{told}");
}

fn distribution(world: &World<'_>) {
    let case = world.mail(CONTACT, DESK, "Kan inte spara justerad vårdplan", PLANS);
    let seen = world.see("servicedesk", &case);
    assert_eq!(
        (seen["line"].as_str(), seen["queue"].as_str(), seen["priority"].as_str()),
        (Some("servicedesk"), Some("servicedesk"), Some("medel"))
    );
    assert_eq!(seen["organisation"], "avdelning-32");
    assert!(
        seen["description"].as_str().unwrap().contains("08-465 004 11"),
        "a telephone number is not masked"
    );
    assert!(is_at(&world.clock("servicedesk", &case, "fordelning")["due_at"], "2026-11-30T08:22:00+01:00"));
    // 75 % of ten minutes.
    world.until("2026-11-30T08:19:30+01:00");
    assert_eq!(world.clock("servicedesk", &case, "fordelning")["warned"], 75);
    world.until("2026-11-30T08:23:00+01:00");
    let seen = world.see("manager", &case);
    assert_eq!(seen["line"], "specialister");
    let events = world.events("manager", &case);
    let count = |what: &str| {
        events.iter().filter(|e| e["type"] == what && e["data"]["target"] == "fordelning").count()
    };
    assert_eq!((count("clock_warned"), count("clock_breached")), (1, 1));
    assert!(
        world
            .post
            .got()
            .iter()
            .any(|mail| mail.to == ["manager@desk.example"] && mail.mail.text.contains(&case))
    );
}

fn supplier(world: &World<'_>) {
    let case = world.mail(CONTACT, DESK, "Webcare nere?", "Kommer inte in i WebCare, får bara en vit sida.");
    world.done("servicedesk", &case, "take", &json!({}));
    let facts = json!({ "case_type": "driftstorning", "service": "drift", "environment": "produktion", "impact": "alla", "urgency": "genast" });
    assert_eq!(world.done("servicedesk", &case, "classify", &facts)["priority"], "kritisk");
    // Begun at 15:00, within 8-17: two hours of all hours.
    let fault = world.clock("servicedesk", &case, "prod-feltid-hog-8-17");
    assert!(is_at(&fault["due_at"], "2026-12-03T17:00:00+01:00"), "{fault}");
    assert_eq!(world.done("servicedesk", &case, "escalate", &json!({}))["queue"], "it-specialister");
    let at = world.done("specialist", &case, "escalate", &json!({ "known": "503 från båda noderna" }));
    assert_eq!((at["line"].as_str(), at["phase"].as_str()), (Some("leverantor"), Some("waiting_supplier")));
    world.post.passes();
    let handed = world.post.got().into_iter().find(|m| m.to == ["arenden@leverantor.example"]).unwrap();
    assert!(handed.mail.text.contains("503 från båda noderna") && !handed.raw.contains(CONTACT));
    let start = world.clock("manager", &case, "prod-start-hog");
    assert!(is_at(&start["due_at"], "2026-12-03T16:00:00+01:00"), "{start}");
    world.until("2026-12-03T15:40:00+01:00");
    world.done("leverantor", &case, "take", &json!({}));
    assert_eq!(world.clock("manager", &case, "prod-start-hog")["outcome"], "met");
    world.until("2026-12-03T17:00:01+01:00");
    assert_eq!(world.clock("manager", &case, "prod-feltid-hog-8-17")["outcome"], "missed");
}

/// Production, operation, critical, begun at a moment.
fn begun(world: &World<'_>, began: &str) -> String {
    let body = json!({
        "desk": "webcare", "subject": "WebCare nere", "requester": { "email": CONTACT }, "fault_began_at": began,
        "case_type": "driftstorning", "service": "drift", "environment": "produktion", "impact": "alla",
        "urgency": "genast",
    });
    let made = world.open("servicedesk", &body);
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["reference"].as_str().unwrap().to_owned()
}

fn occurrence(world: &World<'_>) {
    for (began, target, due) in [
        ("2026-04-02T16:59:00+02:00", "prod-feltid-hog-8-17", "2026-04-02T18:59:00+02:00"),
        ("2026-04-02T17:00:00+02:00", "prod-feltid-hog-ovrig-tid", "2026-04-02T21:00:00+02:00"),
        // Sunday 29 March: the clock skipped from 02 to 03.
        ("2026-03-29T01:30:00+01:00", "prod-feltid-hog-ovrig-tid", "2026-03-29T06:30:00+02:00"),
    ] {
        let case = begun(world, began);
        let clock = world.clock("manager", &case, target);
        assert!(is_at(&clock["due_at"], due), "{began}: {clock}");
    }
}

fn second_person(world: &World<'_>) {
    let case = world.mail(CONTACT, DESK, "Webcare nere?", "Kommer inte in i WebCare, får bara en vit sida.");
    world.done("servicedesk", &case, "take", &json!({}));
    let facts = json!({ "case_type": "driftstorning", "service": "drift", "environment": "produktion", "impact": "alla", "urgency": "genast" });
    world.done("servicedesk", &case, "classify", &facts);
    world.done("servicedesk", &case, "escalate", &json!({}));
    world.done("specialist", &case, "escalate", &json!({}));
    world.until("2026-12-03T15:30:00+01:00");
    let later =
        json!({ "fault_began_at": "2026-12-03T15:25:00+01:00", "reason": "Vår övervakning larmade då." });
    let proposed = world.done("leverantor", &case, "begin", &later);
    assert!(proposed["fault_began_at"].is_null());
    let due = |moment| is_at(&world.clock("manager", &case, "prod-feltid-hog-8-17")["due_at"], moment);
    assert!(due("2026-12-03T17:00:00+01:00"), "two hours from when it was told");
    let id = proposed["proposals"][0]["id"].clone();
    world.done(
        "manager",
        &case,
        "decline",
        &json!({ "proposal": id, "reason": "Användarna såg det 15:00." }),
    );
    assert!(due("2026-12-03T17:00:00+01:00"));
}

/// Who reads reports takes each of them out; what none of them tells is a request like any other, and is counted.
fn reports(world: &World<'_>) {
    let period = "desk=webcare&from=2026-12-01&to=2027-01-01";
    let order =
        world.mail(HEAD, DESK, "Statistik per enhet", "Vi behöver antal vårdplaner per enhet i fjol.");
    world.done("servicedesk", &order, "take", &json!({}));
    let made = world.done("servicedesk", &order, "classify", &json!({ "case_type": "statistikuttag" }));
    assert_eq!(made["kind"], "request");
    for key in faces::PERIOD_REPORTS.iter().map(|report| report.key()).chain(["sla"]) {
        world.get("manager", &format!("/reports/{key}?{period}"));
        world.get("manager", &format!("/reports/{key}?{period}&format=csv"));
    }
    let list = format!("/reports/volumes/cases?{period}&figure=case_type:statistikuttag");
    let cases = world.get("manager", &list);
    assert_eq!(cases["items"].as_array().unwrap().len(), 1);
    assert_eq!(cases["items"][0]["reference"], order.as_str());
}

fn effort(world: &World<'_>) {
    let case = world.mail(CONTACT, DESK, "Önskemål", "Vi vill kunna sortera inkorgen.");
    for (minutes, activity) in [(240, "anvandarstod"), (60, "vidareutveckling")] {
        world.done("servicedesk", &case, "effort", &json!({ "minutes": minutes, "activity": activity }));
    }
    let report = world.get("manager", "/reports/effort?desk=webcare&from=2026-12-01&to=2027-01-01");
    let row = |at: usize| {
        let row = &report["rows"][at];
        (row["kind"].clone(), row["person_days"].clone(), row["money"].clone())
    };
    // 240 min of eight hours are half a day, 4 × 800; 60 are 0.125, half up; 1 × 1100.
    assert_eq!(row(0), (json!("maintenance"), json!(0.5), json!(3200.0)));
    assert_eq!(row(1), (json!("development"), json!(0.13), json!(1100.0)));
    assert_eq!(report["plan"][0]["planned_days"], 220);
}

fn priority(world: &World<'_>) {
    let case = world.mail(CONTACT, DESK, "BRÅDSKANDE!!!", "Patienten syns inte i WebCare hos oss.");
    assert_eq!(world.see("servicedesk", &case)["priority"], "medel", "tone sets nothing");
    for (impact, urgency, wanted) in
        [("alla", "genast", "kritisk"), ("enhet", "genast", "hog"), ("person", "normal", "lag")]
    {
        let facts = json!({ "impact": impact, "urgency": urgency });
        assert_eq!(world.done("servicedesk", &case, "classify", &facts)["priority"], wanted);
    }
}

fn solution(world: &World<'_>) {
    let call = json!({
        "desk": "webcare", "subject": "Kalla till vårdplanering med två kommuner", "channel": "phone",
        "description": "Hur gör jag när jag ska kalla två kommuner?", "case_type": "handhavande",
        "requester": { "phone": "08-465 004 12", "name": "Akuten" },
    });
    let made = world.open("servicedesk", &call);
    assert_eq!((made.status, made.body["assignee"].as_str()), (201, Some("servicedesk")), "{}", made.body);
    let case = made.body["reference"].as_str().unwrap().to_owned();
    world.done(
        "servicedesk",
        &case,
        "resolve",
        &json!({ "solution": "instruktion", "text": "Lägg till båda under Deltagare." }),
    );
    let closed = world.done("servicedesk", &case, "close", &json!({}));
    assert_eq!(
        (closed["solution"].as_str(), closed["cause"].as_str()),
        (Some("instruktion"), Some("handhavande"))
    );
}

fn elsewhere(world: &World<'_>) {
    let text = "Vår nya handläggare får Behörighet saknas i WebCare och syns inte i katalogen.";
    let case = world.mail(HEAD, DESK, "Ny medarbetare kommer inte in", text);
    assert!(is_at(&world.clock("servicedesk", &case, "fordelning")["due_at"], "2026-12-02T07:12:00+01:00"));
    let there = world.done("servicedesk", &case, "assign", &json!({ "queue": "ek-forvaltningen" }));
    assert_eq!(
        (there["queue"].as_str(), there["phase"].as_str()),
        (Some("ek-forvaltningen"), Some("active"))
    );
    assert_eq!(world.clock("servicedesk", &case, "fordelning")["outcome"], "met");
    world.post.passes();
    let handed = world.post.only();
    assert_eq!(handed.to, ["ek-forvaltningen@region-exempel.example"]);
    let clocks = world.see("servicedesk", &case)["clocks"].clone();
    assert!(clocks.as_array().unwrap().iter().all(|c| c["agreement"] != "leverantor"), "no supplier clock");
    assert!(world.now() >= testkit::at("2026-12-02T07:02:00+01:00"));
}
