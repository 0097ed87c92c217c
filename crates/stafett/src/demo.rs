//! The demonstration: the shipped desks and people with known passwords. Only on a loopback address.

use crate::command::{salt, say};
use crate::exit::Exit;
use app::people::NewUser;
use app::sign_in::hash_password;
use app::{App, Moment};
use desk::Membership;

/// The password of every demonstration person.
const PASSWORD: &str = "stafett-demo";

const DESKS: &[(&str, &str)] = &[
    ("config/desks/srs.toml", include_str!("../../../config/desks/srs.toml")),
    ("config/desks/webcare.toml", include_str!("../../../config/desks/webcare.toml")),
];

/// One demonstration person.
struct Person {
    login: &'static str,
    name: &'static str,
    what: &'static str,
    /// Desk, role, organisation, queue.
    roles: &'static [(&'static str, &'static str, Option<&'static str>, Option<&'static str>)],
}

const PEOPLE: &[Person] = &[
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
        login: "tekniska",
        name: "Specialist tekniska frågor",
        what: "one of SRS's seven specialist groups",
        roles: &[("srs", "specialist", None, Some("tekniska"))],
    },
    Person {
        login: "prediktioner",
        name: "Specialist prediktioner",
        what: "another of the seven",
        roles: &[("srs", "specialist", None, Some("prediktioner"))],
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

/// Applies desks and people where they are missing; what stands goes on where it was.
pub(crate) fn prepare(app: &App, now: Moment) -> Result<(), Exit> {
    for (name, source) in DESKS {
        let desk = desk::read(name, source).map_err(|faults| {
            Exit::Config(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })?;
        app.apply_desk(&desk, source, "demonstration", now)?;
    }
    let missing: Vec<&Person> = PEOPLE
        .iter()
        .map(|p| Ok((app.user_id(p.login)?.is_none(), p)))
        .collect::<Result<Vec<_>, app::Denied>>()?
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

/// Tells how to sign in.
pub(crate) fn announce() -> Result<(), Exit> {
    say(&format!("Demonstration people, all with the password {PASSWORD}:"))?;
    for person in PEOPLE {
        say(&format!("  {:<14}{}", person.login, person.what))?;
    }
    Ok(())
}
