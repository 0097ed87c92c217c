//! Who sees what: a region's support never sees another region's own cases.

use app::{Denied, Order};
use escalation::Wish;
use store::ticket::Filter;
use testkit::{on_both, words};
use ticket::Audience;

const MONDAY: &str = "2026-11-30T10:20:00+01:00";

#[test]
fn a_region_sees_its_own_cases_and_no_others() {
    on_both(MONDAY, |bench| {
        let own = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Egen fråga", "text om risk");
        let other = bench.mail("srs", "chef@region-annan.example", "Annans fråga", "text om risk");
        let all = Filter { limit: 50, ..Filter::default() };
        let seen = |login: &str, words: Option<&str>| {
            let page = bench.app.list(&bench.person(login), &all, words, bench.now()).unwrap();
            page.items.into_iter().map(|t| t.reference).collect::<Vec<_>>()
        };
        for words in [None, Some("risk"), Some("fråga")] {
            assert_eq!(seen("stod.exempel", words), std::slice::from_ref(&own.reference), "{words:?}");
            assert_eq!(seen("stod.annan", words), std::slice::from_ref(&other.reference), "{words:?}");
            assert_eq!(seen("srs.manager", words).len(), 2, "{words:?}");
            assert_eq!(seen("servicedesk", words), [], "another desk sees nothing: {words:?}");
        }
        assert_eq!(seen("stod.annan", Some(own.reference.as_str())), []);
        assert!(matches!(bench.see("stod.annan", &own.reference), Err(Denied::NotFound)));
        assert!(matches!(bench.act("stod.annan", &own.reference, Order::Take), Err(Denied::NotFound)));
        assert_eq!(bench.app.count(&bench.person("stod.exempel"), &all).unwrap(), 1);
    });
}

#[test]
fn a_line_sees_what_came_to_it_and_keeps_seeing_what_it_passed_on() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("srs", "lakare1@granlund.region-exempel.example", "Fråga", "text");
        assert!(matches!(bench.see("forsta", &case.reference), Err(Denied::NotFound)));
        let classify = app::Facts { case_type: Some("prediktion".into()), ..app::Facts::default() };
        bench.act("stod.exempel", &case.reference, Order::Classify(classify)).unwrap();
        bench.act("stod.exempel", &case.reference, Order::Escalate(Wish::Up, Vec::new())).unwrap();
        assert!(bench.see("forsta", &case.reference).is_ok());
        bench.act("forsta", &case.reference, Order::Escalate(Wish::Up, Vec::new())).unwrap();
        assert!(bench.see("spec.prediktioner", &case.reference).is_ok());
        assert!(
            matches!(bench.see("spec.tekniska", &case.reference), Err(Denied::NotFound)),
            "another group"
        );
        assert!(bench.see("forsta", &case.reference).is_ok());
        // Whoever reads may write within the chain; nobody but the holding line may act.
        bench
            .act(
                "stod.exempel",
                &case.reference,
                Order::Message(Audience::Chain, words("Läkaren ringde igen.")),
            )
            .unwrap();
        assert!(matches!(
            bench.act("stod.exempel", &case.reference, Order::Take),
            Err(Denied::NotPermitted(_))
        ));
    });
}
