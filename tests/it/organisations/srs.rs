//! SRS decision support.

use super::Acceptance;
use super::world::World;
use serde_json::json;

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const MAUNDY_THURSDAY: &str = "2027-03-25T16:59:00+01:00";
const NEW_YEARS_EVE: &str = "2026-12-31T23:59:00+01:00";
const REGION: &str = "srs-stod@region-exempel.example";
const DOCTOR: &str = "lakare2@ekbacken.region-exempel.example";
const COORDINATOR: &str = "rehabkoordinator@granlund.region-exempel.example";
const FAULT: &str = "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn, kolumnen är tom.";

pub const ALL: &[Acceptance] = &[
    Acceptance {
        shows: &["SRS-01"],
        name: "srs_01_a_case_goes_through_three_lines_and_its_way_is_on_record",
        start: MONDAY,
        without: &[("entered_from = [\"forsta\"]", "entered_from = []")],
        run: three_lines,
    },
    Acceptance {
        shows: &["SRS-02"],
        name: "srs_02_a_super_user_on_the_spot_comes_first_and_the_region_after_two_hours",
        start: MONDAY,
        without: &[("nearest = \"anvandarsupport\" # SRS-02", "queue = \"stod-exempel\"")],
        run: nearest,
    },
    Acceptance {
        shows: &["SRS-04"],
        name: "srs_04_what_is_missing_stops_a_case_on_its_way_up",
        start: NEW_YEARS_EVE,
        without: &[("requires = [\"case_type\", \"description\"]", "requires = []")],
        run: described,
    },
    Acceptance {
        shows: &["SRS-05"],
        name: "srs_05_s08_second_line_is_reached_through_first_line_by_mail_too",
        start: "2026-12-08T08:40:00+01:00",
        without: &[("queue = \"forsta\" # SRS-05", "queue = \"prediktioner\"")],
        run: entrance,
    },
    Acceptance {
        shows: &["SRS-06", "SRS-07"],
        name: "srs_06_07_each_case_type_finds_its_specialist_group",
        start: MAUNDY_THURSDAY,
        without: &[("queue = \"juridiska\"", "queue = \"tekniska\"")],
        run: groups,
    },
    Acceptance {
        shows: &["SRS-09"],
        name: "srs_09_the_back_office_answers_down_the_chain",
        start: MONDAY,
        without: &[("speaks = false # SRS-09: a back office", "speaks = true")],
        run: back_office,
    },
    Acceptance {
        shows: &["SRS-16"],
        name: "srs_16_the_management_reads_what_came_per_hour_and_how_many_people_it_needs",
        start: MONDAY,
        without: &[(
            "metric = \"first_response\"\nwithin = \"8h\"",
            "metric = \"remedy_feedback\"\nwithin = \"8h\"",
        )],
        run: staffing,
    },
    Acceptance {
        shows: &["SRS-17", "SRS-25"],
        name: "srs_17_25_the_management_reads_what_came_and_the_share_user_support_solves_itself",
        start: MONDAY,
        without: &[
            (
                "\"agree\", \"resolve\", \"reopen\", \"close\", \"cancel\"]\nreports = true\npresents = true",
                "\"agree\", \"resolve\", \"reopen\", \"close\", \"cancel\"]\nreports = false",
            ),
            ("to = \"manager\"", "to = \"administrator\""),
        ],
        run: key_figures,
    },
    Acceptance {
        shows: &["SRS-19"],
        name: "srs_19_a_unit_is_known_by_its_hsa_id_and_mail_from_it_is_its",
        start: MONDAY,
        without: &[("domains = [\"ekbacken.region-exempel.example\"]", "domains = []")],
        run: unit,
    },
    Acceptance {
        shows: &["SRS-15"],
        name: "srs_15_the_report_is_presented_and_waits_until_the_region_approves_it",
        start: MONDAY,
        without: &[(
            "report = [\"operations\"]\nrole = \"regionens-forvaltning\"",
            "report = [\"board\"]\nrole = \"regionens-forvaltning\"",
        )],
        run: approved_by_the_region,
    },
];

fn three_lines(world: &World<'_>) {
    let case = world.mail(COORDINATOR, REGION, "Risksignalen borta i Rehabstöd", FAULT);
    world.done("stod.exempel", &case, "take", &json!({}));
    world.done("stod.exempel", &case, "classify", &json!({ "case_type": "tekniskt-fel" }));
    world.done("stod.exempel", &case, "escalate", &json!({ "known": "fungerar i Webcert" }));
    world.done("forsta", &case, "take", &json!({}));
    world.done("forsta", &case, "escalate", &json!({ "wanted": "felsök" }));
    world.done("spec.tekniska", &case, "take", &json!({}));
    world.done("spec.tekniska", &case, "return", &json!({ "text": "Rättat.", "answer": true }));
    world.done("forsta", &case, "answer", &json!({}));
    world.done("stod.exempel", &case, "answer", &json!({}));
    let lines: Vec<String> = world
        .events("stod.exempel", &case)
        .iter()
        .filter(|e| e["type"] == "moved")
        .map(|e| e["data"]["to"]["line"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(lines, ["forsta", "andra", "forsta", "anvandarsupport"]);
    // The only way into 2nd line: user support cannot name it.
    let next = world.mail(COORDINATOR, REGION, "En till", FAULT);
    world.done("stod.exempel", &next, "classify", &json!({ "case_type": "tekniskt-fel" }));
    world.done("stod.exempel", &next, "escalate", &json!({}));
    let straight = json!({ "queue": "tekniska" });
    assert_eq!(world.act("stod.exempel", &next, "escalate", &straight).status, 403);
    let third = world.mail(COORDINATOR, REGION, "En tredje", FAULT);
    world.done("stod.exempel", &third, "classify", &json!({ "case_type": "tekniskt-fel" }));
    assert_eq!(world.refused("stod.exempel", &third, "escalate", &straight).0, "wrong_entrance");
}

fn nearest(world: &World<'_>) {
    let case = world.mail(DOCTOR, REGION, "Hur räknas risken ut?", "Min patient fick 62 % risk.");
    let seen = world.see("super.ekbacken", &case);
    assert_eq!(
        (seen["queue"].as_str(), seen["organisation"].as_str()),
        (Some("super-ekbacken"), Some("vc-ekbacken"))
    );
    assert_eq!(world.events("super.ekbacken", &case)[0]["rule"], "narmaste-stod");
    world.until("2026-11-30T12:21:00+01:00");
    assert_eq!(world.see("stod.exempel", &case)["queue"], "stod-exempel");
    // Without a super user of its own a unit's cases land at the region at once.
    let other = world.mail(COORDINATOR, REGION, "Signalen borta", FAULT);
    assert_eq!(world.see("stod.exempel", &other)["queue"], "stod-exempel");
}

fn described(world: &World<'_>) {
    let case = world.mail(COORDINATOR, REGION, "Signalen borta", FAULT);
    assert_eq!(
        world.refused("stod.exempel", &case, "escalate", &json!({})),
        ("missing_fields".into(), json!(["case_type"]))
    );
    world.done("stod.exempel", &case, "classify", &json!({ "case_type": "tekniskt-fel" }));
    assert_eq!(world.done("stod.exempel", &case, "escalate", &json!({}))["line"], "forsta");
}

fn entrance(world: &World<'_>) {
    let from = "lakare1@granlund.region-exempel.example";
    let body = "Kan du kolla varför risken blir 0 % för patient 900101+9802?";
    let case = world.mail(from, "prediktion@srs-support.example", "Snabb fråga", body);
    let seen = world.see("forsta", &case);
    assert_eq!((seen["line"].as_str(), seen["queue"].as_str()), (Some("forsta"), Some("forsta")));
    assert_eq!(world.events("forsta", &case)[0]["rule"], "grupp-adress-till-forsta");
    assert!(seen["description"].as_str().unwrap().contains("patient ••••••-••••"), "{seen}");
}

fn groups(world: &World<'_>) {
    for (case_type, queue) in [
        ("tekniskt-fel", "tekniska"),
        ("prediktion", "prediktioner"),
        ("rad-atgarder", "rad-atgarder"),
        ("diagnos", "medicinska"),
        ("handhavande", "anvandarfragor"),
        ("registerutdrag", "juridiska"),
        ("forbattring", "forbattringar"),
    ] {
        let case = world.mail(COORDINATOR, REGION, case_type, FAULT);
        world.done("stod.exempel", &case, "classify", &json!({ "case_type": case_type }));
        world.done("stod.exempel", &case, "escalate", &json!({}));
        assert_eq!(world.done("forsta", &case, "escalate", &json!({}))["queue"], queue, "{case_type}");
    }
}

fn back_office(world: &World<'_>) {
    let case = world.mail(COORDINATOR, REGION, "Signalen borta", FAULT);
    world.done("stod.exempel", &case, "classify", &json!({ "case_type": "tekniskt-fel" }));
    world.done("stod.exempel", &case, "escalate", &json!({}));
    world.done("forsta", &case, "messages", &json!({ "audience": "requester", "text": "Felet är rättat." }));
    world.post.passes();
    assert!(world.post.got().is_empty(), "nothing of it reached the requester");
    let seen = world.see("stod.exempel", &case);
    assert_eq!(
        (seen["line"].as_str(), seen["proposal"].as_str()),
        (Some("anvandarsupport"), Some("Felet är rättat."))
    );
    world.done("stod.exempel", &case, "answer", &json!({ "text": "Hej, felet är rättat nu." }));
    world.post.passes();
    let told = world.post.only();
    assert!(told.to == [COORDINATOR] && told.mail.text.starts_with("Hej, felet är rättat nu."));
    assert!(!world.reads("stod.annan", &case), "another region sees none of it");
}

fn unit(world: &World<'_>) {
    let case = world.mail(DOCTOR, REGION, "Fråga", "Hur stor vikt har de sex frågorna?");
    assert_eq!(world.see("stod.exempel", &case)["organisation"], "vc-ekbacken");
}

/// 6.1 row 14: the management produces and presents (A), the region approves (G).
fn approved_by_the_region(world: &World<'_>) {
    let case = world.mail(COORDINATOR, REGION, "Signalen borta", FAULT);
    world.done("stod.exempel", &case, "classify", &json!({ "case_type": "tekniskt-fel", "service": "srs" }));
    world.until("2026-12-01T08:00:00+01:00");
    let body = json!({
        "kind": "operations", "desk": "srs", "service": "srs", "from": "2026-11-01", "to": "2026-12-01",
        "comment": "En signal saknades.",
    });
    let presented = world.send("srs.manager", "/api/v1/reports/presented", &body);
    assert_eq!(
        (presented.status, &presented.body["state"]),
        (201, &json!("presented")),
        "{}",
        presented.body
    );
    world.post.passes();
    let mut told = world.post.got();
    told.retain(|mail| mail.mail.text.contains("En signal saknades."));
    let mut to: Vec<_> = told.iter().flat_map(|mail| mail.to.clone()).collect();
    to.sort();
    assert_eq!(to, ["region.annan@desk.example", "region.forvaltning@desk.example"]);
    let path = format!("/reports/presented/{}", presented.body["id"]);
    let seen = world.get("region.forvaltning", &path);
    assert_eq!(seen["report"]["volumes"][0]["arrived"], json!(1), "{seen}");
    assert_eq!(seen["may_decide"], json!(true));
    assert!(!world.reads("region.forvaltning", &case), "the figures, no case");
    assert_eq!(world.ask("stod.exempel", &path).status, 404);
    let approve = format!("/api/v1{path}/approve");
    assert_eq!(world.send("srs.manager", &approve, &json!({})).status, 403, "not by who made it");
    let approved = world.send("region.forvaltning", &approve, &json!({}));
    assert_eq!(
        (approved.status, &approved.body["state"]),
        (200, &json!("presented")),
        "another region is asked too"
    );
    let approved = world.send("region.annan", &approve, &json!({}));
    assert_eq!((approved.status, &approved.body["state"]), (200, &json!("approved")));
}

/// Two at 10:20 in one hand, one solved after half an hour, the other after an hour: 15 and 45 minutes of the 200 it was open.
/// One person begins both within the eight hours.
fn staffing(world: &World<'_>) {
    let cases = ["Hur gör jag?", "Och sedan?"].map(|subject| world.mail(COORDINATOR, REGION, subject, FAULT));
    for case in &cases {
        world.done("stod.exempel", case, "take", &json!({}));
    }
    for (case, solved) in cases.iter().zip(["2026-11-30T10:50:00+01:00", "2026-11-30T11:20:00+01:00"]) {
        world.until(solved);
        world.done("stod.exempel", case, "resolve", &json!({ "solution": "besvarad", "text": "Klart." }));
    }
    let report = world.get("srs.manager", "/reports/staffing?desk=srs&from=2026-11-30&to=2026-12-01");
    let support = &report["lines"][0];
    assert_eq!((&support["line"], &support["target"]), (&json!("anvandarsupport"), &json!("forsta-svar")));
    assert_eq!((&support["arrivals"], &support["handling_seconds"]), (&json!(2), &json!(1_800)));
    assert_eq!((&support["busy"], &support["method"]), (&json!(0.3), &json!("replay")));
    assert_eq!((&support["people"], &support["replay_share"]), (&json!(1), &json!(1.0)));
    let ten = &support["hours"][2];
    assert_eq!((&ten["hour"], &ten["arrivals"], &ten["people"]), (&json!("1-10"), &json!(2), &json!(1)));
    let list =
        "/reports/staffing/cases?desk=srs&from=2026-11-30&to=2026-12-01&line=anvandarsupport&hour=1-10";
    assert_eq!(world.get("srs.manager", list)["items"].as_array().unwrap().len(), 2);
}

/// Two of one region, one solved by its user support and one with an answer from above, and one of another that is open:
/// 1 of 2 solved by user support itself.
fn key_figures(world: &World<'_>) {
    let own = world.mail(COORDINATOR, REGION, "Hur gör jag?", "Hur skriver jag ut?");
    let above = world.mail(COORDINATOR, REGION, "Signalen borta", FAULT);
    let annan = "lakare@region-annan.example";
    world.mail(annan, REGION, "Signalen borta hos oss", FAULT);
    for (case, case_type) in [(&own, "handhavande"), (&above, "tekniskt-fel")] {
        world.done("stod.exempel", case, "take", &json!({}));
        world.done("stod.exempel", case, "classify", &json!({ "case_type": case_type }));
    }
    let text = json!({ "audience": "requester", "text": "Så här gör du." });
    world.done("stod.exempel", &own, "messages", &text);
    world.done("stod.exempel", &above, "escalate", &json!({}));
    world.done("forsta", &above, "take", &json!({}));
    world.done("forsta", &above, "return", &json!({ "text": "Rättat.", "answer": true }));
    world.done("stod.exempel", &above, "answer", &json!({}));
    for case in [&own, &above] {
        world.done("stod.exempel", case, "resolve", &json!({ "solution": "besvarad", "text": "Klart." }));
    }
    let report = world.get("srs.manager", "/reports/volumes?desk=srs&from=2026-11-30&to=2026-12-01");
    let figures = report["figures"].as_array().unwrap();
    let figure = |group: &str, key: &str| {
        let own = figures.iter().find(|f| f["group"] == group && f["key"] == key);
        own.map_or((0, json!(null)), |f| (f["count"].as_i64().unwrap(), f["share"].clone()))
    };
    assert_eq!((figure("whole", "arrived").0, figure("whole", "open").0), (3, 1));
    assert_eq!(figure("whole", "solved").0, 2);
    assert_eq!(figure("whole", "own"), (1, json!(0.5)));
    assert_eq!((figure("solved_by", "anvandarsupport").0, figure("solved_by", "forsta").0), (1, 1));
    assert_eq!((figure("case_type", "handhavande").0, figure("case_type", "tekniskt-fel").0), (1, 1));
    assert_eq!(figure("channel", "mail").0, 3);
}
