//! A whole desk in a test, on either database, with a clock the test sets and the desks that ship.
//!
//! Not part of the product.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

mod database;

use app::people::NewUser;
use app::{App, Asked, Caller, Denied, New, Order, Secrets, Settings, Who};
use chrono::{DateTime, TimeDelta};
use database::Scratch;
use desk::{Membership, Principal};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Options, Store};
use text::Intake;
use ticket::{Channel, Reference};

pub use app::read::TicketView;

/// A moment in time.
pub type Moment = DateTime<chrono::Utc>;

/// Reads a moment with its offset, like `2026-11-30T08:12:00+01:00`.
pub fn at(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Login, desk, role, organisation, queue.
type Person = (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

/// People of the tests.
const PEOPLE: &[Person] = &[
    ("super.ekbacken", "srs", "user-support", Some("vc-ekbacken"), None),
    ("stod.exempel", "srs", "user-support", Some("region-exempel"), None),
    ("stod.annan", "srs", "user-support", Some("region-annan"), None),
    ("forsta", "srs", "first-line", None, None),
    ("spec.tekniska", "srs", "specialist", None, Some("tekniska")),
    ("spec.prediktioner", "srs", "specialist", None, Some("prediktioner")),
    ("srs.manager", "srs", "manager", None, None),
    ("servicedesk", "webcare", "servicedesk", None, None),
    ("kollega", "webcare", "servicedesk", None, None),
    ("specialist", "webcare", "specialist", None, None),
    ("leverantor", "webcare", "leverantor", None, None),
    ("manager", "webcare", "manager", None, None),
    ("admin", "webcare", "administrator", None, None),
    ("stoette.oest", "rsi", "support", Some("region-oest"), None),
    ("fsa", "rsi", "fsa", None, None),
    ("sys", "rsi", "sys", None, None),
    ("support.a", "sussa", "regionens-support", None, None),
    ("styrgrupp", "sussa", "styrgrupp", None, None),
    ("teknikakuten", "lifecare-sp", "forsta-linjen", Some("lc-regionen"), None),
    ("objektspecialist", "lifecare-sp", "objektspecialist", None, None),
    ("it.nara", "lifecare-sp", "it-nara-forvaltning", None, None),
    ("vaxel", "webcare", "telefonvaxel", None, None),
    ("bestallare", "webcare", "bestallare", Some("region-exempel"), None),
    ("region.annan", "srs", "regionens-forvaltning", Some("region-annan"), None),
    ("region.forvaltning", "srs", "regionens-forvaltning", Some("region-exempel"), None),
    ("systemansvarlig.oest", "rsi", "systemansvarlig", Some("region-oest"), None),
    ("systemansvarlig.vest", "rsi", "systemansvarlig", Some("region-vest"), None),
];

/// A running desk.
pub struct Bench {
    /// The application.
    pub app: Arc<App>,
    now: Cell<Moment>,
    people: BTreeMap<String, Principal>,
    scratch: Scratch,
}

/// Runs a test on both databases. A missing PostgreSQL fails it.
pub fn on_both(start: &str, test: impl Fn(&Bench)) {
    on_both_with(start, &[], test);
}

/// The same with texts of the shipped desk files replaced: a rule taken away, or another desk.
pub fn on_both_with(start: &str, edits: &[(&str, &str)], test: impl Fn(&Bench)) {
    each(start, edits, |bench| {
        test(bench);
        let check = bench.app.check_up().unwrap();
        assert_eq!(check.differences, [], "doctor on {}", bench.database());
    });
}

/// A bench on each database, with no doctor afterwards: for what writes rows beside the product.
pub fn each(start: &str, edits: &[(&str, &str)], test: impl Fn(&Bench)) {
    each_with_desk(start, None, edits, test);
}

/// The same with one more of the shipped desks.
pub fn each_with_desk(start: &str, more: Option<&str>, edits: &[(&str, &str)], test: impl Fn(&Bench)) {
    for scratch in [Scratch::sqlite(), Scratch::postgres()] {
        test(&Bench::on(scratch, at(start), more, edits));
    }
}

impl Bench {
    /// A bench on SQLite alone, for what no database can change.
    pub fn sqlite(start: &str) -> Self {
        Self::on(Scratch::sqlite(), at(start), None, &[])
    }

    fn on(scratch: Scratch, now: Moment, more: Option<&str>, edits: &[(&str, &str)]) -> Self {
        let database = scratch.database();
        Store::migrate(&database).unwrap();
        let store = Arc::new(Store::open(database, Options { readers: 2, report_readers: 1 }).unwrap());
        let settings = Settings {
            mail_domain: "desk.example".into(),
            mail_bytes_max: 1_000_000,
            public_url: "http://127.0.0.1:8080".into(),
            session_seconds: 36_000,
        };
        let secrets = Secrets { token_key: vec![1; 32], thread_key: vec![2; 32] };
        let app = App::new(store, settings, secrets).unwrap();
        let mut unused: Vec<&str> = edits.iter().map(|(from, _)| *from).collect();
        for name in ["webcare", "srs"].into_iter().chain(more) {
            let path = format!("{}/../../config/desks/{name}.toml", env!("CARGO_MANIFEST_DIR"));
            let mut source = std::fs::read_to_string(path).unwrap();
            for (from, to) in edits.iter().filter(|(from, _)| source.contains(from)).collect::<Vec<_>>() {
                source = source.replace(from, to);
                unused.retain(|u| u != from);
            }
            let desk = desk::read(name, &source).unwrap();
            app.apply_desk(&desk, &source, "test", now).unwrap();
        }
        assert_eq!(unused, [] as [&str; 0], "texts that stand in no desk file");
        let mut people = BTreeMap::new();
        for (login, desk, role, organisation, queue) in PEOPLE {
            if app.desk(desk).is_none() {
                continue;
            }
            let membership = Membership {
                desk: (*desk).into(),
                role: (*role).into(),
                organisation: organisation.map(Into::into),
                queue: queue.map(Into::into),
            };
            let new = NewUser {
                login: (*login).into(),
                name: format!("Demo {login}"),
                email: Some(format!("{login}@desk.example")),
                language: None,
                password_hash: None,
                memberships: vec![membership.clone()],
            };
            let id = app.add_user(&new, now).unwrap();
            people.insert((*login).to_owned(), Principal::User { id, memberships: vec![membership] });
        }
        Self { app: Arc::new(app), now: Cell::new(now), people, scratch }
    }

    /// Which database it runs on.
    pub fn database(&self) -> &'static str {
        self.scratch.name()
    }

    /// The database, for who reads it beside the product.
    pub fn url(&self) -> store::Database {
        self.scratch.database()
    }

    /// Gives everybody the password of a hash.
    pub fn set_passwords(&self, hash: &str) {
        for principal in self.people.values() {
            let (id, hash) = (principal.user().unwrap(), hash.to_owned());
            let set = move |c: &mut store::Conn| store::user::user_set_password(c, id, Some(&hash));
            self.app.store.write::<_, store::Fault>(set).unwrap();
        }
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.now.get()
    }

    /// The principal of a login.
    pub fn person(&self, login: &str) -> Principal {
        self.people.get(login).unwrap_or_else(|| panic!("no {login} among the people")).clone()
    }

    /// Sets the clock without letting any pass run: the server was down meanwhile.
    pub fn jump(&self, to: Moment) {
        self.now.set(to);
    }

    /// Lets time pass, with passes at every moment something is due.
    pub fn until(&self, to: Moment) {
        while let Some(next) = self.next_due().filter(|next| *next <= to) {
            self.now.set(next.max(self.now.get()));
            self.app.clock_pass(self.now.get()).unwrap();
        }
        self.now.set(to);
    }

    /// Lets minutes pass.
    pub fn minutes(&self, minutes: i64) {
        self.until(self.now.get() + TimeDelta::minutes(minutes));
    }

    fn next_due(&self) -> Option<Moment> {
        self.app.next_due().unwrap()
    }

    /// A ticket by mail of an address, as intake makes it.
    pub fn mail(&self, desk: &str, from: &str, subject: &str, body: &str) -> TicketView {
        let new = New { channel: Channel::Mail, acknowledge: true, ..new(desk, from, subject, body) };
        let intake = Principal::System { system: desk::System::Intake, contact: None };
        self.app.open(&intake, &new, &Caller::default(), self.now()).unwrap().done().unwrap()
    }

    /// Makes a ticket as a person.
    pub fn open(&self, login: &str, new: &New) -> Result<TicketView, Denied> {
        let answered = self.app.open(&self.person(login), new, &Caller::default(), self.now());
        answered.map(|a| a.done().unwrap())
    }

    /// Acts as a person on the version of the ticket that stands now.
    pub fn act(&self, login: &str, reference: &Reference, order: Order) -> Result<TicketView, Denied> {
        let principal = self.person(login);
        let version = Some(self.app.ticket(&principal, reference, self.now())?.version);
        let asked = Asked { reference: reference.clone(), version, order };
        self.app.act(&principal, &asked, &Caller::default(), self.now()).map(|a| a.done().unwrap())
    }

    /// The ticket as somebody sees it.
    pub fn see(&self, login: &str, reference: &Reference) -> Result<TicketView, Denied> {
        self.app.ticket(&self.person(login), reference, self.now())
    }

    /// The types of a ticket's events, in order.
    pub fn events(&self, login: &str, reference: &Reference) -> Vec<&'static str> {
        let events = self.app.events(&self.person(login), reference, 0, 1_000).unwrap();
        events.iter().map(|e| e.kind).collect()
    }

    /// Rows of the outbox with their recipients, newest first.
    pub fn outbox(&self) -> Vec<(store::outbox::Outbox, Vec<store::outbox::Recipient>)> {
        let desks: Vec<String> = self.app.all_desks().iter().map(|d| d.key.clone()).collect();
        let list = |c: &mut store::Conn| store::outbox::outbox_list(c, &desks, None, 1_000);
        self.app.store.read::<_, store::Fault>(list).unwrap()
    }

    /// Mails made so far: kind and receiver, oldest first.
    pub fn mails(&self) -> Vec<(String, String)> {
        self.outbox()
            .into_iter()
            .rev()
            .flat_map(|(mail, to)| to.into_iter().map(move |r| (mail.kind.clone(), r.address)))
            .collect()
    }
}

/// A ticket to be made from an address.
pub fn new(desk: &str, from: &str, subject: &str, body: &str) -> New {
    let from = Who { email: Some(from.into()), ..Who::default() };
    let description = (!body.is_empty()).then(|| Intake::new(body.into()));
    New { description, ..New::of(desk, Intake::line(subject.into()), from, Channel::Api) }
}

/// Words.
pub fn words(text: &str) -> Intake {
    Intake::new(text.into())
}
