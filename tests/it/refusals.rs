//! Every rule that says no, provoked through REST: rule, words and remedy in both languages. The table is walked
//! whole, so that a rule nobody can provoke is red.

use crate::server::{Answer, Server};
use app::Caller;
use app::presented::NewPresented;
use serde_json::{Value, json};
use testkit::{Bench, each, words};
use ticket::{Reference, Rule};

const MONDAY: &str = "2026-11-30T10:20:00+01:00";
const COORDINATOR: &str = "rehabkoordinator@granlund.region-exempel.example";
const CONTACT: &str = "kontakt.avd32@sjukhus.region-exempel.example";

/// One rule.
struct Provoked {
    rule: Rule,
    /// What is replaced in the desk files so that it can say no.
    edits: &'static [(&'static str, &'static str)],
    /// What came before; the desk of the case.
    before: fn(&Bench) -> Reference,
    /// Who asks for what.
    asks: (&'static str, &'static str, fn() -> Value),
    en: (&'static str, &'static str),
    sv: (&'static str, &'static str),
}

fn srs(bench: &Bench) -> Reference {
    bench.mail("srs", COORDINATOR, "Risksignalen borta", "Tom kolumn.").reference
}

fn webcare(bench: &Bench) -> Reference {
    bench.mail("webcare", CONTACT, "Fel", "Ett oväntat fel.").reference
}

fn technical(bench: &Bench) -> Reference {
    let case = srs(bench);
    let facts = app::Facts { case_type: Some("tekniskt-fel".into()), ..app::Facts::default() };
    bench.act("srs.manager", &case, app::Order::Classify(facts)).unwrap();
    case
}

fn up(bench: &Bench, case: &Reference) {
    bench.act("srs.manager", case, app::Order::Escalate(escalation::Wish::Up, Vec::new())).unwrap();
}

fn at_first_line(bench: &Bench) -> Reference {
    let case = technical(bench);
    up(bench, &case);
    case
}

fn at_specialists(bench: &Bench) -> Reference {
    let case = at_first_line(bench);
    up(bench, &case);
    case
}

fn cancelled(bench: &Bench) -> Reference {
    let case = srs(bench);
    bench.act("srs.manager", &case, app::Order::Cancel(Some(words("Dubblett.")))).unwrap();
    case
}

/// The desk's agreement in a version of today that is said to hold since the first of the month.
fn back_dated(bench: &Bench) -> Reference {
    let shipped = std::fs::read_to_string("../config/desks/webcare.toml").unwrap();
    let source = shipped.replacen(
        "key = \"servicedesk\"\nversion = \"1.3\"\nvalid_from = \"2012-03-15\"",
        "key = \"servicedesk\"\nversion = \"1.4\"\ndeclared = [\"backdated\"]\nvalid_from = \"2026-11-01\"",
        1,
    );
    let desk = desk::read("webcare", &source).unwrap();
    bench.app.apply_desk(&desk, &source, "test", bench.now()).unwrap();
    webcare(bench)
}

fn judged_again(from: &str) -> Value {
    json!({ "desk": "webcare", "agreement": "servicedesk", "from": from, "to": "2026-11-30", "reason": "Beslut." })
}

/// A fault with a begin that was proposed by the service desk: event 4, after opened, proposed.
fn proposed(bench: &Bench) -> Reference {
    let facts = app::Facts { case_type: Some("driftstorning".into()), ..app::Facts::default() };
    let case = testkit::new("webcare", CONTACT, "Nere", "Vit sida.");
    let case = bench.open("servicedesk", &app::New { facts, ..case }).unwrap().reference;
    let began = app::Order::Begin {
        at: Some(testkit::at("2026-11-30T10:00:00+01:00")),
        how: ticket::Began::First,
        reason: Some(words("Driftloggen.")),
    };
    bench.act("servicedesk", &case, began).unwrap();
    case
}

/// November is told to finance.
fn locked(bench: &Bench) -> Reference {
    bench.app.lock_month(&bench.person("manager"), ("webcare", "2026-11"), true, bench.now()).unwrap();
    webcare(bench)
}

fn user_support() -> app::effort::What {
    app::effort::What { activity: "anvandarstod".into(), ..app::effort::What::default() }
}

fn measured(bench: &Bench) -> Reference {
    let case = webcare(bench);
    bench.app.start_effort(&bench.person("servicedesk"), &case, &user_support(), bench.now()).unwrap();
    case
}

fn full(bench: &Bench) -> Reference {
    let case = webcare(bench);
    let spent = app::effort::Spent { what: user_support(), day: None, minutes: 1_431, note: None };
    let (who, once) = (bench.person("servicedesk"), Caller::default());
    bench.app.put_effort(&who, &case, &spent, &once, bench.now()).unwrap();
    case
}

fn taken(bench: &Bench) -> Reference {
    let case = webcare(bench);
    bench.act("servicedesk", &case, app::Order::Take).unwrap();
    case
}

fn restored(bench: &Bench) -> Reference {
    let case = webcare(bench);
    bench.act("servicedesk", &case, app::Order::Restore(None, None, None)).unwrap();
    case
}

/// A telephone case with the moments of its call.
fn called(offered: &str, answered: &str, ended: Option<&str>) -> Value {
    json!({ "desk": "webcare", "subject": "Hej", "requester": { "email": CONTACT },
            "call": { "offered_at": offered, "answered_at": answered, "ended_at": ended } })
}

/// A case that waits for the answer to a question.
fn asked(bench: &Bench) -> Reference {
    let case = webcare(bench);
    bench.act("servicedesk", &case, app::Order::WaitRequester(Some(words("Vilken plan?")))).unwrap();
    case
}

/// A call the exchange has reported.
fn rung(bench: &Bench) -> Reference {
    let told = app::calls::Told {
        desk: "webcare".into(),
        teller: app::calls::Teller::Exchange("PBX-1".into()),
        times: ticket::CallTimes {
            offered_at: Some(testkit::at("2026-11-30T10:10:00+01:00")),
            ..Default::default()
        },
        number: None,
        name: None,
        judgement: None,
    };
    bench.app.log_call(&bench.person("vaxel"), &told, bench.now()).unwrap();
    webcare(bench)
}

const EVERY: &[Provoked] = &[
    Provoked {
        rule: Rule::Workflow,
        edits: &[],
        before: cancelled,
        asks: ("srs.manager", "take", || json!({})),
        en: ("A case that is cancelled cannot be changed by: take.", "Resume or reopen the case first."),
        sv: ("Det går inte att ta ett ärende som är återkallat.", "Återuppta eller öppna ärendet först."),
    },
    Provoked {
        rule: Rule::MissingFields,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "escalate", || json!({})),
        en: ("Missing: case type.", "Fill in what is missing and try again."),
        sv: ("Det fattas: ärendetyp.", "Fyll i det som fattas och försök igen."),
    },
    Provoked {
        rule: Rule::NoLineAbove,
        edits: &[],
        before: at_specialists,
        asks: ("srs.manager", "escalate", || json!({})),
        en: (
            "There is no higher line to escalate to.",
            "Solve the case here, or hand it to another queue of the same line.",
        ),
        sv: (
            "Det finns ingen högre linje att eskalera till.",
            "Lös ärendet här, eller lämna det till en annan kö på samma linje.",
        ),
    },
    Provoked {
        rule: Rule::NoLineBelow,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "return", || json!({ "text": "Svar.", "answer": true })),
        en: ("There is no lower line that may answer the requester.", "Answer from this line."),
        sv: ("Det finns ingen lägre linje som får svara frågeställaren.", "Svara själv från den här linjen."),
    },
    Provoked {
        rule: Rule::OneLineAtATime,
        edits: &[("entered_from = [\"servicedesk\", \"specialister\"]\n", "")],
        before: webcare,
        asks: ("servicedesk", "escalate", || json!({ "to_line": "leverantor" })),
        en: ("Cases go up one line at a time.", "Escalate to specialister first."),
        sv: ("Ärenden går upp en linje i taget.", "Eskalera till specialister först."),
    },
    Provoked {
        rule: Rule::WrongEntrance,
        edits: &[],
        before: technical,
        asks: ("stod.exempel", "escalate", || json!({ "to_line": "andra" })),
        en: ("The way into andra is through forsta.", "Escalate to forsta, which hands the case on."),
        sv: ("Vägen till andra går genom forsta.", "Eskalera till forsta, som för ärendet vidare."),
    },
    Provoked {
        rule: Rule::NoQueueFits,
        edits: &[(
            "case_type = [\"teknisk-fraga\", \"tekniskt-fel\", \"visa-dolj\"]",
            "case_type = [\"teknisk-fraga\"]",
        )],
        before: at_first_line,
        asks: ("srs.manager", "escalate", || json!({})),
        en: (
            "No queue of the line fits the case.",
            "Name the queue, or set a case type that belongs to one.",
        ),
        sv: ("Ingen kö på linjen passar ärendet.", "Ange kö, eller sätt en ärendetyp som hör till en kö."),
    },
    Provoked {
        rule: Rule::QueueElsewhere,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "assign", || json!({ "queue": "tekniska" })),
        en: ("The queue tekniska belongs to another line.", "Escalate or return to change lines."),
        sv: ("Kön tekniska hör till en annan linje.", "Eskalera eller återlämna för att byta linje."),
    },
    Provoked {
        rule: Rule::OtherSupport,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "assign", || json!({ "queue": "stod-annan" })),
        en: (
            "The queue stod-annan is the own support of another organisation.",
            "Correct the case's organisation, and the case goes along.",
        ),
        sv: (
            "Kön stod-annan är en annan organisations egen support.",
            "Rätta ärendets organisation, så följer ärendet med dit.",
        ),
    },
    Provoked {
        rule: Rule::AlreadyThere,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "assign", || json!({ "queue": "stod-exempel" })),
        en: ("It is so already.", "Nothing needs to be done."),
        sv: ("Så är det redan.", "Ingenting behöver göras."),
    },
    Provoked {
        rule: Rule::QuestionNotSent,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "wait", || json!({ "for": "requester" })),
        en: (
            "To wait for the requester, a question must have been sent.",
            "Write the question in the same step.",
        ),
        sv: ("För att vänta på användaren måste en fråga ha skickats.", "Skriv frågan i samma steg."),
    },
    Provoked {
        rule: Rule::UntilNotAhead,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "wait", || json!({ "for": "until", "until": MONDAY })),
        en: ("The moment does not lie ahead.", "Give a moment to come."),
        sv: ("Tidpunkten ligger inte framåt i tiden.", "Ange en tidpunkt som kommer."),
    },
    Provoked {
        rule: Rule::BackOfficeResolves,
        edits: &[],
        before: at_first_line,
        asks: ("srs.manager", "resolve", || json!({ "solution": "rattad", "text": "Rättat." })),
        en: (
            "forsta has no direct contact with the requester.",
            "Return the case with an answer, and user support will give it.",
        ),
        sv: (
            "forsta har ingen direkt kontakt med frågeställaren.",
            "Återlämna ärendet med ett svar, så ger användarsupporten det.",
        ),
    },
    Provoked {
        rule: Rule::NothingProposed,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "answer", || json!({})),
        en: ("There is no proposed answer to send.", "Write a message of your own to the requester."),
        sv: ("Det finns inget föreslaget svar att skicka.", "Skriv ett eget meddelande till frågeställaren."),
    },
    Provoked {
        rule: Rule::InTheFuture,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "restore", || json!({ "restored_at": "2026-11-30T10:20:01+01:00" })),
        en: ("The moment lies in the future.", "Give a moment that has been."),
        sv: ("Tidpunkten ligger i framtiden.", "Ange en tidpunkt som har varit."),
    },
    Provoked {
        rule: Rule::RestoredBeforeFault,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "restore", || json!({ "restored_at": "2026-11-30T10:19:59+01:00" })),
        en: ("The service cannot work again before the fault began.", "Give a moment after the fault began."),
        sv: ("Tjänsten kan inte fungera igen innan felet började.", "Ange en tidpunkt efter felets början."),
    },
    Provoked {
        rule: Rule::AlreadyRestored,
        edits: &[],
        before: restored,
        asks: ("servicedesk", "restore", || json!({})),
        en: ("The service is restored already.", "Resolve the case, or reopen it if the fault persists."),
        sv: ("Tjänsten är redan återställd.", "Lös ärendet, eller öppna det igen om felet består."),
    },
    Provoked {
        rule: Rule::TooLongAgo,
        edits: &[],
        before: webcare,
        asks: (
            "servicedesk",
            "begin",
            || json!({ "fault_began_at": "1066-10-14T09:00:00Z", "reason": "Krönikan." }),
        ),
        en: (
            "The moment lies before 2012-03-15, when nothing was agreed yet.",
            "Give a moment from 2012-03-15 on.",
        ),
        sv: (
            "Tidpunkten ligger före 2012-03-15, innan något var överenskommet.",
            "Ange en tidpunkt från och med 2012-03-15.",
        ),
    },
    Provoked {
        rule: Rule::BeforeOpened,
        edits: &[],
        before: taken,
        asks: (
            "servicedesk",
            "correct",
            || json!({ "event": 2, "at": "2026-11-30T10:19:59+01:00", "reason": "Klockan på väggen." }),
        ),
        en: ("The moment lies before the case was made.", "Give a moment after the case was made."),
        sv: ("Tidpunkten ligger innan ärendet fanns.", "Ange en tidpunkt efter att ärendet kom till."),
    },
    Provoked {
        rule: Rule::NotRestored,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "begin", || json!({ "fault": "came_back", "reason": "Igen." })),
        en: (
            "The fault is not restored, so it can neither persist nor come back.",
            "State that the service works again first.",
        ),
        sv: (
            "Felet är inte avhjälpt, så det kan varken bestå eller ha kommit tillbaka.",
            "Anmäl först att tjänsten fungerar igen.",
        ),
    },
    Provoked {
        rule: Rule::NotCorrectable,
        edits: &[],
        before: webcare,
        asks: (
            "servicedesk",
            "correct",
            || json!({ "event": 99, "at": "2026-11-30T10:20:00+01:00", "reason": "Fel." }),
        ),
        en: (
            "That event has no moment that can be corrected.",
            "Name a begin or an end of a fault, a taking, a message or a solution of this case.",
        ),
        sv: (
            "Den händelsen har ingen tidpunkt som kan rättas.",
            "Ange ett fels början eller slut, ett övertagande, ett meddelande eller en lösning i ärendet.",
        ),
    },
    Provoked {
        rule: Rule::AlreadyProposed,
        edits: &[],
        before: proposed,
        asks: (
            "kollega",
            "begin",
            || json!({ "fault_began_at": "2026-11-30T10:10:00+01:00", "reason": "Larmet." }),
        ),
        en: (
            "The same is proposed already and waits for a second person.",
            "Let it be agreed to or declined first.",
        ),
        sv: (
            "Detsamma är redan föreslaget och väntar på en andra person.",
            "Låt det först godkännas eller avslås.",
        ),
    },
    Provoked {
        rule: Rule::NoSuchProposal,
        edits: &[],
        before: proposed,
        asks: ("kollega", "agree", || json!({ "proposal": 1 })),
        en: ("There is no such proposal any longer.", "Read the case again."),
        sv: ("Förslaget finns inte längre.", "Läs ärendet på nytt."),
    },
    Provoked {
        rule: Rule::OwnProposal,
        edits: &[],
        before: proposed,
        asks: ("servicedesk", "agree", || json!({ "proposal": 2 })),
        en: ("Nobody agrees to what they proposed themselves.", "Ask another person who may agree."),
        sv: ("Ingen godkänner det man själv har föreslagit.", "Be någon annan som får godkänna."),
    },
    Provoked {
        rule: Rule::MonthLocked,
        edits: &[],
        before: locked,
        asks: ("servicedesk", "effort", || json!({ "minutes": 10, "activity": "anvandarstod" })),
        en: (
            "2026-11 is locked: its time was told to finance.",
            "Put the time down on a day of an open month, or ask who locks months to unlock it.",
        ),
        sv: (
            "2026-11 är låst: tiden är redovisad till ekonomi.",
            "Skriv tiden på en dag i en öppen månad, eller be den som låser månader att låsa upp.",
        ),
    },
    Provoked {
        rule: Rule::TimerRunning,
        edits: &[],
        before: measured,
        asks: ("servicedesk", "effort/start", || json!({ "activity": "felrattning" })),
        // The first case of the desk.
        en: ("Time is being measured on WC-KDD1Z already.", "Stop it there first."),
        sv: ("Tid mäts redan på WC-KDD1Z.", "Stoppa där först."),
    },
    Provoked {
        rule: Rule::NoTimer,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "effort/stop", || json!({})),
        en: ("You measure no time on this case.", "Start measuring, or put the time down by hand."),
        sv: ("Du mäter ingen tid på det här ärendet.", "Starta en mätning, eller skriv tiden för hand."),
    },
    Provoked {
        rule: Rule::DayFull,
        edits: &[],
        before: full,
        asks: ("servicedesk", "effort", || json!({ "minutes": 10, "activity": "anvandarstod" })),
        en: (
            "2026-11-30 would have more than twenty-four hours.",
            "Put down less, or correct what stands on that day.",
        ),
        sv: (
            "2026-11-30 skulle få mer än tjugofyra timmar.",
            "Skriv mindre, eller rätta det som står den dagen.",
        ),
    },
    Provoked {
        rule: Rule::NotOfThatQueue,
        edits: &[],
        before: srs,
        asks: ("stod.exempel", "assign", || json!({ "assignee": "forsta" })),
        en: (
            "That person does not work in the queue stod-exempel.",
            "Choose somebody who works there, or move the case first.",
        ),
        sv: (
            "Personen arbetar inte i kön stod-exempel.",
            "Välj någon som arbetar där, eller flytta ärendet först.",
        ),
    },
    Provoked {
        rule: Rule::NotBreached,
        edits: &[],
        before: webcare,
        asks: ("manager", "breach-cause", || json!({ "target": "fordelning", "cause": "bemanning" })),
        en: ("The case has no exceeded time of that key: fordelning.", "Name a time that was exceeded."),
        sv: (
            "Ärendet har ingen överskriden tid med den nyckeln: fordelning.",
            "Ange en tid som är överskriden.",
        ),
    },
    Provoked {
        rule: Rule::NotWithSupplier,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "messages", || json!({ "audience": "supplier", "text": "Hur går det?" })),
        en: ("The case is not with a supplier.", "Escalate it to the supplier first."),
        sv: ("Ärendet ligger inte hos en leverantör.", "Eskalera det till leverantören först."),
    },
    Provoked {
        rule: Rule::SoughtTooLittle,
        edits: &[],
        before: asked,
        asks: ("servicedesk", "resolve", || json!({ "solution": "ej-nadd", "text": "Vi når dig inte." })),
        en: (
            "Tries so far: 1, channels: 1, days: 1. 3, 2 and 2 are needed.",
            "Try again by another channel or on another day, and record the try.",
        ),
        sv: (
            "Försök hittills: 1, kanaler: 1, dagar: 1. Det krävs 3, 2 och 2.",
            "Sök igen via en annan kanal eller en annan dag, och registrera försöket.",
        ),
    },
    Provoked {
        rule: Rule::NotBackdated,
        edits: &[],
        before: webcare,
        asks: ("manager", "rejudgements", || judged_again("2026-11-01")),
        en: (
            "No version of servicedesk was back-dated, so there is nothing to judge again.",
            "First apply a desk file in which the agreement has a new version that holds from a past date, with declared \
             = [\"backdated\"].",
        ),
        sv: (
            "Ingen version av servicedesk har fått gälla bakåt i tiden, så det finns inget att bedöma på nytt.",
            "Inför först en supportfil där avtalet har en ny version som gäller från ett passerat datum, med declared = \
             [\"backdated\"].",
        ),
    },
    Provoked {
        rule: Rule::OutsideVersion,
        edits: &[],
        before: back_dated,
        asks: ("manager", "rejudgements", || judged_again("2026-10-31")),
        en: (
            "The period does not lie within the time for which version 1.4 of servicedesk is said to hold.",
            "Let the period begin on 2026-11-01 at the earliest.",
        ),
        sv: (
            "Perioden ligger inte inom den tid som version 1.4 av servicedesk sägs gälla.",
            "Låt perioden börja tidigast 2026-11-01.",
        ),
    },
    Provoked {
        rule: Rule::AnsweredBeforeOffered,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "", || called("2026-11-30T10:10:00+01:00", "2026-11-30T10:09:59+01:00", None)),
        en: ("A call cannot be answered before it rang.", "Give an answer that is not before the ringing."),
        sv: (
            "Ett samtal kan inte besvaras innan det ringde.",
            "Ange ett svar som inte ligger före signalen.",
        ),
    },
    Provoked {
        rule: Rule::EndedBeforeBegun,
        edits: &[],
        before: webcare,
        asks: ("servicedesk", "", || {
            called(
                "2026-11-30T10:10:00+01:00",
                "2026-11-30T10:10:09+01:00",
                Some("2026-11-30T10:10:08+01:00"),
            )
        }),
        en: ("A call cannot end before it began.", "Give an end that is not before ringing and answer."),
        sv: (
            "Ett samtal kan inte sluta innan det började.",
            "Ange ett slut som inte ligger före signal och svar.",
        ),
    },
    Provoked {
        rule: Rule::CallDiffers,
        edits: &[],
        before: rung,
        asks: (
            "vaxel",
            "calls",
            || json!({ "desk": "webcare", "id": "PBX-1", "offered_at": "2026-11-30T10:10:01+01:00" }),
        ),
        en: (
            "The call is known with another offered_at.",
            "Report what is known already, or use an id of its own for another call.",
        ),
        sv: (
            "Samtalet är känt med ett annat värde: offered_at.",
            "Rapportera det som redan är känt, eller ge ett annat samtal ett eget id.",
        ),
    },
    Provoked {
        rule: Rule::AnsweredNotAbandoned,
        edits: &[],
        before: webcare,
        asks: (
            "servicedesk",
            "calls",
            || json!({ "desk": "webcare", "answered_at": "2026-11-30T10:10:01+01:00", "outcome": "abandoned" }),
        ),
        en: ("A call that was answered was not abandoned.", "Say what it came to: solved or case."),
        sv: ("Ett samtal som besvarades övergavs inte.", "Ange vad det ledde till: löst eller ärende."),
    },
    Provoked {
        rule: Rule::PeriodRuns,
        edits: &[],
        before: webcare,
        asks: ("manager", "presented", || month("2026-11-01", "2026-12-01")),
        en: (
            "The period is not over: it lasts until 2026-12-01.",
            "Present the report on 2026-12-01 or later.",
        ),
        sv: (
            "Perioden är inte över: den räcker till 2026-12-01.",
            "Presentera rapporten den 2026-12-01 eller senare.",
        ),
    },
    Provoked {
        rule: Rule::NobodyReceives,
        edits: &[(RECEIVER, "report = [\"board\"]\nrole = \"bestallare\"")],
        before: webcare,
        asks: ("manager", "presented", || month("2026-10-01", "2026-11-01")),
        en: (
            "Nobody is named to approve the report.",
            "Name who in the desk file, with [[report_receiver]].",
        ),
        sv: (
            "Ingen är utsedd att godkänna rapporten.",
            "Ange det i verksamhetens konfigurationsfil, under [[report_receiver]].",
        ),
    },
    Provoked {
        rule: Rule::ReportPresented,
        edits: &[],
        before: presented,
        asks: ("manager", "presented", || month("2026-10-01", "2026-11-01")),
        en: (
            "The report was presented already for that period (revision 1).",
            "It can be presented again where its receiver rejects it. Corrections stand beside the one there is.",
        ),
        sv: (
            "Rapporten är redan presenterad för den perioden (utgåva 1).",
            "Den kan presenteras igen om mottagaren underkänner den. Rättelser står bredvid den som finns.",
        ),
    },
    Provoked {
        rule: Rule::OwnReport,
        edits: &[(RECEIVER, "report = [\"operations\"]\nrole = \"manager\"")],
        before: presented,
        asks: ("manager", "approve", || json!({})),
        en: ("Nobody approves a report they presented themselves.", "Let another receiver decide."),
        sv: ("Ingen godkänner en rapport som den själv har presenterat.", "Låt en annan mottagare besluta."),
    },
    Provoked {
        rule: Rule::ReportDecided,
        edits: &[(RECEIVER, "report = [\"operations\"]\nrole = \"servicedesk\"")],
        before: approved,
        asks: ("servicedesk", "approve", || json!({})),
        en: (
            "The report was decided on already.",
            "Read the report again. Where it was rejected it can be presented anew.",
        ),
        sv: (
            "Det är redan beslutat om rapporten.",
            "Läs rapporten igen. Är den underkänd kan den presenteras på nytt.",
        ),
    },
    Provoked {
        rule: Rule::ReceiverAnswered,
        edits: &[(
            RECEIVER,
            "report = [\"operations\"]\nrole = \"servicedesk\"\n\n[[report_receiver]]\nkey = \"b\"\nrole = \"bestallare\"",
        )],
        before: approved,
        asks: ("servicedesk", "approve", || json!({})),
        en: (
            "The receiver you answer for has answered about the report already.",
            "Read the report: it tells who answered and who has not yet.",
        ),
        sv: (
            "Den mottagare du svarar för har redan svarat om rapporten.",
            "Läs rapporten: där står vem som svarade och vilka som ännu inte har det.",
        ),
    },
];

/// Who receives operations reports on the WebCare desk.
const RECEIVER: &str = "report = [\"operations\"]\nrole = \"bestallare\"";

fn month(from: &str, to: &str) -> Value {
    json!({ "kind": "operations", "desk": "webcare", "from": from, "to": to })
}

/// October's report is presented.
fn presented(bench: &Bench) -> Reference {
    let case = webcare(bench);
    let october = NewPresented {
        kind: desk::PresentedKind::Operations,
        desk: "webcare".into(),
        service: None,
        from: "2026-10-01".parse().unwrap(),
        to: "2026-11-01".parse().unwrap(),
        comment: words(""),
    };
    bench.app.present(&bench.person("manager"), &october, &Caller::default(), bench.now()).unwrap();
    case
}

/// And approved.
fn approved(bench: &Bench) -> Reference {
    let case = presented(bench);
    let manager = bench.person("manager");
    let id = bench.app.presented(&manager, None, (None, 1)).unwrap().items[0].id;
    let colleague = bench.person("kollega");
    let yes = (true, None);
    bench.app.decide_presented(&colleague, id, yes, &Caller::default(), bench.now()).unwrap();
    case
}

#[test]
fn every_rule_says_no_in_words_and_tells_the_way_on() {
    for rule in Rule::ALL {
        assert!(EVERY.iter().any(|p| p.rule == *rule), "nobody provokes {rule}");
    }
    for provoked in EVERY {
        each(MONDAY, provoked.edits, |bench| say_no(bench, provoked));
    }
}

fn say_no(bench: &Bench, provoked: &Provoked) {
    let case = (provoked.before)(bench);
    let server = Server::over(bench);
    let (login, act, body) = provoked.asks;
    let token = server.sign_in(login);
    let path = format!("/api/v1/tickets/{case}");
    let seen = |token: &str| server.get(token, &path);
    let before = seen(&token);
    let version = before.body["version"].to_string();
    let ask = |language: &str| -> Answer {
        let to = match act {
            "" => "/api/v1/tickets".to_owned(),
            "calls" | "rejudgements" => format!("/api/v1/{act}"),
            "presented" => "/api/v1/reports/presented".to_owned(),
            "approve" => {
                let newest = server.get(&token, "/api/v1/reports/presented").body["items"][0]["id"].clone();
                format!("/api/v1/reports/presented/{newest}/approve")
            }
            act => format!("{path}/{act}"),
        };
        let etag = format!("\"{version}\"");
        let headers = [("If-Match", etag.as_str()), ("Accept-Language", language)];
        let headers = if matches!(act, "" | "calls" | "rejudgements" | "presented" | "approve") {
            &headers[1..]
        } else {
            &headers[..]
        };
        server.post(&token, &to, &body(), headers)
    };
    for (language, (detail, remedy)) in [("en", provoked.en), ("sv-SE,sv;q=0.9", provoked.sv)] {
        let answer = ask(language);
        let rule = provoked.rule;
        assert_eq!((answer.status, &answer.body["rule"]), (422, &json!(rule)), "{rule}: {}", answer.body);
        assert_eq!(answer.body["detail"], detail, "{rule}");
        // The act that was asked; what is none on a case names none.
        let named = match act {
            // The moments of a call are no act's, though the case is opened with it.
            "" if matches!(rule, Rule::AnsweredBeforeOffered | Rule::EndedBeforeBegun) => Value::Null,
            "" => json!("open"),
            "calls" | "rejudgements" | "presented" | "approve" => Value::Null,
            "assign" if body().get("queue").is_some() => json!("forward"),
            "breach-cause" => json!("explain_breach"),
            "messages" => json!("message"),
            act => json!(act.split('/').next()),
        };
        assert_eq!(answer.body["act"], named, "{rule}: {}", answer.body);
        assert_eq!(answer.body["remedy"], remedy, "{rule}");
    }
    assert_eq!(seen(&token).body["version"], before.body["version"], "nothing was written");
}
