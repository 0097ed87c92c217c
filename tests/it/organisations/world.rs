//! A desk seen only through mail and REST.

use crate::posthouse::{PostHouse, letter};
use crate::server::{Answer, Server};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use testkit::{Bench, Moment};

pub struct World<'a> {
    bench: &'a Bench,
    pub post: PostHouse<'a>,
    server: Server,
    tokens: RefCell<BTreeMap<String, String>>,
}

impl<'a> World<'a> {
    pub fn over(bench: &'a Bench) -> Self {
        let (post, server) = (PostHouse::over(bench), Server::over(bench));
        Self { bench, post, server, tokens: RefCell::default() }
    }

    fn token(&self, login: &str) -> String {
        self.server.set(self.bench.now());
        let mut tokens = self.tokens.borrow_mut();
        tokens.entry(login.to_owned()).or_insert_with(|| self.server.sign_in(login)).clone()
    }

    /// Lets time pass, with everything that falls due.
    pub fn until(&self, moment: &str) {
        self.bench.until(testkit::at(moment));
        self.tokens.borrow_mut().clear();
        self.post.passes();
    }

    /// Lets the pass look at budgets.
    pub fn budgets(&self) {
        self.bench.app.budget_pass(self.bench.now()).unwrap();
        self.post.passes();
    }

    /// Lets the pass look at schedules.
    pub fn schedules(&self) {
        self.bench.app.schedule_pass(self.bench.now()).unwrap();
        self.post.passes();
    }

    pub fn now(&self) -> Moment {
        self.bench.now()
    }

    /// Mails and gives the reference of the case that comes of it, as its acknowledgement tells it.
    pub fn mail(&self, from: &str, to: &str, subject: &str, body: &str) -> String {
        self.post.deliver(from, to, &letter(from, to, subject, "", body));
        let told = self.post.got().into_iter().rfind(|mail| mail.to == [from]).unwrap().mail.subject;
        told.rsplit_once('[').unwrap().1.trim_end_matches(']').to_owned()
    }

    pub fn see(&self, login: &str, case: &str) -> Value {
        let answer = self.server.get(&self.token(login), &format!("/api/v1/tickets/{case}"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// What a path of the API answers.
    pub fn get(&self, login: &str, path: &str) -> Value {
        let answer = self.server.get(&self.token(login), &format!("/api/v1{path}"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    pub fn events(&self, login: &str, case: &str) -> Vec<Value> {
        let answer = self.server.get(&self.token(login), &format!("/api/v1/tickets/{case}/events"));
        answer.body["items"].as_array().unwrap().clone()
    }

    pub fn open(&self, login: &str, body: &Value) -> Answer {
        self.server.post(&self.token(login), "/api/v1/tickets", body, &[])
    }

    pub fn send(&self, login: &str, path: &str, body: &Value) -> Answer {
        self.server.post(&self.token(login), path, body, &[])
    }

    /// An act on the version that stands.
    pub fn act(&self, login: &str, case: &str, act: &str, body: &Value) -> Answer {
        let version = self.see(login, case)["version"].to_string();
        let path = format!("/api/v1/tickets/{case}/{act}");
        self.server.post(&self.token(login), &path, body, &[("If-Match", &format!("\"{version}\""))])
    }

    /// An act that must be done; the case after it.
    pub fn done(&self, login: &str, case: &str, act: &str, body: &Value) -> Value {
        let answer = self.act(login, case, act, body);
        assert!(answer.status < 300, "{act}: {}", answer.body);
        answer.body
    }

    /// Rule and missing fields of an act that must be refused.
    pub fn refused(&self, login: &str, case: &str, act: &str, body: &Value) -> (String, Value) {
        let answer = self.act(login, case, act, body);
        assert_eq!(answer.status, 422, "{act}: {}", answer.body);
        (answer.body["rule"].as_str().unwrap().to_owned(), answer.body["missing"].clone())
    }

    /// The figure of an objective for the period a date lies in, of a part where it has several.
    pub fn figure(&self, login: &str, desk: &str, objective: &str, part: &str, date: &str) -> Value {
        let next = date.parse::<chrono::NaiveDate>().unwrap().succ_opt().unwrap();
        let path = format!("/api/v1/reports/objectives?desk={desk}&from={date}&to={next}");
        let answer = self.server.get(&self.token(login), &path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let figures = answer.body["figures"].as_array().unwrap();
        let own = |f: &&Value| f["objective"] == objective && f["part_key"] == part;
        figures.iter().find(own).cloned().unwrap_or(json!(null))
    }

    /// Whether somebody can read a case at all.
    pub fn reads(&self, login: &str, case: &str) -> bool {
        self.server.get(&self.token(login), &format!("/api/v1/tickets/{case}")).status == 200
    }

    /// A clock of a case by its target.
    pub fn clock(&self, login: &str, case: &str, target: &str) -> Value {
        let view = self.see(login, case);
        let clocks = view["clocks"].as_array().unwrap();
        clocks.iter().find(|c| c["target"] == target).cloned().unwrap_or(json!(null))
    }
}

/// A moment in a view is this one.
pub fn is_at(value: &Value, moment: &str) -> bool {
    value.as_str().is_some_and(|value| testkit::at(value) == testkit::at(moment))
}
