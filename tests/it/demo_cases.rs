//! Demonstration cases as they come by mail: where each lands, what is masked, when its distribution runs out.
//! What they need of later work is tested where that is built.

use crate::organisations::world::{World, is_at};
use serde_json::json;
use testkit::on_both;

const WEBCARE: &str = "servicedesk@webcare.example";
const SRS: &str = "srs-stod@region-exempel.example";
const FIRST: &str = "srs@srs-support.example";

/// One case.
struct Told {
    id: &'static str,
    received: &'static str,
    from: &'static str,
    to: &'static str,
    subject: &'static str,
    body: &'static str,
    line: &'static str,
    queue: &'static str,
    organisation: &'static str,
    /// Places in subject and text where an identity number is masked.
    masked: usize,
    /// When distribution runs out; the desks of SRS state none.
    due: Option<&'static str>,
    /// What must stay readable.
    readable: &'static [&'static str],
}

const MAILS: &[Told] = &[
    Told {
        id: "W01",
        received: "2026-11-30T08:12:00+01:00",
        from: "kontakt.avd32@sjukhus.region-exempel.example",
        to: WEBCARE,
        subject: "Kan inte spara justerad vårdplan",
        body: "Vi får \"Ett oväntat fel har inträffat\". Det gäller tre sjuksköterskor.\nLokal kontaktperson avd 32, 08-465 004 11",
        line: "servicedesk",
        queue: "servicedesk",
        organisation: "avdelning-32",
        masked: 0,
        due: Some("2026-11-30T08:22:00+01:00"),
        readable: &["08-465 004 11"],
    },
    Told {
        id: "W03",
        received: "2026-12-01T13:40:00+01:00",
        from: "ssk.akuten@sjukhus.region-exempel.example",
        to: WEBCARE,
        subject: "BRÅDSKANDE patient 19900101-2385 syns inte",
        body: "Patient 199001012385 är inskriven hos oss sedan i går kväll men syns inte i WebCare. Samma sak med barnet, 170101-2393.\n\
               Fel-id 20261201-1337, vår enhet är SE0000000000-A001, leverantören gav oss CS0012385199. Ring 0846500412.",
        line: "servicedesk",
        queue: "servicedesk",
        organisation: "akutmottagningen",
        masked: 3,
        due: Some("2026-12-01T13:50:00+01:00"),
        readable: &["20261201-1337", "SE0000000000-A001", "CS0012385199", "0846500412"],
    },
    Told {
        id: "W05",
        received: "2026-12-02T14:25:00+01:00",
        from: "handlaggare3@exempelkommunen.example",
        to: WEBCARE,
        subject: "Vem räknar dagarna?",
        body: "Sjukhuset säger att vi har betalningsansvar från fredag. Vem avgör, och hur ändrar man datumet?",
        line: "servicedesk",
        queue: "servicedesk",
        organisation: "exempelkommunen",
        masked: 0,
        due: Some("2026-12-02T14:35:00+01:00"),
        readable: &[],
    },
    Told {
        id: "W07",
        received: "2026-12-03T16:41:00+01:00",
        from: "overlakare.akuten@sjukhus.region-exempel.example",
        to: WEBCARE,
        subject: "SKANDAL!!! WebCare nere IGEN",
        body: "Tredje gången på en månad. Ring mig NU 08-465 004 27 och tala om vem som är ansvarig!",
        line: "servicedesk",
        queue: "servicedesk",
        organisation: "akutmottagningen",
        masked: 0,
        due: Some("2026-12-03T16:51:00+01:00"),
        readable: &["08-465 004 27"],
    },
    Told {
        id: "S01",
        received: "2026-11-30T10:20:00+01:00",
        from: "lakare2@ekbacken.region-exempel.example",
        to: SRS,
        subject: "Hur räknas risken ut?",
        body: "Min patient fick 62 % risk för lång sjukskrivning men genomsnittet för diagnosen är 31. Hur stor vikt har de sex frågorna?",
        line: "anvandarsupport",
        queue: "super-ekbacken",
        organisation: "vc-ekbacken",
        masked: 0,
        due: None,
        readable: &["62 %"],
    },
    Told {
        id: "S02",
        received: "2026-12-01T08:55:00+01:00",
        from: "rehabkoordinator@granlund.region-exempel.example",
        to: SRS,
        subject: "Risksignalen borta i Rehabstöd",
        body: "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn, kolumnen är tom för alla patienter.",
        line: "anvandarsupport",
        queue: "stod-exempel",
        organisation: "vc-granlund",
        masked: 0,
        due: None,
        readable: &[],
    },
    Told {
        id: "S05",
        received: "2026-12-03T09:05:00+01:00",
        from: "redaktionen@tidning.example",
        to: FIRST,
        subject: "Begäran om allmän handling: felrapporter om SRS",
        body: "Hej! Med stöd av offentlighetsprincipen begär jag ut alla felrapporter om SRS under 2026.",
        line: "forsta",
        queue: "forsta",
        organisation: "utanfor-regionerna",
        masked: 0,
        due: None,
        readable: &[],
    },
    Told {
        id: "S06",
        received: "2026-12-04T13:10:00+01:00",
        from: "verksamhetschef@sjovik.region-exempel.example",
        to: SRS,
        subject: "Önskemål: fler diagnoser",
        body: "Kan ni lägga till långvarig smärta bland diagnoserna? Flera av våra läkare frågar.",
        line: "anvandarsupport",
        queue: "stod-exempel",
        organisation: "vc-sjovik",
        masked: 0,
        due: None,
        readable: &[],
    },
];

fn manager(told: &Told) -> &'static str {
    if told.to == WEBCARE { "manager" } else { "srs.manager" }
}

#[test]
fn every_mail_lands_where_it_must_with_its_numbers_masked() {
    for told in MAILS {
        on_both(told.received, |bench| {
            let world = World::over(bench);
            let case = world.mail(told.from, told.to, told.subject, told.body);
            let seen = world.see(manager(told), &case);
            assert_eq!(
                (&seen["line"], &seen["queue"], &seen["organisation"]),
                (&json!(told.line), &json!(told.queue), &json!(told.organisation)),
                "{}",
                told.id
            );
            let words = format!("{} {}", seen["subject"], seen["description"]);
            assert_eq!(words.matches("••••••").count(), told.masked, "{}: {words}", told.id);
            for word in told.readable {
                assert!(words.contains(word), "{}: {word} in {words}", told.id);
            }
            let clock = world.clock(manager(told), &case, "fordelning");
            match told.due {
                Some(due) => assert!(is_at(&clock["due_at"], due), "{}: {clock}", told.id),
                None => assert!(clock.is_null(), "{}", told.id),
            }
            // No tone sets a priority: the desk's default stands until somebody judged the case.
            let judged = if told.to == WEBCARE { "medel" } else { "lag" };
            assert_eq!(seen["priority"], judged, "{}", told.id);
        });
    }
}

/// W12: a forwarded thread with somebody else's old reference joins nothing and tells this unit nothing of it.
#[test]
fn w12_a_strangers_reference_links_and_joins_nothing() {
    on_both("2026-12-07T11:48:00+01:00", |bench| {
        let world = World::over(bench);
        let old = world.mail(
            "ssk.avd32@sjukhus.region-exempel.example",
            WEBCARE,
            "WebCare krånglar",
            "Går iväg två gånger.",
        );
        let from = "kontakt.avd34@sjukhus.region-exempel.example";
        let subject = format!("VB: VB: Sv: [{old}] WebCare krånglar");
        let body = "Kan ni titta på det här? Jag förstår inte riktigt vad hon menar.\n\nFrån: ssk.avd34@sjukhus.region-exempel.example\n\
                    Skickat: den 7 december 2026 10:30\nÄmne: VB: Sv: WebCare krånglar\nNu är det samma sak här som på 32:an i höstas.";
        let new = world.mail(from, WEBCARE, &subject, body);
        assert_ne!(new, old);
        let seen = world.see("manager", &new);
        assert_eq!(seen["organisation"], "avdelning-34");
        assert!(seen["description"].as_str().unwrap().contains("samma sak här som på 32:an"));
        let related = world.events("manager", &new);
        let related = related.iter().find(|e| e["type"] == "related").unwrap();
        assert_eq!(related["data"]["relation"], "possible_answer");
        assert!(
            world.events("manager", &old).iter().all(|e| e["type"] != "reopened" && e["type"] != "related")
        );
        assert!(is_at(&world.clock("manager", &new, "fordelning")["due_at"], "2026-12-07T11:58:00+01:00"));
    });
}

/// S01: not taken within the desk's time, it goes on to the region's user support by itself; from there it cannot go
/// up without a case type.
#[test]
fn s01_goes_on_by_itself_and_up_only_when_classified() {
    on_both("2026-11-30T10:20:00+01:00", |bench| {
        let world = World::over(bench);
        let case = world.mail(
            "lakare2@ekbacken.region-exempel.example",
            SRS,
            "Hur räknas risken ut?",
            "Hur stor vikt?",
        );
        world.until("2026-11-30T16:00:00+01:00");
        assert_eq!(world.see("srs.manager", &case)["queue"], "stod-exempel");
        let moved = world.events("srs.manager", &case);
        let moved = moved.iter().find(|e| e["type"] == "moved").unwrap();
        assert_eq!(moved["actor"]["kind"], "system");
        assert_eq!(
            world.refused("stod.exempel", &case, "escalate", &json!({})),
            ("missing_fields".to_owned(), json!(["case_type"]))
        );
        world.done("stod.exempel", &case, "classify", &json!({ "case_type": "prediktion" }));
        assert_eq!(world.done("stod.exempel", &case, "escalate", &json!({}))["queue"], "forsta");
        assert_eq!(world.done("forsta", &case, "escalate", &json!({}))["queue"], "prediktioner");
    });
}

/// S10: neither subject nor a person: named by sender, unit and time, and the shared mailbox stays a unit.
#[test]
fn s10_a_shared_mailbox_is_never_a_person() {
    on_both("2026-12-10T07:41:00+01:00", |bench| {
        let world = World::over(bench);
        let case = world.mail("reception@sjovik.region-exempel.example", SRS, "", "Se bild");
        let seen = world.see("stod.exempel", &case);
        let subject = seen["subject"].as_str().unwrap();
        assert!(
            subject.contains("Vårdcentralen Sjövik") && subject.contains("2026-12-10 07:41"),
            "{subject}"
        );
        assert_eq!(seen["requester"]["kind"], "unit");
        assert_eq!(world.refused("stod.exempel", &case, "escalate", &json!({})).1, json!(["case_type"]));
    });
}
