//! Quotations as Nordic mail programs write them.

use text::trim_reply;

/// What every reply below should come down to.
const ANSWER: &str = "Hej!\n\nDet fungerar fortfarande inte på avdelning 32.";

/// Quotations and signatures that follow the answer and go.
const TAILS: &[(&str, &str)] = &[
    (
        "apple sv",
        "Den 4 dec. 2026 kl. 07:51 skrev Servicedesk:\n> Vi har löst ditt ärende.\n> Fungerar det nu?\n",
    ),
    (
        "apple sv, newer",
        "4 dec. 2026 kl. 07:51 skrev Servicedesk <servicedesk@webcare.example>:\n\n> Löst.\n\n",
    ),
    (
        "gmail sv",
        "Den fre 4 dec. 2026 kl 07:51 skrev Servicedesk <servicedesk@webcare.example>:\n\n> Löst.\n>\n> Hälsningar\n",
    ),
    (
        "gmail sv, wrapped",
        "Den fre 4 dec. 2026 kl 07:51 skrev Servicedesk <\nservicedesk@webcare.example>:\n\n> Löst.\n",
    ),
    (
        "gmail da",
        "Den fre. 4. dec. 2026 kl. 07.51 skrev Servicedesk <\nservicedesk@nord.example>:\n\n> Løst.\n",
    ),
    ("thunderbird da", "Den 04.12.2026 kl. 07.51 skrev Servicedesk:\n> Løst.\n"),
    ("thunderbird sv", "Den 2026-12-04 kl. 07:51, skrev Servicedesk:\n> Löst.\n> --\n> Servicedesk\n"),
    ("roundcube sv", "2026-12-04 07:51 skrev Servicedesk:\n> Löst.\n"),
    ("verb first", "Servicedesk skrev den 2026-12-04 07:51:\n> Löst.\n"),
    (
        "gmail en",
        "On Fri, 4 Dec 2026 at 07:51, Servicedesk <servicedesk@webcare.example>\nwrote:\n\n> Solved.\n",
    ),
    ("apple en", "On 4 Dec 2026, at 07:51, Servicedesk wrote:\n\n> Solved.\n"),
    (
        "no marks",
        "Den 4 dec. 2026 kl. 07:51 skrev Servicedesk:\n\nVi har löst ditt ärende.\nFungerar det nu?\n",
    ),
    (
        "outlook sv",
        "Från: Servicedesk <servicedesk@webcare.example>\nSkickat: den 4 december 2026 07:51\nTill: Avdelning 32\n\
         Ämne: Sv: Kan inte spara\n\nVi har löst ditt ärende.\n",
    ),
    (
        "outlook da",
        "Fra: Servicedesk <servicedesk@nord.example>\nSendt: 4. december 2026 07:51\nTil: Afdeling 32\nEmne: SV: Fejl\n\
         \nLøst.\n",
    ),
    (
        "outlook en",
        "From: Servicedesk\nSent: Friday, December 4, 2026 7:51 AM\nTo: Ward 32\nSubject: RE: x\n\nSolved.\n",
    ),
    ("outlook in bold", "*Från:* Servicedesk\n*Skickat:* den 4 december 2026 07:51\n*Ämne:* Sv\n\nLöst.\n"),
    (
        "header with wrapped recipients",
        "Från: Servicedesk\nTill: Avdelning 32;\n Avdelning 34\nÄmne: Sv\n\nLöst.\n",
    ),
    ("old outlook sv", "-----Ursprungligt meddelande-----\nFrån: Servicedesk\nLöst.\n"),
    ("old outlook da", "-----Oprindelig meddelelse-----\nFra: Servicedesk\nLøst.\n"),
    ("old outlook en", "-----Original Message-----\nFrom: Servicedesk\nSolved.\n"),
    (
        "outlook web",
        "________________________________\nFrån: Servicedesk\nSkickat: den 4 december 2026 07:51\nÄmne: Sv\n\nLöst.\n",
    ),
    ("bare quotation", "> Vi har löst ditt ärende.\n> Fungerar det nu?\n"),
    (
        "phone, then quotation",
        "Skickat från min iPhone\n\n4 dec. 2026 kl. 07:51 skrev Servicedesk:\n\n> Löst.\n> Hälsningar\n",
    ),
    (
        "outlook on android",
        "Hämta Outlook för Android<https://aka.example/x>\n________________________________\nFrån: Servicedesk\n\
         Skickat: fredag den 4 december 2026 07:51\nÄmne: Sv\n\nLöst.\n",
    ),
    (
        "signature, then quotation",
        "-- \nKontaktperson\nAvdelning 32\n\nDen 4 dec. 2026 kl. 07:51 skrev X:\n> Löst.\n",
    ),
];

#[test]
fn quotations_go() {
    for (name, tail) in TAILS {
        for text in [format!("{ANSWER}\n\n{tail}"), format!("{ANSWER}\r\n\r\n{tail}").replace("\r\n", "\n")] {
            let trimmed = trim_reply(&text, false);
            assert_eq!(trimmed.reply, ANSWER, "{name}");
            assert!(trimmed.quoted, "{name}");
            assert_eq!(trim_reply(&text, true).reply, text, "{name}: forwarded");
            assert!(!trim_reply(tail, false).reply.is_empty(), "{name}: nothing but quotation");
        }
    }
}

#[test]
fn signatures_go() {
    for tail in [
        "-- \nKontaktperson\nAvdelning 32",
        "--\nKontaktperson\n",
        "Skickat från min iPhone",
        "Skickat från min Samsung Galaxy-telefon.",
        "Sendt fra min iPad",
        "Sent from my iPhone",
        "Hämta Outlook för iOS<https://aka.example/o0ukef>",
        "Hent Outlook til Android",
        "Get Outlook for iOS",
        "Skickat från Outlook för iOS",
    ] {
        let trimmed = trim_reply(&format!("{ANSWER}\n\n{tail}"), false);
        assert_eq!(trimmed.reply, ANSWER, "{tail}");
        assert!(!trimmed.quoted, "{tail}");
    }
}

#[test]
fn answers_stay() {
    for text in [
        "> Vilken avdelning?\nAvdelning 32.\n> Vilken webbläsare?\nVet inte.",
        "Den 4 dec. 2026 kl. 07:51 skrev Servicedesk:\n> Fungerar det?\nNej.",
        "Den 4 dec. 2026 kl. 07:51 skrev ni att det var löst, men så här ser det ut:\nFel 500.",
        "Vi ska vara borta.\nFrån: 2026-12-04\nTill: 2026-12-08\nVem tar över?",
        "Från: avdelning 32\nDatum: 4 dec\nDet går inte att spara.",
        "Skickat från min dator går det inte, varför?",
        "Två saker:\n--\nKan ni ta bort den?\n",
        "Underskrift:\n________________________________\nFungerar inte.",
        "Se mina svar nedan.\n\nFrån: Servicedesk\nSkickat: den 4 december 2026\nÄmne: Sv\n\nFungerar det? NEJ",
        "Mine svar med rødt.\n\nFra: Servicedesk\nSendt: 4. december 2026\nEmne: SV\n\nVirker det? Nej",
        "Kan ni titta?\n\n---------- Forwarded message ---------\nFrom: ssk@a.example\nSubject: x\n\nInget fungerar.",
        "Hej\n--- Svar ---\nAvdelning 32.",
        "----",
        "",
    ] {
        assert_eq!(trim_reply(text, false).reply, text.trim_end_matches('\n'), "{text}");
    }
}

#[test]
fn an_answer_between_stays_when_the_end_goes() {
    let trimmed = trim_reply("> Vilken avdelning?\n32.\n\n> Tack på förhand\n> Servicedesk\n", false);
    assert_eq!(trimmed.reply, "> Vilken avdelning?\n32.");
}

#[test]
fn w12_is_whole_when_forwarded_and_the_note_alone_when_not() {
    let text = "Kan ni titta på det här? Svara henne direkt.\n\nFrån: ssk.avd34@sjukhus.example\nSkickat: den 7 december \
                2026 10:30\nÄmne: VB: Sv: [OLD-1] WebCare krånglar\nNu är det samma sak här.\n\nFrån: Servicedesk\n\
                Ämne: Sv: [OLD-1]\nÄrendet är nu löst.\n";
    assert_eq!(trim_reply(text, true).reply, text);
    assert_eq!(trim_reply(text, false).reply, "Kan ni titta på det här? Svara henne direkt.");
}
