//! Lifecare SP: a region and its municipalities, statistics to the IT-near management.

use super::Acceptance;
use super::world::World;
use serde_json::json;

const DESK: &str = "lifecare-sp@lanet-exempel.example";

pub const ALL: &[Acceptance] = &[Acceptance {
    shows: &["LC-08"],
    name: "lc_08_the_it_near_management_reads_statistics_on_cases",
    start: "2026-12-01T08:00:00+01:00",
    without: &[
        (
            "name = { sv = \"IT-nära förvaltning\", en = \"IT-near management\" }\nsees = \"desk\"\nmay = []\nreports = true",
            "name = { sv = \"IT-nära förvaltning\", en = \"IT-near management\" }\nsees = \"desk\"\nmay = []\nreports = false",
        ),
        ("to = \"it-nara-forvaltning\"", "to = \"administrator\""),
    ],
    run: statistics,
}];

/// Three cases by mail: one of the region solved where it came, one of the region handed to the object specialists, one of
/// a municipality that nobody has taken.
fn statistics(world: &World<'_>) {
    let question = world.mail("a@lc-regionen.example", DESK, "Hur skriver jag ut?", "Listan vill inte.");
    let outage = world.mail("b@lc-regionen.example", DESK, "Det går inte att logga in", "Ingen kommer in.");
    world.mail("c@lc-kommunen.example", DESK, "Behörighet", "En ny kollega behöver komma in.");
    for (case, facts) in [
        (&question, json!({ "case_type": "fraga" })),
        (
            &outage,
            json!({ "case_type": "driftstorning", "service": "lifecare-sp", "environment": "produktion" }),
        ),
    ] {
        world.done("teknikakuten", case, "take", &json!({}));
        world.done("teknikakuten", case, "classify", &facts);
    }
    let answer = json!({ "audience": "requester", "text": "Välj Skriv ut i menyn." });
    world.done("teknikakuten", &question, "messages", &answer);
    let solved = json!({ "solution": "svar-enligt-livlina", "text": "Svarat enligt Livlina." });
    world.done("teknikakuten", &question, "resolve", &solved);
    world.done("teknikakuten", &outage, "escalate", &json!({}));
    let report = world.get("it.nara", "/reports/volumes?desk=lifecare-sp&from=2026-12-01&to=2027-01-01");
    let figures = report["figures"].as_array().unwrap();
    let count = |group: &str, key: &str| {
        let own = figures.iter().find(|f| f["group"] == group && f["key"] == key);
        own.map_or(0, |figure| figure["count"].as_i64().unwrap())
    };
    assert_eq!((count("whole", "arrived"), count("whole", "solved"), count("whole", "open")), (3, 1, 2));
    assert_eq!((count("organisation", "lc-regionen"), count("organisation", "lc-kommunen")), (2, 1));
    assert_eq!((count("case_type", "fraga"), count("case_type", "driftstorning")), (1, 1));
    assert_eq!((count("channel", "mail"), count("solved_by", "forsta")), (3, 1));
    // And the month goes out to them by mail.
    world.until("2027-01-01T07:00:00+01:00");
    world.schedules();
    let sent = world.post.got().into_iter().find(|mail| mail.to == ["it.nara@desk.example"]).unwrap();
    let names: Vec<_> = sent.mail.attachments.iter().map(|file| file.filename.clone().unwrap()).collect();
    assert_eq!(names, ["lifecare-sp-volumes-2026-12-01-2027-01-01.xlsx"]);
}
