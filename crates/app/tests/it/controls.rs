//! Controls (proof, rule 1): with its rule taken out of the desk file, what a requirement forbids becomes possible,
//! and what it makes happen does not. So the tests of the rules can fail.

use app::{Facts, Order};
use escalation::Wish;
use testkit::on_both_with;

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const FROM: &str = "rehabkoordinator@granlund.region-exempel.example";

fn technical() -> Order {
    Order::Classify(Facts { case_type: Some("tekniskt-fel".into()), ..Facts::default() })
}

/// SRS-04.
#[test]
fn without_required_fields_an_unclassified_case_goes_on() {
    on_both_with(MONDAY, &[("requires = [\"case_type\", \"description\"]", "requires = []")], |bench| {
        let case = bench.mail("srs", FROM, "Fel", "text");
        let moved = bench.act("stod.exempel", &case.reference, Order::Escalate(Wish::Up, Vec::new()));
        assert_eq!(moved.unwrap().line, "forsta");
    });
}

/// SRS-05.
#[test]
fn without_the_entrance_user_support_goes_past_first_line() {
    on_both_with(MONDAY, &[("entered_from = [\"forsta\"]", "skip = true")], |bench| {
        let case = bench.mail("srs", FROM, "Fel", "text");
        bench.act("stod.exempel", &case.reference, technical()).unwrap();
        let past = Order::Escalate(Wish::Queue("tekniska".into()), Vec::new());
        assert_eq!(bench.act("stod.exempel", &case.reference, past).unwrap().queue, "tekniska");
    });
}

/// SRS-09.
#[test]
fn a_line_that_speaks_writes_to_the_requester_itself() {
    on_both_with(MONDAY, &[("speaks = false # SRS-09: a back office", "speaks = true")], |bench| {
        let case = bench.mail("srs", FROM, "Fel", "text");
        bench.act("stod.exempel", &case.reference, technical()).unwrap();
        bench.act("stod.exempel", &case.reference, Order::Escalate(Wish::Up, Vec::new())).unwrap();
        let written = Order::Message(ticket::Audience::Requester, testkit::words("Svar."));
        let told = bench.act("forsta", &case.reference, written).unwrap();
        assert_eq!((told.line.as_str(), told.proposal), ("forsta", None));
        assert_eq!(bench.mails().last().unwrap().0, "message");
    });
}

/// SRS-02.
#[test]
fn without_nearest_support_everything_lands_at_first_line() {
    on_both_with(MONDAY, &[("nearest = \"anvandarsupport\" # SRS-02", "queue = \"forsta\"")], |bench| {
        assert_eq!(bench.mail("srs", FROM, "Fel", "text").queue, "forsta");
    });
}

/// WC-01.
#[test]
fn in_a_calendar_without_holidays_epiphany_counts() {
    // 17:25 the day before Epiphany + 10 minutes: five are left at closing, due 07:05 the next open day.
    for (edits, due) in [
        (&[][..], "2027-01-07T07:05:00+01:00"),
        (&[("holidays = \"SE\"\nassumed", "assumed")][..], "2027-01-06T07:05:00+01:00"),
    ] {
        on_both_with("2027-01-05T17:25:00+01:00", edits, |bench| {
            let case =
                bench.mail("webcare", "ssk.avd32@sjukhus.region-exempel.example", "Inget svar", "text");
            let clock = case.clocks.iter().find(|c| c.target == "fordelning").unwrap();
            assert_eq!(clock.due_at, Some(testkit::at(due)));
        });
    }
}

/// WC-05: more than ten minutes is another target, and self-service has none.
#[test]
fn another_duration_in_the_desk_file_is_another_due_moment() {
    on_both_with(MONDAY, &[("within = \"10m\"", "within = \"30m\"")], |bench| {
        let case = bench.mail("webcare", "ssk.avd32@sjukhus.region-exempel.example", "Inget svar", "text");
        let clock = case.clocks.iter().find(|c| c.target == "fordelning").unwrap();
        assert_eq!(clock.due_at, Some(testkit::at("2026-11-30T10:50:00+01:00")));
    });
}

/// What follows a breach is the desk file's: without the rule nobody is told and nothing moves.
#[test]
fn without_the_rule_a_breach_has_no_consequence() {
    let rule = "key = \"fordelning-bruten\"\non = \"breach\"\ntarget = \"fordelning\"";
    let other = "key = \"fordelning-bruten\"\non = \"breach\"\ntarget = \"losning-1a-linjen\"";
    on_both_with(MONDAY, &[(rule, other)], |bench| {
        let case = bench.mail("webcare", "ssk.avd32@sjukhus.region-exempel.example", "Inget svar", "text");
        bench.minutes(60);
        assert_eq!(bench.see("manager", &case.reference).unwrap().line, "servicedesk");
        assert!(!bench.mails().contains(&("notice".into(), "manager@desk.example".into())));
    });
}
