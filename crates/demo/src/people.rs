//! Demonstration people. They exist only where somebody asked for a demonstration.

use app::people::NewUser;
use app::sign_in::hash_password;
use app::{App, Denied, Moment};
use desk::{Desk, Membership};

/// The password of every demonstration person.
pub const PASSWORD: &str = "stafett-demo";

/// The shipped desks: name of the file in the project and its text.
pub const DESKS: &[(&str, &str)] = &[
    ("config/desks/srs.toml", include_str!("../../../config/desks/srs.toml")),
    ("config/desks/webcare.toml", include_str!("../../../config/desks/webcare.toml")),
];

/// One demonstration person.
pub struct Person {
    /// What they sign in with.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// What they do, for the list of sign-ins; empty for those who only fill the month.
    pub what: &'static str,
    /// Desk, role, organisation, queue.
    pub roles: &'static [(&'static str, &'static str, Option<&'static str>, Option<&'static str>)],
}

/// Everybody.
pub const SIGN_INS: &[Person] = &[
    Person {
        login: "ekbacken",
        name: "Superanvändare Ekbacken",
        what: "user support at a care unit",
        roles: &[("srs", "user-support", Some("vc-ekbacken"), None)],
    },
    Person {
        login: "region",
        name: "Användarsupport Region Exempel",
        what: "user support at a region",
        roles: &[("srs", "user-support", Some("region-exempel"), None)],
    },
    Person {
        login: "annan",
        name: "Användarsupport Region Annan",
        what: "user support at another region",
        roles: &[("srs", "user-support", Some("region-annan"), None)],
    },
    Person {
        login: "forsta",
        name: "Första linjen",
        what: "1st line, SRS",
        roles: &[("srs", "first-line", None, None)],
    },
    Person {
        login: "mottagare",
        name: "Regionens förvaltning",
        what: "approves the operations reports of SRS and WebCare",
        roles: &[
            ("srs", "regionens-forvaltning", Some("region-exempel"), None),
            ("webcare", "bestallare", Some("region-exempel"), None),
        ],
    },
    Person {
        login: "mottagare2",
        name: "Förvaltningen Region Annan",
        what: "approves the operations reports of SRS for another region",
        roles: &[("srs", "regionens-forvaltning", Some("region-annan"), None)],
    },
    Person {
        login: "tekniska",
        name: "Specialist tekniska frågor",
        what: "specialist, technical questions: one of SRS's seven groups",
        roles: &[("srs", "specialist", None, Some("tekniska"))],
    },
    Person {
        login: "prediktioner",
        name: "Specialist prediktioner",
        what: "specialist, predictions and statistics",
        roles: &[("srs", "specialist", None, Some("prediktioner"))],
    },
    Person {
        login: "anvandarfragor",
        name: "Specialist användarfrågor",
        what: "specialist, user questions and training",
        roles: &[("srs", "specialist", None, Some("anvandarfragor"))],
    },
    Person {
        login: "forbattringar",
        name: "Specialist förbättringar",
        what: "specialist, improvements and new functions",
        roles: &[("srs", "specialist", None, Some("forbattringar"))],
    },
    Person {
        login: "medicinska",
        name: "Specialist medicinska frågor",
        what: "specialist, medical questions",
        roles: &[("srs", "specialist", None, Some("medicinska"))],
    },
    Person {
        login: "rad",
        name: "Specialist råd och åtgärder",
        what: "specialist, advice and measures",
        roles: &[("srs", "specialist", None, Some("rad-atgarder"))],
    },
    Person {
        login: "juridiska",
        name: "Specialist juridiska frågor",
        what: "specialist, legal questions",
        roles: &[("srs", "specialist", None, Some("juridiska"))],
    },
    Person {
        login: "servicedesk",
        name: "Servicedesk WebCare",
        what: "1st line, WebCare",
        roles: &[("webcare", "servicedesk", None, None)],
    },
    Person {
        login: "specialist",
        name: "Objektspecialist WebCare",
        what: "2nd line, WebCare",
        roles: &[("webcare", "specialist", None, None)],
    },
    Person {
        login: "leverantor",
        name: "Leverantörens mottagning",
        what: "3rd line, the supplier",
        roles: &[("webcare", "leverantor", None, None)],
    },
    Person {
        login: "servicedesk2",
        name: "Servicedesk WebCare, handläggare 2",
        what: "a colleague at the 1st line, WebCare",
        roles: &[("webcare", "servicedesk", None, None)],
    },
    Person {
        login: "specialist2",
        name: "IT-specialist WebCare",
        what: "a colleague at the 2nd line, WebCare",
        roles: &[("webcare", "specialist", None, None)],
    },
    Person {
        login: "manager",
        name: "Förvaltningsledare",
        what: "manager of both desks",
        roles: &[("webcare", "manager", None, None), ("srs", "manager", None, None)],
    },
    Person {
        login: "admin",
        name: "Administratör",
        what: "administrator of both desks",
        roles: &[("webcare", "administrator", None, None), ("srs", "administrator", None, None)],
    },
];

/// Applies desks, read and checked, with their texts, and adds people where they are missing; what stands goes on where
/// it was.
///
/// `salt` makes one salt a person.
///
/// # Errors
/// Storage faults.
pub fn prepare(
    app: &App,
    desks: &[(Desk, String)],
    salt: impl Fn() -> [u8; 16],
    now: Moment,
) -> Result<(), Denied> {
    for (desk, source) in desks {
        app.apply_desk(desk, source, "demonstration", now)?;
    }
    let missing: Vec<&Person> = SIGN_INS
        .iter()
        .map(|p| Ok((app.user_id(p.login)?.is_none(), p)))
        .collect::<Result<Vec<_>, Denied>>()?
        .into_iter()
        .filter_map(|(missing, person)| missing.then_some(person))
        .collect();
    for person in missing {
        let memberships = person
            .roles
            .iter()
            .map(|(desk, role, organisation, queue)| Membership {
                desk: (*desk).into(),
                role: (*role).into(),
                organisation: organisation.map(Into::into),
                queue: queue.map(Into::into),
            })
            .collect();
        let new = NewUser {
            login: person.login.into(),
            name: person.name.into(),
            email: Some(format!("{}@stafett-demo.example", person.login)),
            language: None,
            password_hash: Some(hash_password(PASSWORD, &salt())?),
            memberships,
        };
        app.add_user(&new, now)?;
    }
    Ok(())
}
