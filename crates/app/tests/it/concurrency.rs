//! Lost updates, stale versions, repeated requests (R6).

use app::{Answered, Asked, Caller, Denied, Facts, Order};
use testkit::{new, on_both, words};
use ticket::Audience;

const MONDAY: &str = "2026-11-30T08:12:00+01:00";
const FROM: &str = "kontakt.avd32@sjukhus.region-exempel.example";

#[test]
fn a_stale_version_is_refused_and_nothing_is_written() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", FROM, "Fel", "text");
        let asked = |order| Asked { reference: case.reference.clone(), version: Some(case.version), order };
        let act = |login: &str, order| {
            bench.app.act(&bench.person(login), &asked(order), &Caller::default(), bench.now())
        };
        act("servicedesk", Order::Take).unwrap();
        let taken = bench.see("servicedesk", &case.reference).unwrap().version;
        assert!(matches!(act("kollega", Order::Take), Err(Denied::Stale { version }) if version == taken));
        assert_eq!(bench.see("servicedesk", &case.reference).unwrap().version, taken);
        // A message conflicts with nothing; classifying conflicts with classifying only.
        act("kollega", Order::Message(Audience::Chain, words("jag hjälper till"))).unwrap();
        act("kollega", Order::Classify(Facts { service: Some("webcare".into()), ..Facts::default() }))
            .unwrap();
        let again = Order::Classify(Facts { service: Some("drift".into()), ..Facts::default() });
        assert!(matches!(act("servicedesk", again), Err(Denied::Stale { .. })));
        let future = Asked { version: Some(99), ..asked(Order::Take) };
        let denied = bench.app.act(&bench.person("kollega"), &future, &Caller::default(), bench.now());
        assert!(matches!(denied, Err(Denied::Stale { .. })));
        let without = Asked { version: None, ..asked(Order::Take) };
        let denied = bench.app.act(&bench.person("kollega"), &without, &Caller::default(), bench.now());
        assert!(matches!(denied, Err(Denied::VersionNeeded)));
    });
}

#[test]
fn sixteen_writers_on_one_ticket_lose_nothing() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", FROM, "Fel", "text");
        let (principal, now) = (bench.person("servicedesk"), bench.now());
        std::thread::scope(|scope| {
            for writer in 0..16 {
                let (app, principal, reference) =
                    (bench.app.clone(), principal.clone(), case.reference.clone());
                scope.spawn(move || {
                    for n in 0..5 {
                        let order = Order::Message(Audience::Chain, words(&format!("{writer}:{n}")));
                        let asked = Asked { reference: reference.clone(), version: None, order };
                        app.act(&principal, &asked, &Caller::default(), now).unwrap();
                    }
                });
            }
        });
        let messages = bench.app.messages(&principal, &case.reference).unwrap();
        let mut texts: Vec<String> =
            messages.into_iter().map(|m| m.text).filter(|t| t.contains(':')).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 80);
    });
}

#[test]
fn of_sixteen_who_take_at_once_one_has_it() {
    on_both(MONDAY, |bench| {
        let case = bench.mail("webcare", FROM, "Fel", "text");
        let now = bench.now();
        let done = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..16)
                .map(|n| {
                    let principal = bench.person(if n % 2 == 0 { "servicedesk" } else { "kollega" });
                    let asked = Asked {
                        reference: case.reference.clone(),
                        version: Some(case.version),
                        order: Order::Take,
                    };
                    let app = bench.app.clone();
                    scope.spawn(move || app.act(&principal, &asked, &Caller::default(), now).is_ok())
                })
                .collect();
            writers.into_iter().filter(|_| true).map(|w| w.join().unwrap()).filter(|done| *done).count()
        });
        assert_eq!(done, 1);
    });
}

#[test]
fn the_same_key_and_body_get_the_same_answer_and_another_body_is_refused() {
    on_both(MONDAY, |bench| {
        let servicedesk = bench.person("servicedesk");
        let once = |hash: &str| Caller { once: Some(("k1".into(), "POST /tickets".into(), hash.into())) };
        let ask = |hash: &str| {
            bench.app.open(&servicedesk, &new("webcare", FROM, "Fel", "text"), &once(hash), bench.now())
        };
        let first = ask("a").unwrap().done().unwrap();
        match ask("a").unwrap() {
            Answered::Again { status, body, .. } => {
                assert_eq!(status, 201);
                assert!(body.contains(first.reference.as_str()));
            }
            Answered::Done(_) => panic!("a second ticket was made"),
        }
        assert!(matches!(ask("b"), Err(Denied::KeyReused)));
    });
}
