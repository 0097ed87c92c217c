//! The page of one case: where it lay how long, where it would go, why something cannot be done.

use app::Order;
use app::read::Why;
use escalation::Wish;
use testkit::{on_both, words};
use ticket::{Act, How};

#[test]
fn a_case_knows_where_it_lay_and_what_stands_in_the_way() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let made = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Fråga", "text");
        let case = |login: &str| bench.app.case(&bench.person(login), &made.reference, bench.now()).unwrap();
        let seen = case("stod.exempel");
        // What the next line demands and the case lacks is known before anybody tries.
        let (up, missing) = seen.up.clone().unwrap();
        assert_eq!((up.place.line.as_str(), missing), ("forsta", vec!["case_type".to_owned()]));
        assert_eq!(seen.colleagues, [("stod.exempel".to_owned(), "Demo stod.exempel".to_owned())]);
        assert!(seen.speaks && seen.works_here);
        assert!(seen.barred.iter().any(|b| b.act == Act::Reopen && b.why == Why::State));
        let facts = app::Facts { case_type: Some("tekniskt-fel".into()), ..app::Facts::default() };
        bench.act("stod.exempel", &made.reference, Order::Take).unwrap();
        bench.act("stod.exempel", &made.reference, Order::Classify(facts)).unwrap();
        bench.minutes(30);
        let known = vec![(ticket::Field::Known, words("det här"))];
        bench.act("stod.exempel", &made.reference, Order::Escalate(Wish::Up, known)).unwrap();
        bench.minutes(45);
        let seen = case("stod.exempel");
        let stays: Vec<_> = seen
            .stays
            .iter()
            .map(|s| (s.place.line.as_str(), s.how, (s.until - s.from).num_minutes()))
            .collect();
        assert_eq!(stays, [("anvandarsupport", None, 30), ("forsta", Some(How::Escalated), 45)]);
        assert!(seen.texts.values().any(|t| t == "det här"));
        assert!(seen.text_kinds.values().any(|k| k == "known"));
        assert!(!seen.works_here && seen.speaks, "it came through the person's own line");
        assert!(seen.barred.iter().any(|b| b.act == Act::Escalate && b.why == Why::Place));
        assert!(seen.people.values().any(|name| name == "Demo stod.exempel"));
        let seen = case("forsta");
        assert_eq!(seen.down.unwrap().place.queue, "stod-exempel");
        assert!(seen.barred.iter().any(|b| b.act == Act::Resolve && b.why == Why::Role));
        let stranger = bench.app.case(&bench.person("stod.annan"), &made.reference, bench.now());
        assert!(matches!(stranger, Err(app::Denied::NotFound)));
    });
}

#[test]
fn counts_come_together_and_are_scoped() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        for n in 0..3 {
            bench.mail("srs", "lakare1@granlund.region-exempel.example", &format!("Fråga {n}"), "text");
        }
        let queue = |key: &str, unassigned| store::ticket::Filter {
            queues: vec![key.into()],
            open: Some(true),
            unassigned,
            ..store::ticket::Filter::default()
        };
        let first = bench
            .app
            .list(
                &bench.person("stod.exempel"),
                &store::ticket::Filter { limit: 1, ..queue("stod-exempel", false) },
                None,
                bench.now(),
            )
            .unwrap();
        bench.act("stod.exempel", &first.items[0].reference, Order::Take).unwrap();
        let filters = [queue("stod-exempel", false), queue("stod-exempel", true), queue("forsta", false)];
        assert_eq!(bench.app.counts(&bench.person("stod.exempel"), &filters).unwrap(), [3, 2, 0]);
        assert_eq!(bench.app.counts(&bench.person("stod.annan"), &filters).unwrap(), [0, 0, 0]);
    });
}
