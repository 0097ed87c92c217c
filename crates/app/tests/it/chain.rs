//! The way of a case through the lines (SRS-01 … SRS-09).

use app::{Denied, Facts, Order};
use escalation::Wish;
use testkit::{Bench, TicketView, on_both, words};
use ticket::{Audience, Field, Rule};

const MONDAY: &str = "2026-11-30T10:20:00+01:00";

/// S02: a fault told by a rehabilitation coordinator.
fn fault(bench: &Bench) -> TicketView {
    bench.mail(
        "srs",
        "rehabkoordinator@granlund.region-exempel.example",
        "Risksignalen borta i Rehabstöd",
        "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn.",
    )
}

fn technical() -> Order {
    Order::Classify(Facts { case_type: Some("tekniskt-fel".into()), ..Facts::default() })
}

fn refusal(denied: Result<TicketView, Denied>) -> (Rule, Vec<String>) {
    match denied {
        Err(Denied::Refused(refusal)) => (refusal.rule, refusal.missing),
        other => panic!("not refused: {other:?}"),
    }
}

/// SRS-02: nearest support first, and the case says why.
#[test]
fn a_case_lands_at_the_nearest_support() {
    on_both(MONDAY, |bench| {
        let question =
            bench.mail("srs", "lakare2@ekbacken.region-exempel.example", "Hur räknas risken ut?", "62 %");
        assert_eq!((question.line.as_str(), question.queue.as_str()), ("anvandarsupport", "super-ekbacken"));
        assert_eq!(fault(bench).queue, "stod-exempel");
        let press = bench.mail("srs", "redaktionen@tidning.example", "Begäran", "alla felrapporter");
        assert_eq!(
            (press.queue.as_str(), press.organisation.as_str()),
            ("stod-ovriga", "utanfor-regionerna")
        );
        let events = bench.app.events(&bench.person("stod.exempel"), &question.reference, 0, 10).unwrap();
        assert_eq!(events[0].rule.as_deref(), Some("narmaste-stod"));
    });
}

/// SRS-04: undescribed and unclassified it cannot go on; the refusal says what is missing.
#[test]
fn escalation_without_case_type_is_refused_with_what_is_missing() {
    on_both(MONDAY, |bench| {
        let case = fault(bench);
        let up = || Order::Escalate(Wish::Up, Vec::new());
        let (rule, missing) = refusal(bench.act("stod.exempel", &case.reference, up()));
        assert_eq!((rule, missing), (Rule::MissingFields, vec!["case_type".to_owned()]));
        assert_eq!(
            bench.see("stod.exempel", &case.reference).unwrap().version,
            case.version,
            "nothing was written"
        );
        bench.act("stod.exempel", &case.reference, technical()).unwrap();
        let moved = bench.act("stod.exempel", &case.reference, up()).unwrap();
        assert_eq!((moved.line.as_str(), moved.kind), ("forsta", "incident"));
    });
}

/// SRS-05: the way into 2nd line is through 1st line.
#[test]
fn second_line_is_reached_through_first_line_only() {
    on_both(MONDAY, |bench| {
        let case = fault(bench);
        bench.act("stod.exempel", &case.reference, technical()).unwrap();
        let past = Order::Escalate(Wish::Queue("tekniska".into()), Vec::new());
        assert_eq!(refusal(bench.act("stod.exempel", &case.reference, past)).0, Rule::WrongEntrance);
    });
}

/// SRS-09: the back office's answer goes down the chain and user support gives it; nothing reaches the requester before.
#[test]
fn the_answer_finds_its_way_back_down_the_chain() {
    on_both(MONDAY, |bench| {
        let case = fault(bench);
        let reference = &case.reference;
        assert_eq!(
            bench.mails(),
            [("acknowledgement".to_owned(), "rehabkoordinator@granlund.region-exempel.example".to_owned())]
        );
        bench.act("stod.exempel", reference, Order::Take).unwrap();
        bench.act("stod.exempel", reference, technical()).unwrap();
        let handed = vec![(Field::Known, words("fungerar i Webcert")), (Field::Wanted, words("felsök"))];
        bench.act("stod.exempel", reference, Order::Escalate(Wish::Up, handed)).unwrap();
        bench.act("forsta", reference, Order::Take).unwrap();
        let second = bench.act("forsta", reference, Order::Escalate(Wish::Up, Vec::new())).unwrap();
        assert_eq!(second.queue, "tekniska", "the group its case type names");
        bench.act("spec.tekniska", reference, Order::Take).unwrap();
        // What a specialist writes to the requester becomes a proposed answer, and the case goes down with it.
        let written = Order::Message(Audience::Requester, words("Rättat i natt."));
        let answered = bench.act("spec.tekniska", reference, written).unwrap();
        assert_eq!(
            (answered.line.as_str(), answered.proposal.as_deref()),
            ("forsta", Some("Rättat i natt."))
        );
        let passed = bench
            .act("forsta", reference, Order::Return { text: words("Rättat i natt."), answer: true })
            .unwrap();
        assert_eq!(
            (passed.line.as_str(), passed.assignee.as_deref()),
            ("anvandarsupport", Some("stod.exempel"))
        );
        assert_eq!(bench.mails().len(), 1, "nothing reached the requester yet");
        bench.act("stod.exempel", reference, Order::Answer(Some(words("Felet är rättat i natt.")))).unwrap();
        assert_eq!(bench.mails().last().unwrap().0, "message");
        let done =
            bench.act("stod.exempel", reference, Order::Resolve("rattad".into(), words("Rättat."))).unwrap();
        assert_eq!((done.phase, done.proposal), ("resolved", None));
        let closed =
            bench.act("stod.exempel", reference, Order::Close { cause: None, solution: None }).unwrap();
        assert_eq!(
            (closed.phase, closed.cause.as_deref()),
            ("closed", Some("fel")),
            "the cause is prefilled"
        );
    });
}

/// A back office does not resolve: it returns with an answer.
#[test]
fn a_back_office_line_does_not_resolve() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("srs", "redaktionen@tidning.example", "Fråga", "text");
        let manager = |order| bench.act("srs.manager", &case.reference, order);
        manager(technical()).unwrap();
        manager(Order::Escalate(Wish::Up, Vec::new())).unwrap();
        let (rule, _) = refusal(manager(Order::Resolve("besvarad".into(), words("svar"))));
        assert_eq!(rule, Rule::BackOfficeResolves);
    });
}

/// The management's own case came to the 1st line, and no support below serves the management: whoever has it speaks for
/// itself, or nobody ever could.
#[test]
fn from_where_no_way_leads_down_a_back_office_answers_itself() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("srs", "forvaltning@srs-support.example", "Nya råd", "Ska publiceras.");
        assert_eq!(case.line, "forsta");
        let act = |order| bench.act("srs.manager", &case.reference, order);
        act(Order::Take).unwrap();
        assert_eq!(refusal(act(Order::Return { text: words("ner"), answer: true })).0, Rule::NoLineBelow);
        act(Order::WaitRequester(Some(words("Vilken dag?")))).unwrap();
        act(Order::Resume).unwrap();
        assert_eq!(act(Order::Resolve("infort".into(), words("Publicerat."))).unwrap().phase, "resolved");
    });
}

#[test]
fn waiting_needs_a_question_and_an_answer_ends_it() {
    on_both(MONDAY, |bench| {
        let case = fault(bench);
        let act = |order| bench.act("stod.exempel", &case.reference, order);
        assert_eq!(refusal(act(Order::WaitRequester(None))).0, Rule::QuestionNotSent);
        assert_eq!(
            act(Order::WaitRequester(Some(words("Vilken version?")))).unwrap().phase,
            "waiting_requester"
        );
        assert_eq!(refusal(act(Order::WaitUntil(bench.now()))).0, Rule::UntilNotAhead);
        assert_eq!(act(Order::Resume).unwrap().phase, "active");
        assert_eq!(refusal(act(Order::Answer(None))).0, Rule::NothingProposed);
        assert_eq!(refusal(act(Order::Resume)).0, Rule::Workflow);
        assert_eq!(refusal(act(Order::Forward("forsta".into()))).0, Rule::QueueElsewhere);
        assert_eq!(refusal(act(Order::Forward("stod-exempel".into()))).0, Rule::AlreadyThere);
        assert_eq!(refusal(act(Order::Message(Audience::Supplier, words("hej")))).0, Rule::NotWithSupplier);
        assert_eq!(refusal(act(Order::Assign(Some("forsta".into())))).0, Rule::NotOfThatQueue);
        assert_eq!(refusal(act(Order::Return { text: words("upp"), answer: false })).0, Rule::NoLineBelow);
    });
}

#[test]
fn unknown_words_are_refused_by_field_with_those_that_are_right() {
    on_both(MONDAY, |bench| {
        let case = fault(bench);
        let wrong = Order::Classify(Facts { case_type: Some("fel".into()), ..Facts::default() });
        match bench.act("stod.exempel", &case.reference, wrong) {
            Err(Denied::Malformed { field, why, allowed }) => {
                assert_eq!((field.as_str(), why), ("case_type", "unknown"));
                assert!(allowed.contains(&"tekniskt-fel".to_owned()));
            }
            other => panic!("not refused: {other:?}"),
        }
    });
}
