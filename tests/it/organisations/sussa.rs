//! Sussa: the board's own quality measures, set for a year.

use super::Acceptance;
use super::world::World;
use serde_json::json;

const DESK: &str = "vardstod@sussa-exempel.example";

pub const ALL: &[Acceptance] = &[Acceptance {
    shows: &["SU-10"],
    name: "su_10_the_boards_quality_measures_of_the_year_are_told_with_what_is_wanted",
    start: "2026-12-01T08:00:00+01:00",
    without: &[("wanted = \">= 0.95\"", "wanted = \">= 0.50\"")],
    run: measures,
}];

/// Two cases, one answered within eight hours of support, one not: 0.5 of the year, where 0.95 is wanted. One
/// incident of 24 allowed: 0.0416, cut.
fn measures(world: &World<'_>) {
    let answered = world.mail("a@region-a-sussa.example", DESK, "Fråga", "Hur gör vi?");
    world.mail("b@region-b-sussa.example", DESK, "Fråga", "Hur gör vi?");
    world.done("support.a", &answered, "take", &json!({}));
    let facts = json!({ "case_type": "incident", "service": "vardsystemet", "environment": "produktion" });
    world.done("support.a", &answered, "classify", &facts);
    world.done(
        "support.a",
        &answered,
        "messages",
        &json!({ "audience": "requester", "text": "Vi ser på det." }),
    );
    world.until("2026-12-02T12:00:00+01:00");
    let share = world.figure("styrgrupp", "sussa", "forsta-svar-ar", "", "2026-12-02");
    assert_eq!(
        (&share["figure"], &share["fulfilled"], &share["from"], &share["wanted"]),
        (&json!(0.5), &json!(false), &json!("2026-01-01"), &json!(">= 0.95"))
    );
    let count = world.figure("styrgrupp", "sussa", "incidenter-ar", "service=vardsystemet", "2026-12-02");
    assert_eq!((&count["figure"], &count["budget"]["used"]), (&json!(1.0), &json!(0.0416)));
    let other = world.figure("styrgrupp", "sussa", "incidenter-ar", "service=drifttjansten", "2026-12-02");
    assert_eq!(other["figure"], json!(0.0));
}
