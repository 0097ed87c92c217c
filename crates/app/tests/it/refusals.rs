//! Every rule that says no and is not met on the usual way, provoked (proof, rule 8).

use app::{Denied, Facts, New, Order};
use escalation::Wish;
use testkit::{Bench, TicketView, at, new, on_both, on_both_with, words};
use ticket::{Refusal, Rule};

const MONDAY: &str = "2026-11-30T10:20:00+01:00";

fn refusal(denied: Result<TicketView, Denied>) -> Refusal {
    match denied {
        Err(Denied::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn srs(bench: &Bench) -> TicketView {
    bench.mail("srs", "rehabkoordinator@granlund.region-exempel.example", "Risksignalen borta", "tom kolumn")
}

fn webcare(bench: &Bench) -> TicketView {
    bench.mail("webcare", "kontakt.avd32@sjukhus.region-exempel.example", "Fel", "text")
}

fn technical() -> Order {
    Order::Classify(Facts { case_type: Some("tekniskt-fel".into()), ..Facts::default() })
}

fn up() -> Order {
    Order::Escalate(Wish::Up, Vec::new())
}

#[test]
fn above_the_highest_line_there_is_none() {
    on_both(MONDAY, |bench| {
        let case = srs(bench);
        for order in [technical(), up(), up()] {
            bench.act("srs.manager", &case.reference, order).unwrap();
        }
        assert_eq!(refusal(bench.act("srs.manager", &case.reference, up())).rule, Rule::NoLineAbove);
    });
}

#[test]
fn lines_go_up_one_at_a_time_where_the_desk_file_allows_no_skip() {
    let edits = [("entered_from = [\"servicedesk\", \"specialister\"]\n", "")];
    on_both_with(MONDAY, &edits, |bench| {
        let case = webcare(bench);
        let past = Order::Escalate(Wish::Line("leverantor".into()), Vec::new());
        let refusal = refusal(bench.act("servicedesk", &case.reference, past));
        assert_eq!((refusal.rule, refusal.facts["next"].as_str()), (Rule::OneLineAtATime, "specialister"));
    });
}

#[test]
fn a_case_type_no_queue_answers_for_asks_for_the_queue() {
    let edits = [(
        "case_type = [\"teknisk-fraga\", \"tekniskt-fel\", \"visa-dolj\"]",
        "case_type = [\"teknisk-fraga\"]",
    )];
    on_both_with(MONDAY, &edits, |bench| {
        let case = srs(bench);
        for order in [technical(), up()] {
            bench.act("srs.manager", &case.reference, order).unwrap();
        }
        let refusal = refusal(bench.act("srs.manager", &case.reference, up()));
        assert_eq!((refusal.rule, refusal.missing), (Rule::NoQueueFits, vec!["queue".to_owned()]));
        let named = Order::Escalate(Wish::Queue("tekniska".into()), Vec::new());
        assert_eq!(bench.act("srs.manager", &case.reference, named).unwrap().queue, "tekniska");
    });
}

#[test]
fn moments_that_cannot_be_are_refused() {
    on_both(MONDAY, |bench| {
        let began = at("2026-11-30T09:00:00+01:00");
        let later = at("2026-11-30T10:20:01+01:00");
        let facts = Facts {
            case_type: Some("driftstorning".into()),
            fault_began_at: Some(began),
            ..Facts::default()
        };
        let from = "kontakt.avd32@sjukhus.region-exempel.example";
        let future = Facts { fault_began_at: Some(later), ..facts.clone() };
        let opened =
            bench.open("servicedesk", &New { facts: future, ..new("webcare", from, "Nere", "text") });
        assert_eq!(refusal(opened).rule, Rule::InTheFuture);
        let case = bench.open("servicedesk", &New { facts, ..new("webcare", from, "Nere", "text") }).unwrap();
        let act = |order| bench.act("servicedesk", &case.reference, order);
        let classified = act(Order::Classify(Facts { fault_began_at: Some(later), ..Facts::default() }));
        assert_eq!(refusal(classified).rule, Rule::InTheFuture);
        assert_eq!(refusal(act(Order::Restore(Some(later), None, None))).rule, Rule::InTheFuture);
        let before = Some(at("2026-11-30T08:59:59+01:00"));
        assert_eq!(refusal(act(Order::Restore(before, None, None))).rule, Rule::RestoredBeforeFault);
        let works =
            |reason| Order::Restore(Some(at("2026-11-30T10:00:00+01:00")), Some(words("fax")), reason);
        // It counts from before the case was made: why, and a second person.
        assert_eq!(refusal(act(works(None))).missing, ["reason"]);
        let proposed = act(works(Some(words("Larmet släckt.")))).unwrap();
        assert_eq!(proposed.restored_at, None);
        let restored = bench.act("manager", &case.reference, Order::Agree(proposed.proposals[0].id)).unwrap();
        assert_eq!(restored.restored_at, Some(at("2026-11-30T10:00:00+01:00")));
        assert_eq!(refusal(act(Order::Restore(None, None, None))).rule, Rule::AlreadyRestored);
    });
}
