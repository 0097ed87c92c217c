//! Clocks through the application: WC-01, WC-05, WC-06, WC-07 and what follows by itself.

use app::{Facts, Order};
use testkit::{Bench, at, new, on_both, words};
use ticket::Channel;

fn w01(bench: &Bench) -> testkit::TicketView {
    bench.mail("webcare", "kontakt.avd32@sjukhus.region-exempel.example", "Kan inte spara", "Ett oväntat fel")
}

fn clock<'a>(ticket: &'a testkit::TicketView, target: &str) -> &'a app::read::ClockView {
    ticket.clocks.iter().find(|c| c.target == target).unwrap_or_else(|| panic!("no {target} on {ticket:#?}"))
}

/// W01: 08:12 on an open Monday + 10 minutes = 08:22.
#[test]
fn a_mailed_case_is_to_be_distributed_within_ten_minutes() {
    on_both("2026-11-30T08:12:00+01:00", |bench| {
        let case = w01(bench);
        assert_eq!(clock(&case, "fordelning").due_at, Some(at("2026-11-30T08:22:00+01:00")));
        bench.minutes(9);
        let taken = bench.act("servicedesk", &case.reference, Order::Take).unwrap();
        let distribution = clock(&taken, "fordelning");
        assert_eq!((distribution.outcome, distribution.elapsed_seconds), (Some("met"), 9 * 60));
        // 75 % of ten minutes is 7 min 30 s: it warned once on the way.
        assert_eq!(
            bench.events("servicedesk", &case.reference).iter().filter(|e| **e == "clock_warned").count(),
            1
        );
    });
}

/// W14: 17:20 the day before Epiphany + 10 minutes is due exactly at closing, 17:30; at 17:30:01 it is missed at once.
#[test]
fn due_exactly_at_closing_is_missed_one_second_later_and_not_two_days_later() {
    on_both("2027-01-05T17:20:00+01:00", |bench| {
        let case = w01(bench);
        assert_eq!(clock(&case, "fordelning").due_at, Some(at("2027-01-05T17:30:00+01:00")));
        bench.until(at("2027-01-05T17:30:00+01:00"));
        assert_eq!(clock(&bench.see("servicedesk", &case.reference).unwrap(), "fordelning").outcome, None);
        bench.until(at("2027-01-05T17:30:01+01:00"));
        assert_eq!(
            clock(&bench.see("servicedesk", &case.reference).unwrap(), "fordelning").outcome,
            Some("missed")
        );
    });
}

/// A clock left alone warns, breaches, the manager is told and the case moves up, once.
#[test]
fn a_clock_left_alone_warns_breaches_tells_the_manager_and_moves_the_case_once() {
    on_both("2026-11-30T08:12:00+01:00", |bench| {
        let case = w01(bench);
        bench.minutes(180);
        bench.app.clock_pass(bench.now()).unwrap();
        let now = bench.see("manager", &case.reference).unwrap();
        assert_eq!((now.line.as_str(), now.queue.as_str()), ("specialister", "objektspecialister"));
        let events = bench.events("manager", &case.reference);
        let count = |kind: &str| events.iter().filter(|e| **e == kind).count();
        assert_eq!((count("clock_warned"), count("clock_breached"), count("moved")), (1, 1, 1), "{events:?}");
        let notices: Vec<_> = bench.mails().into_iter().filter(|(kind, _)| kind == "notice").collect();
        assert!(notices.contains(&("notice".into(), "manager@desk.example".into())), "{notices:?}");
    });
}

/// Down from before the warning until after the breach: the breach alone has consequences, and is marked late.
#[test]
fn what_was_missed_while_down_is_caught_up_once_and_marked() {
    on_both("2026-11-30T08:12:00+01:00", |bench| {
        let case = w01(bench);
        bench.jump(at("2026-11-30T12:00:00+01:00"));
        bench.app.clock_pass(bench.now()).unwrap();
        bench.app.clock_pass(bench.now()).unwrap();
        let events = bench.app.events(&bench.person("manager"), &case.reference, 0, 100).unwrap();
        let of =
            |kind: &str| events.iter().filter(|e| e.kind == kind).map(|e| e.data.clone()).collect::<Vec<_>>();
        assert_eq!(of("clock_warned")[0]["skipped"], true);
        assert_eq!(of("clock_breached")[0]["late"], true);
        assert_eq!(of("moved").len(), 1);
        let told: Vec<_> = of("role_told").iter().map(|d| d["role"].clone()).collect();
        assert_eq!(told, ["manager"], "the skipped warning tells nobody");
    });
}

/// Waiting for the requester pauses the resolution clock: 1 h counted, a weekend of waiting, then it goes on.
#[test]
fn waiting_for_the_requester_pauses() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let case = w01(bench);
        let act = |order| bench.act("servicedesk", &case.reference, order).unwrap();
        act(Order::Take);
        bench.minutes(60);
        let waiting = act(Order::WaitRequester(Some(words("Vilken avdelning?"))));
        assert_eq!(
            (clock(&waiting, "losning-1a-linjen").state, clock(&waiting, "losning-1a-linjen").due_at),
            ("paused", None)
        );
        bench.minutes(4 * 24 * 60);
        let resumed = act(Order::Resume);
        let resolution = clock(&resumed, "losning-1a-linjen");
        assert_eq!((resolution.state, resolution.elapsed_seconds), ("running", 3_600));
        // Friday 4 December 09:00; 15 h left: Friday to 16:00 is 7 h, Monday from 07:00 the other 8 h: 15:00.
        assert_eq!(resolution.due_at, Some(at("2026-12-07T15:00:00+01:00")));
    });
}

/// WC-07 as in W06: a fault that began at 16:27 on a Thursday has two hours, counted from then.
#[test]
fn a_fault_within_8_17_has_two_hours_from_its_begin() {
    on_both("2026-12-03T16:30:00+01:00", |bench| {
        let facts = Facts {
            case_type: Some("driftstorning".into()),
            service: Some("drift".into()),
            environment: Some("produktion".into()),
            impact: Some("alla".into()),
            urgency: Some("genast".into()),
            fault_began_at: Some(at("2026-12-03T16:27:00+01:00")),
            ..Facts::default()
        };
        let alarm =
            new("webcare", "overvakning@leverantor.example", "webcare-prod: HTTP 503", "node1=503 node2=503");
        let case = bench.open("servicedesk", &app::New { facts, channel: Channel::Alarm, ..alarm }).unwrap();
        assert_eq!((case.queue.as_str(), case.priority.as_deref()), ("leverantor", Some("kritisk")));
        assert_eq!(clock(&case, "prod-feltid-hog-8-17").due_at, Some(at("2026-12-03T18:27:00+01:00")));
        assert_eq!(clock(&case, "prod-start-hog").due_at, Some(at("2026-12-03T17:30:00+01:00")));
        assert_eq!(clock(&case, "prod-information").due_at, Some(at("2026-12-03T17:00:00+01:00")));
        bench.minutes(30);
        let told = bench.act("leverantor", &case.reference, Order::Restore(None, None, None)).unwrap();
        assert_eq!(clock(&told, "prod-feltid-hog-8-17").outcome, Some("met"));
        assert_eq!(clock(&told, "prod-feltid-hog-8-17").elapsed_seconds, 33 * 60, "16:27 to 17:00");
        assert_eq!(clock(&told, "prod-aterkoppling").due_at, Some(at("2026-12-03T17:30:00+01:00")));
    });
}

/// S01: not taken by the super user within the desk's time, it goes on to the region's user support by itself.
#[test]
fn what_the_super_user_leaves_goes_on_to_the_region() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let case =
            bench.mail("srs", "lakare2@ekbacken.region-exempel.example", "Hur räknas risken ut?", "62 %");
        bench.minutes(119);
        assert_eq!(bench.see("stod.exempel", &case.reference).unwrap().queue, "super-ekbacken");
        bench.minutes(2);
        assert_eq!(bench.see("stod.exempel", &case.reference).unwrap().queue, "stod-exempel");
        bench.minutes(24 * 60);
        let events = bench.events("stod.exempel", &case.reference);
        assert_eq!(events.iter().filter(|e| **e == "timer_fired").count(), 1, "{events:?}");
    });
}

/// A resolved case closes by itself after five service days, with what is registered.
#[test]
fn a_resolved_case_closes_by_itself() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let case = w01(bench);
        let act = |order| bench.act("servicedesk", &case.reference, order).unwrap();
        act(Order::Take);
        act(Order::Classify(Facts { case_type: Some("fel-vardplan".into()), ..Facts::default() }));
        act(Order::Resolve("tillfallig-losning".into(), words("Öppna planen från inkorgen.")));
        bench.minutes(8 * 24 * 60);
        assert_eq!(bench.see("servicedesk", &case.reference).unwrap().phase, "closed");
    });
}

/// An escalation by time that meets a guard is refused, recorded once, and the manager is told.
#[test]
fn a_guard_holds_for_rules_as_for_people() {
    on_both("2026-11-30T08:00:00+01:00", |bench| {
        let case = bench.mail("srs", "chef@region-annan.example", "Hjälp", "Det fungerar inte.");
        bench.minutes(3 * 24 * 60);
        let seen = bench.see("srs.manager", &case.reference).unwrap();
        assert_eq!(seen.queue, "stod-annan", "unclassified, it cannot go on to 1st line");
        let events = bench.events("srs.manager", &case.reference);
        assert_eq!(events.iter().filter(|e| **e == "follow_refused").count(), 1, "{events:?}");
    });
}
