//! Begin and end of faults: who stated them, who agreed, what a correction judges again, what comes from paper.

use app::report::SlaAsked;
use app::{Denied, Facts, New, OnPaper, Order};
use serde_json::{Value, json};
use testkit::{Bench, TicketView, at, new, on_both, words};
use ticket::{Act, Began, Channel, Reference, Rule};

use crate::server::Server;

const THURSDAY: &str = "2026-12-03T15:00:00+01:00";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";
const HIGH: &str = "prod-feltid-hog-8-17";

fn facts() -> Facts {
    Facts {
        case_type: Some("driftstorning".into()),
        service: Some("drift".into()),
        environment: Some("produktion".into()),
        impact: Some("alla".into()),
        urgency: Some("genast".into()),
        ..Facts::default()
    }
}

/// A critical fault of production, begun when it was told.
fn fault(bench: &Bench) -> Reference {
    let case = New { facts: facts(), ..new("webcare", CONTACT, "WebCare nere", "Vit sida.") };
    let case = bench.open("servicedesk", &case).unwrap().reference;
    bench.act("servicedesk", &case, Order::Take).unwrap();
    case
}

fn clock(view: &TicketView, target: &str, occurrence: i32) -> app::read::ClockView {
    let mut clocks = view.clocks.iter().filter(|c| c.target == target && c.occurrence == occurrence);
    clocks.next().unwrap_or_else(|| panic!("no clock {target} {occurrence}")).clone()
}

fn rule(denied: Result<TicketView, Denied>) -> Rule {
    match denied {
        Err(Denied::Refused(refusal)) => refusal.rule,
        other => panic!("not refused: {other:?}"),
    }
}

fn begin(moment: &str) -> Order {
    Order::Begin { at: Some(at(moment)), how: Began::First, reason: Some(words("Enligt driftloggen.")) }
}

fn only_proposal(view: &TicketView) -> i64 {
    assert_eq!(view.proposals.len(), 1);
    view.proposals[0].id
}

#[test]
fn a_begin_is_proposed_and_counts_once_another_person_agreed() {
    on_both(THURSDAY, |bench| {
        let case = fault(bench);
        bench.minutes(10);
        let proposed = bench.act("servicedesk", &case, begin("2026-12-03T14:30:00+01:00")).unwrap();
        // Nothing moved yet: two hours from 15:00, when it was told.
        assert_eq!(
            (proposed.fault_began_at, proposed.proposals[0].by.name.as_str()),
            (None, "Demo servicedesk")
        );
        assert_eq!(clock(&proposed, HIGH, 1).due_at, Some(at("2026-12-03T17:00:00+01:00")));
        let id = only_proposal(&proposed);
        assert_eq!(rule(bench.act("servicedesk", &case, Order::Agree(id))), Rule::OwnProposal);
        assert_eq!(
            rule(bench.act("kollega", &case, begin("2026-12-03T14:00:00+01:00"))),
            Rule::AlreadyProposed
        );
        let agreed = bench.act("kollega", &case, Order::Agree(id)).unwrap();
        assert_eq!(agreed.fault_began_at, Some(at("2026-12-03T14:30:00+01:00")));
        let stated = agreed.fault_began.clone().unwrap();
        assert_eq!(
            (stated.by.name.as_str(), stated.agreed_by.unwrap().name.as_str()),
            ("Demo servicedesk", "Demo kollega")
        );
        // 14:30 + 2 h.
        let running = clock(&agreed, HIGH, 1);
        assert_eq!(running.started_at, at("2026-12-03T14:30:00+01:00"));
        assert_eq!(running.due_at, Some(at("2026-12-03T16:30:00+01:00")));
        assert_eq!(rule(bench.act("kollega", &case, Order::Agree(id))), Rule::NoSuchProposal);
    });
}

#[test]
fn a_declined_begin_leaves_everything_as_it_was() {
    on_both(THURSDAY, |bench| {
        let case = fault(bench);
        let proposed = bench.act("servicedesk", &case, begin("2026-12-03T14:30:00+01:00")).unwrap();
        let order = Order::Decline(only_proposal(&proposed), Some(words("Loggen gäller en annan nod.")));
        let declined = bench.act("kollega", &case, order).unwrap();
        assert_eq!((declined.fault_began_at, declined.proposals.len()), (None, 0));
        let events = bench.events("manager", &case);
        assert_eq!(events[events.len() - 2..], ["proposed", "declined"]);
    });
}

#[test]
fn an_end_stated_late_undoes_a_breach_and_a_correction_judges_from_the_start() {
    on_both(THURSDAY, |bench| {
        let case = fault(bench);
        let proposed = bench.act("servicedesk", &case, begin("2026-12-03T14:30:00+01:00")).unwrap();
        bench.act("kollega", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        // Due 16:30; breached right after.
        bench.until(at("2026-12-03T16:35:00+01:00"));
        assert_eq!(clock(&bench.see("manager", &case).unwrap(), HIGH, 1).outcome, Some("missed"));
        let works =
            Order::Restore(Some(at("2026-12-03T16:29:00+01:00")), None, Some(words("Larmet släckt.")));
        let proposed = bench.act("servicedesk", &case, works).unwrap();
        assert_eq!(proposed.restored_at, None, "it would take a breach back: two people");
        bench.minutes(5);
        let agreed = bench.act("manager", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        let met = clock(&agreed, HIGH, 1);
        // 14:30 to 16:29.
        assert_eq!((met.outcome, met.elapsed_seconds), (Some("met"), 119 * 60));
        assert!(bench.events("manager", &case).contains(&"breach_undone"));

        // The begin was told by the event that agreement made; it was never so.
        let began = agreed.fault_began.unwrap().event;
        let order = Order::Correct {
            event: began,
            at: at("2026-12-03T14:00:00+01:00"),
            reason: words("Första larmet kom 14:00."),
        };
        let proposed = bench.act("servicedesk", &case, order).unwrap();
        assert_eq!(clock(&proposed, HIGH, 1).outcome, Some("met"));
        let corrected = bench.act("manager", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        // 14:00 + 2 h = 16:00 < 16:29: missed after 149 min; before the correction met after 119 min.
        let missed = clock(&corrected, HIGH, 1);
        assert_eq!((missed.outcome, missed.elapsed_seconds), (Some("missed"), 149 * 60));
        assert_eq!(missed.due_at, Some(at("2026-12-03T16:00:00+01:00")));
        let before = missed.before_correction.unwrap();
        assert_eq!((before.outcome, before.elapsed_seconds), (Some("met"), 119 * 60));
        let events = bench.app.events(&bench.person("manager"), &case, 0, 1_000).unwrap();
        let rejudged =
            events.iter().find(|e| e.kind == "clock_rejudged" && e.data["target"] == HIGH).unwrap();
        assert_eq!(
            (&rejudged.data["was"]["outcome"], &rejudged.data["now"]["outcome"]),
            (&json!("met"), &json!("missed"))
        );
        // Nothing was overwritten: the begin's own event has the moment it had.
        let first = events.iter().find(|e| e.seq == began).unwrap();
        assert_eq!(first.effective_at, at("2026-12-03T14:30:00+01:00"));
        let december = SlaAsked::of("webcare", "2026-12-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        let report = bench.app.sla_report(&bench.person("manager"), &december, bench.now()).unwrap();
        let row = report.targets.iter().find(|row| row.target == HIGH).unwrap();
        assert_eq!((row.met, row.missed, row.corrected, row.entered_late), (0, 1, 1, 0));
    });
}

#[test]
fn a_correction_of_a_begin_beyond_office_hours_changes_the_target_that_judges() {
    on_both(THURSDAY, |bench| {
        let told = Facts { fault_began_at: Some(at("2026-12-03T08:10:00+01:00")), ..facts() };
        let case = New { facts: told, ..new("webcare", CONTACT, "WebCare nere", "Vit sida.") };
        let case = bench.open("servicedesk", &case).unwrap().reference;
        bench.minutes(1);
        assert_eq!(clock(&bench.see("manager", &case).unwrap(), HIGH, 1).outcome, Some("missed"));
        let wrong = bench.see("manager", &case).unwrap().fault_began.unwrap().event;
        let order = Order::Correct {
            event: wrong,
            at: at("2026-12-03T07:50:00+01:00"),
            reason: words("Passerkortslogg."),
        };
        let proposed = bench.act("servicedesk", &case, order).unwrap();
        let corrected = bench.act("manager", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        // 07:50 is before 8: four hours.
        let other = clock(&corrected, "prod-feltid-hog-ovrig-tid", 1);
        assert_eq!(other.due_at, Some(at("2026-12-03T11:50:00+01:00")));
        assert_eq!(other.outcome, Some("missed"));
        assert!(corrected.clocks.iter().all(|c| c.target != HIGH), "one fault, one clock");
    });
}

#[test]
fn a_reopened_fault_persisted_or_came_back_or_is_another_matter() {
    on_both(THURSDAY, |bench| {
        let solved = |case: &Reference| {
            bench.until(at("2026-12-03T15:30:00+01:00"));
            bench.act("servicedesk", case, Order::Restore(None, None, None)).unwrap();
            bench.until(at("2026-12-03T15:40:00+01:00"));
            bench
                .act("servicedesk", case, Order::Resolve("instruktion".into(), words("Starta om.")))
                .unwrap();
        };
        let cases = [fault(bench), fault(bench), fault(bench)];
        bench.until(at("2026-12-03T15:30:00+01:00"));
        cases.iter().for_each(solved);
        bench.until(at("2026-12-03T16:00:00+01:00"));
        let reopen =
            |case, how| bench.act("servicedesk", case, Order::Reopen(Some(words("Hör av sig.")), how));

        // It had never gone: 15:00 to 16:00 counts, and it is due as if nobody had said otherwise.
        let persisted = reopen(&cases[0], Some((Began::Persisted, None))).unwrap();
        let clock_of = clock(&persisted, HIGH, 1);
        assert_eq!((persisted.restored_at, clock_of.elapsed_seconds), (None, 3_600));
        assert_eq!((clock_of.state, clock_of.due_at), ("running", Some(at("2026-12-03T17:00:00+01:00"))));

        // It came back at 15:50: a second fault with two hours of its own.
        let back = reopen(&cases[1], Some((Began::CameBack, Some(at("2026-12-03T15:50:00+01:00"))))).unwrap();
        assert_eq!(clock(&back, HIGH, 1).outcome, Some("met"));
        assert_eq!(clock(&back, HIGH, 2).due_at, Some(at("2026-12-03T17:50:00+01:00")));
        assert_eq!(back.fault_began_at, Some(at("2026-12-03T15:50:00+01:00")));
        assert_eq!(back.earlier_faults[0].restored_at, at("2026-12-03T15:30:00+01:00"));

        // Something else: the service works.
        let other = reopen(&cases[2], None).unwrap();
        assert_eq!(other.restored_at, Some(at("2026-12-03T15:30:00+01:00")));
        assert_eq!(clock(&other, HIGH, 1).outcome, Some("met"));
        let again = Order::Begin { at: None, how: Began::CameBack, reason: Some(words("Igen.")) };
        assert_eq!(bench.act("servicedesk", &cases[2], again).unwrap().restored_at, None);
    });
}

#[test]
fn what_moves_a_fault_between_budgets_takes_two_and_a_first_judgement_does_not() {
    on_both(THURSDAY, |bench| {
        let case = New {
            facts: Facts { impact: None, urgency: None, ..facts() },
            ..new("webcare", CONTACT, "WebCare nere", "Vit sida.")
        };
        let case = bench.open("servicedesk", &case).unwrap().reference;
        let judged =
            Facts { impact: Some("alla".into()), urgency: Some("genast".into()), ..Facts::default() };
        let view = bench.act("servicedesk", &case, Order::Classify(judged)).unwrap();
        assert_eq!((view.priority.as_deref(), view.proposals.len()), (Some("kritisk"), 0));
        let lower = Facts {
            impact: Some("person".into()),
            reason: Some(words("Bara en dator.")),
            ..Facts::default()
        };
        let view = bench.act("servicedesk", &case, Order::Classify(lower)).unwrap();
        assert_eq!(view.priority.as_deref(), Some("kritisk"));
        let view = bench.act("manager", &case, Order::Agree(only_proposal(&view))).unwrap();
        assert_ne!(view.priority.as_deref(), Some("kritisk"));
        assert_eq!(view.impact.as_deref(), Some("person"));
    });
}

#[test]
fn without_the_second_person_of_the_desk_file_only_corrections_wait() {
    testkit::on_both_with(THURSDAY, &[("second_person = true", "second_person = false")], |bench| {
        let case = fault(bench);
        let view = bench.act("servicedesk", &case, begin("2026-12-03T14:30:00+01:00")).unwrap();
        assert_eq!(view.fault_began_at, Some(at("2026-12-03T14:30:00+01:00")));
        let view = bench.act("servicedesk", &case, begin("2026-12-03T14:20:00+01:00")).unwrap();
        assert_eq!((view.fault_began_at, view.proposals.len()), (Some(at("2026-12-03T14:30:00+01:00")), 1));
    });
}

#[test]
fn a_case_from_paper_runs_by_its_true_moments_and_is_marked() {
    on_both(THURSDAY, |bench| {
        let paper =
            OnPaper { received_at: at("2026-12-03T10:00:00+01:00"), taken_by: Some("kollega".into()) };
        let told = Facts { fault_began_at: Some(at("2026-12-03T09:45:00+01:00")), ..facts() };
        let case = New {
            facts: told,
            paper: Some(paper),
            channel: Channel::Phone,
            ..new("webcare", CONTACT, "WebCare nere", "Vit sida.")
        };
        let view = bench.open("servicedesk", &case).unwrap();
        assert_eq!((view.created_at, view.entered_at), (at("2026-12-03T10:00:00+01:00"), Some(at(THURSDAY))));
        assert_eq!(view.assignee.as_deref(), Some("kollega"));
        let distribution = clock(&view, "fordelning", 1);
        assert_eq!((distribution.outcome, distribution.entered_late), (Some("met"), true));
        bench.minutes(1);
        // 09:45 + 2 h.
        let late = clock(&bench.see("manager", &view.reference).unwrap(), HIGH, 1);
        assert_eq!((late.due_at, late.outcome), (Some(at("2026-12-03T11:45:00+01:00")), Some("missed")));
        assert!(late.entered_late);
        let december = SlaAsked::of("webcare", "2026-12-01".parse().unwrap(), "2027-01-01".parse().unwrap());
        let report = bench.app.sla_report(&bench.person("manager"), &december, bench.now()).unwrap();
        let row = report.targets.iter().find(|row| row.target == HIGH).unwrap();
        assert_eq!((row.missed, row.entered_late), (1, 1));
        let stranger =
            OnPaper { received_at: at("2026-12-03T10:00:00+01:00"), taken_by: Some("forsta".into()) };
        let refused = bench.open("servicedesk", &New { paper: Some(stranger), ..case });
        assert!(matches!(refused, Err(Denied::Malformed { field, .. }) if field == "taken_by"));
    });
}

#[test]
fn rest_states_begins_and_refuses_what_nobody_can_mean() {
    on_both(THURSDAY, |bench| {
        let server = Server::over(bench);
        let token = server.sign_in("servicedesk");
        let case = fault(bench);
        let path = |act: &str| format!("/api/v1/tickets/{case}/{act}");
        let version =
            |token: &str| server.get(token, &format!("/api/v1/tickets/{case}")).body["version"].clone();
        let post = |token: &str, act: &str, mut body: Value| {
            body["version"] = version(token);
            server.post(token, &path(act), &body, &[])
        };
        // Hastings; and the day before the first agreement of the desk.
        for moment in ["1066-10-14T09:00:00Z", "2012-03-14T12:00:00+01:00"] {
            let refused = post(&token, "begin", json!({ "fault_began_at": moment, "reason": "Krönikan." }));
            assert_eq!(
                (refused.status, refused.body["rule"].as_str()),
                (422, Some("too_long_ago")),
                "{}",
                refused.body
            );
            assert!(refused.body["detail"].as_str().unwrap().contains("2012-03-15"), "{}", refused.body);
        }
        let without = post(&token, "begin", json!({ "fault_began_at": "2026-12-03T14:30:00+01:00" }));
        assert_eq!((without.status, &without.body["missing"]), (422, &json!(["reason"])));
        let told = json!({ "fault_began_at": "2026-12-03T14:30:00+01:00", "reason": "Driftloggen." });
        let proposed = post(&token, "begin", told);
        assert_eq!(proposed.status, 200, "{}", proposed.body);
        let waits = &proposed.body["proposals"][0];
        assert_eq!(
            (&waits["change"]["what"], &waits["reason"]),
            (&json!("fault_began"), &json!("Driftloggen."))
        );
        let second = server.sign_in("kollega");
        let agreed = post(&second, "agree", json!({ "proposal": waits["id"] }));
        assert_eq!(agreed.body["fault_began"]["agreed_by"]["name"], "Demo kollega", "{}", agreed.body);
        let event = agreed.body["fault_began"]["event"].clone();
        let body = json!({ "event": event, "at": "2026-12-03T14:20:00+01:00", "reason": "Första larmet." });
        let proposed = post(&token, "correct", body);
        let id = proposed.body["proposals"][0]["id"].clone();
        // What another proposed is declined with a reason; one's own is taken back without.
        for bare in [json!({ "proposal": id }), json!({ "proposal": id, "reason": " " })] {
            let refused = post(&second, "decline", bare);
            let why = (&refused.body["field"], &refused.body["reason"]);
            assert_eq!((refused.status, why), (400, (&json!("reason"), &json!("required"))));
        }
        let browser = crate::browser::Browser::of(&server, "kollega");
        let page = browser.get(&format!("/cases/{case}"));
        let typed = [("as", "decline"), ("reason", "")];
        let refused = browser.submit(&page, &format!("act-agree-{id}"), &typed);
        assert!(refused.status == 400 && refused.says("fyll i det här"), "{}", refused.html);
        let declined = post(&second, "decline", json!({ "proposal": id, "reason": "Nej." }));
        assert_eq!((declined.status, &declined.body["proposals"]), (200, &json!([])));
        let body = json!({ "event": event, "at": "2026-12-03T14:21:00+01:00", "reason": "Larmloggen." });
        let own = post(&token, "correct", body).body["proposals"][0]["id"].clone();
        let back = post(&token, "decline", json!({ "proposal": own }));
        assert_eq!((back.status, &back.body["proposals"]), (200, &json!([])), "{}", back.body);

        let paper = json!({
            "desk": "webcare", "subject": "Från papper", "requester": { "phone": "08-465 004 12" },
            "channel": "phone", "paper": true, "received_at": "2026-12-03T10:00:00+01:00", "taken_by": "kollega",
        });
        let made = server.post(&token, "/api/v1/tickets", &paper, &[]);
        assert_eq!((made.status, made.body["assignee"].as_str()), (201, Some("kollega")), "{}", made.body);
        assert!(made.body["clocks"].as_array().unwrap().iter().all(|c| c["entered_late"] == true));
        let refuse = |field: &str, value: Value| {
            let mut body = paper.clone();
            body[field] = value;
            let answer = server.post(&token, "/api/v1/tickets", &body, &[]);
            (answer.status, answer.body["field"].clone(), answer.body["rule"].clone())
        };
        assert_eq!(refuse("paper", json!(false)), (400, json!("received_at"), Value::Null));
        assert_eq!(refuse("received_at", Value::Null), (400, json!("received_at"), Value::Null));
        assert_eq!(refuse("received_at", json!("1066-10-14T09:00:00Z")).2, "too_long_ago");
        assert_eq!(refuse("received_at", json!("2026-12-03T15:00:01+01:00")).2, "in_the_future");
    });
}

#[test]
fn only_a_role_that_may_agrees() {
    on_both(THURSDAY, |bench| {
        let case = fault(bench);
        let handed = |order| bench.act("manager", &case, order).unwrap();
        handed(Order::Escalate(escalation::Wish::Up, Vec::new()));
        handed(Order::Escalate(escalation::Wish::Up, Vec::new()));
        let view = bench.act("leverantor", &case, begin("2026-12-03T14:30:00+01:00")).unwrap();
        let id = only_proposal(&view);
        // The supplier is paid by this figure: it proposes, the house agrees.
        assert!(matches!(
            bench.act("leverantor", &case, Order::Agree(id)),
            Err(Denied::NotPermitted(Act::Agree))
        ));
        let agreed = bench.act("specialist", &case, Order::Agree(id)).unwrap();
        assert_eq!(agreed.fault_began_at, Some(at("2026-12-03T14:30:00+01:00")));
    });
}

/// WC-06 and WC-07 word for word: production, operation, critical: 2 h when it occurred on a weekday 8–17, else 4 h.
#[test]
fn the_moment_of_occurrence_decides() {
    on_both(THURSDAY, |bench| {
        for (began, target, due) in [
            // Thursday within and right after the hours: + 2 h, + 4 h.
            ("2026-11-26T16:59:00+01:00", HIGH, "2026-11-26T18:59:00+01:00"),
            ("2026-11-26T16:59:59+01:00", HIGH, "2026-11-26T18:59:59+01:00"),
            ("2026-11-26T17:00:00+01:00", "prod-feltid-hog-ovrig-tid", "2026-11-26T21:00:00+01:00"),
            // Their begin.
            ("2026-11-26T07:59:59+01:00", "prod-feltid-hog-ovrig-tid", "2026-11-26T11:59:59+01:00"),
            ("2026-11-26T08:00:00+01:00", HIGH, "2026-11-26T10:00:00+01:00"),
            // Maundy Thursday is a weekday like others, Good Friday none.
            ("2026-04-02T16:59:00+02:00", HIGH, "2026-04-02T18:59:00+02:00"),
            ("2026-04-02T17:00:00+02:00", "prod-feltid-hog-ovrig-tid", "2026-04-02T21:00:00+02:00"),
            ("2026-04-03T10:00:00+02:00", "prod-feltid-hog-ovrig-tid", "2026-04-03T14:00:00+02:00"),
            // Sunday 29 March: 01:30 + 4 real hours; the clock skips 02 to 03.
            ("2026-03-29T01:30:00+01:00", "prod-feltid-hog-ovrig-tid", "2026-03-29T06:30:00+02:00"),
            // Sunday 25 October: both half past two are four real hours long.
            ("2026-10-25T02:30:00+02:00", "prod-feltid-hog-ovrig-tid", "2026-10-25T05:30:00+01:00"),
            ("2026-10-25T02:30:00+01:00", "prod-feltid-hog-ovrig-tid", "2026-10-25T06:30:00+01:00"),
        ] {
            let told = Facts { fault_began_at: Some(at(began)), ..facts() };
            let case = New { facts: told, ..new("webcare", CONTACT, "WebCare nere", "Vit sida.") };
            let view = bench.open("servicedesk", &case).unwrap();
            assert_eq!(clock(&view, target, 1).due_at, Some(at(due)), "{began}");
            let restorations = view.clocks.iter().filter(|c| c.metric == "restoration").count();
            assert_eq!(restorations, 1, "{began}");
        }
    });
}

/// It was out of order from 12:00 to 13:00; the case is made at 15:00 and classified last of all. One hour of the two it
/// may take, whichever way that became known.
#[test]
fn what_was_over_before_its_case_was_made_took_its_own_time() {
    on_both(THURSDAY, |bench| {
        let (began, over) = ("2026-12-03T12:00:00+01:00", at("2026-12-03T13:00:00+01:00"));
        let told = || Some(words("Enligt driftloggen."));
        let mail =
            || bench.mail("webcare", CONTACT, "WebCare låg nere", "Vit sida mellan tolv och ett.").reference;
        let agree = |view: &TicketView| {
            for proposal in &view.proposals {
                bench.act("kollega", &view.reference, Order::Agree(proposal.id)).unwrap();
            }
        };
        let last = |case: &Reference| clock(&bench.see("manager", case).unwrap(), HIGH, 1);
        // Told in the order it happened, classified afterwards.
        let told_first = mail();
        bench.act("servicedesk", &told_first, Order::Take).unwrap();
        agree(&bench.act("servicedesk", &told_first, begin(began)).unwrap());
        agree(&bench.act("servicedesk", &told_first, Order::Restore(Some(over), None, told())).unwrap());
        agree(&bench.act("servicedesk", &told_first, Order::Classify(facts())).unwrap());
        // Classified and said to work from now on, put right afterwards.
        let corrected = mail();
        bench.act("servicedesk", &corrected, Order::Take).unwrap();
        agree(&bench.act("servicedesk", &corrected, Order::Classify(facts())).unwrap());
        agree(&bench.act("servicedesk", &corrected, begin(began)).unwrap());
        agree(&bench.act("servicedesk", &corrected, Order::Restore(None, None, None)).unwrap());
        let wrong = bench.see("manager", &corrected).unwrap().restored.unwrap().event;
        let order = Order::Correct { event: wrong, at: over, reason: words("Enligt driftloggen.") };
        agree(&bench.act("servicedesk", &corrected, order).unwrap());
        for case in [&told_first, &corrected] {
            let clock = last(case);
            assert_eq!((clock.state, clock.elapsed_seconds), ("stopped", 3_600), "{clock:?}");
            assert_eq!(clock.outcome, Some("met"), "{clock:?}");
        }
        bench.until(at("2026-12-04T15:00:00+01:00"));
        assert_eq!(last(&corrected).elapsed_seconds, 3_600);
    });
}

/// A begin put right makes a missed clock run again; the server is down when it is due.
#[test]
fn a_clock_judged_again_can_be_missed_late() {
    on_both(THURSDAY, |bench| {
        let case = fault(bench);
        bench.minutes(10);
        let proposed = bench.act("servicedesk", &case, begin("2026-12-03T09:00:00+01:00")).unwrap();
        let agreed = bench.act("kollega", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        assert_eq!(clock(&agreed, HIGH, 1).outcome, Some("missed"));
        let order = Order::Correct {
            event: agreed.fault_began.unwrap().event,
            at: at("2026-12-03T14:55:00+01:00"),
            reason: words("Fel dag i loggen."),
        };
        let proposed = bench.act("servicedesk", &case, order).unwrap();
        let right = bench.act("kollega", &case, Order::Agree(only_proposal(&proposed))).unwrap();
        assert_eq!((clock(&right, HIGH, 1).outcome, clock(&right, HIGH, 1).state), (None, "running"));
        bench.jump(at("2026-12-04T15:00:00+01:00"));
        bench.until(at("2026-12-04T15:01:00+01:00"));
        assert_eq!(clock(&bench.see("manager", &case).unwrap(), HIGH, 1).outcome, Some("missed"));
    });
}
