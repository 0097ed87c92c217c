//! What the month's cases are about. Invented; nobody in them exists.

use super::planned::{self, Planned};

/// How a case goes on after the first line has understood it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Answered where it came in.
    Here,
    /// A specialist finds the answer.
    Specialist,
    /// The supplier puts it right.
    Supplier,
    /// A function outside the desk has it.
    Outside(&'static str),
}

/// A kind of case.
pub(super) struct Matter {
    pub subject: &'static str,
    pub body: &'static str,
    pub case_type: &'static str,
    pub service: &'static str,
    /// How many of a hundred, roughly.
    pub weight: u32,
    pub way: Way,
    pub solution: &'static str,
    pub answer: &'static str,
    /// Impact and urgency.
    pub weighs: (&'static str, &'static str),
}

/// Everything the month needs to know of a desk.
pub(super) struct Cast {
    pub desk: &'static str,
    pub calendar: &'static str,
    /// Way in by mail.
    pub mailboxes: &'static [&'static str],
    /// Who writes and calls.
    pub askers: &'static [&'static str],
    /// Who answers calls.
    pub telephone: &'static str,
    /// Everybody who works.
    pub staff: &'static [&'static str],
    pub matters: &'static [Matter],
    /// Who raises changes and problems, and who takes them.
    pub management: &'static str,
    pub planner: &'static str,
    /// Changes and problems, raised in turn.
    pub planned: &'static [Planned],
}

pub(super) const CASTS: &[&Cast] = &[&WEBCARE, &SRS];

const fn matter(
    subject: &'static str,
    body: &'static str,
    about: (&'static str, &'static str),
    weight: u32,
    way: Way,
    outcome: (&'static str, &'static str),
    weighs: (&'static str, &'static str),
) -> Matter {
    let (case_type, service) = about;
    let (solution, answer) = outcome;
    Matter { subject, body, case_type, service, weight, way, solution, answer, weighs }
}

const WEBCARE: Cast = Cast {
    desk: "webcare",
    calendar: "servicedesk",
    mailboxes: &["servicedesk@webcare.example"],
    askers: &[
        "kontakt.avd32@sjukhus.region-exempel.example",
        "ssk.avd32@sjukhus.region-exempel.example",
        "kontakt.avd34@sjukhus.region-exempel.example",
        "ssk.akuten@sjukhus.region-exempel.example",
        "overlakare.akuten@sjukhus.region-exempel.example",
        "kontakt.bistand@exempelkommunen.example",
        "enhetschef.bistand@exempelkommunen.example",
        "handlaggare3@exempelkommunen.example",
        "handlaggare8@exempelkommunen.example",
    ],
    telephone: "servicedesk",
    staff: &["servicedesk", "servicedesk2", "specialist", "specialist2", "leverantor"],
    management: "kontakt.avd32@sjukhus.region-exempel.example",
    planner: "servicedesk",
    planned: planned::WEBCARE,
    matters: &[
        matter(
            "Kan inte spara justerad vårdplan",
            "Sedan i morse går det inte att spara justerade vårdplaner, vi får ett oväntat fel. Det gäller tre datorer.",
            ("fel-vardplan", "webcare"),
            14,
            Way::Here,
            ("tillfallig-losning", "Logga ut och öppna planen från inkorgen, så går den att spara."),
            ("enhet", "i-dag"),
        ),
        matter(
            "Kalla till vårdplanering med två kommuner",
            "Hur gör jag när jag ska kalla två kommuner till samma samordnade vårdplanering?",
            ("handhavande", "webcare"),
            26,
            Way::Here,
            ("instruktion", "Lägg till den andra kommunen under Deltagare innan kallelsen skickas."),
            ("person", "normal"),
        ),
        matter(
            "Glömt var jag kvitterar",
            "Var kvitterar jag ett inskrivningsmeddelande? Jag hittar inte knappen i den nya vyn.",
            ("handhavande", "webcare"),
            16,
            Way::Here,
            ("instruktion", "Knappen finns överst till höger när meddelandet är öppet."),
            ("person", "normal"),
        ),
        matter(
            "Patient syns inte",
            "En patient som är inskriven hos oss sedan i går kväll syns inte i listan.",
            ("fel-patient-saknas", "webcare"),
            9,
            Way::Specialist,
            ("avhjalpt", "Patienten låg på fel enhet i registret. Den är flyttad och syns nu."),
            ("person", "i-dag"),
        ),
        matter(
            "Inskrivningsmeddelandet går iväg två gånger",
            "Kommunen får samma inskrivningsmeddelande två gånger från oss. Det började i fredags.",
            ("fel-meddelanden", "webcare"),
            9,
            Way::Specialist,
            ("avhjalpt", "Dubbletten berodde på en kö som startats två gånger. Den är rättad."),
            ("enhet", "normal"),
        ),
        matter(
            "Ny medarbetare kommer inte in",
            "Vår nya handläggare får Behörighet saknas och syns inte i katalogen.",
            ("behorighet-katalog", "webcare"),
            9,
            Way::Outside("ek-forvaltningen"),
            ("instruktion", "Uppdraget är upplagt i katalogen. Logga in igen i morgon."),
            ("person", "normal"),
        ),
        matter(
            "Vem räknar dagarna?",
            "Sjukhuset och vi räknar betalningsansvaret olika. Vem avgör, och hur ändrar man datumet?",
            ("processfraga", "webcare"),
            5,
            Way::Outside("processfragor-kommunen"),
            ("instruktion", "Dagen efter justerad plan räknas som första dag. Processledningen har svarat."),
            ("person", "normal"),
        ),
        matter(
            "Långsamt efter lunch",
            "Varje dag vid ett tar det en minut att öppna en plan. Resten av dagen går det fort.",
            ("driftstorning", "webcare"),
            7,
            Way::Supplier,
            ("till-drift", "En nattlig körning gick på dagtid. Den är flyttad tillbaka."),
            ("alla", "i-dag"),
        ),
        matter(
            "Kommer inte in, vit sida",
            "Kommer inte in i WebCare, får bara en vit sida. Är det något känt?",
            ("driftstorning", "drift"),
            1,
            Way::Supplier,
            ("till-drift", "En nod svarade inte. Den är omstartad och övervakas."),
            ("alla", "genast"),
        ),
    ],
};

const SRS: Cast = Cast {
    desk: "srs",
    calendar: "kontorstid",
    mailboxes: &[
        "srs-stod@region-exempel.example",
        "srs-stod@region-annan.example",
        "srs@srs-support.example",
    ],
    askers: &[
        "lakare1@granlund.region-exempel.example",
        "lakare2@ekbacken.region-exempel.example",
        "lakare3@sjovik.region-exempel.example",
        "rehabkoordinator@granlund.region-exempel.example",
        "verksamhetschef@sjovik.region-exempel.example",
        "rehabkoordinator@region-annan.example",
    ],
    telephone: "region",
    staff: &[
        "ekbacken",
        "region",
        "annan",
        "forsta",
        "tekniska",
        "prediktioner",
        "anvandarfragor",
        "forbattringar",
        "medicinska",
        "rad",
        "juridiska",
    ],
    management: "forvaltning@srs-support.example",
    planner: "manager",
    planned: planned::SRS,
    matters: &[
        matter(
            "Hur räknas risken ut?",
            "Min patient fick 62 procents risk men genomsnittet för diagnosen är 31. Hur stor vikt har de sex frågorna?",
            ("prediktion", "srs"),
            22,
            Way::Specialist,
            (
                "besvarad",
                "Frågorna väger tillsammans lika mycket som diagnosen. Se avsnittet om beräkningen.",
            ),
            ("person", "normal"),
        ),
        matter(
            "Var hittar jag råd och åtgärder?",
            "Fliken med råd visas inte hos oss. Hur får vi fram den?",
            ("handhavande", "srs"),
            30,
            Way::Here,
            ("instruktion", "Fliken visas när diagnosen är vald. Se instruktionen i Webcert."),
            ("person", "normal"),
        ),
        matter(
            "Risksignalen borta i Rehabstöd",
            "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn. I Webcert ser jag risken som vanligt.",
            ("tekniskt-fel", "srs"),
            16,
            Way::Specialist,
            ("rattad", "Felet i integrationen är rättat. Logga in på nytt."),
            ("enhet", "genast"),
        ),
        matter(
            "Önskemål: fler diagnoser",
            "Kan ni lägga till långvarig smärta bland diagnoserna? Flera av våra läkare frågar.",
            ("forbattring", "srs"),
            10,
            Way::Specialist,
            ("besvarad", "Önskemålet är infört i listan och bedöms med regionerna i nästa möte."),
            ("person", "normal"),
        ),
        matter(
            "Dölj SRS för vår enhet",
            "Vi vill inte att SRS visas i Webcert hos oss från årsskiftet.",
            ("visa-dolj", "srs"),
            8,
            Way::Specialist,
            ("rattad", "Visningen är avstängd för enheten."),
            ("enhet", "normal"),
        ),
        matter(
            "Vad får vi berätta för patienten?",
            "Får vi visa riskberäkningen för patienten, och var står det i så fall?",
            ("juridisk", "srs"),
            14,
            Way::Specialist,
            ("besvarad", "Ja, uppgifterna får visas för patienten själv. Se regionens riktlinje."),
            ("person", "normal"),
        ),
    ],
};
