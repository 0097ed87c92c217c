//! The API on a free loopback port, over a bench of the testkit, and a small client.

use actix_web::web::Data;
use actix_web::{App, HttpServer};
use app::sign_in::hash_password;
use faces::{Chance, Clock, Shell};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use testkit::{Bench, Moment};

/// The password of everybody.
pub const PASSWORD: &str = "a long password";

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Never the same twice, over all servers of a test.
struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(1);

impl Chance for Counting {
    fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        for part in bytes.chunks_exact_mut(8) {
            part.copy_from_slice(&COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        }
        bytes
    }
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub etag: Option<String>,
}

/// A running API.
pub struct Server {
    pub base: String,
    handle: actix_web::dev::ServerHandle,
    pub agent: ureq::Agent,
    hand: Arc<Hand>,
}

impl Server {
    /// Starts over a bench, with the clock at its present moment, and gives everybody a password.
    pub fn over(bench: &Bench) -> Self {
        let hash = hash_password(PASSWORD, &[7; 16]).unwrap();
        bench.set_passwords(&hash);
        let chance = Arc::new(Counting);
        let hand = Arc::new(Hand(AtomicI64::new(bench.now().timestamp_micros())));
        let shell = Shell { app: bench.app.clone(), clock: hand.clone(), chance, movable: None };
        let (sender, started) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let data = Data::new(shell);
                let app = move || {
                    App::new().app_data(data.clone()).configure(api::configure).configure(console::configure)
                };
                let server = HttpServer::new(app).workers(2).disable_signals().bind("127.0.0.1:0").unwrap();
                let port = server.addrs()[0].port();
                let running = server.run();
                sender.send((port, running.handle())).unwrap();
                running.await.unwrap();
            });
        });
        let (port, handle) = started.recv().unwrap();
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .new_agent();
        Self { base: format!("http://127.0.0.1:{port}"), handle, agent, hand }
    }

    /// Sets its clock.
    pub fn set(&self, now: Moment) {
        self.hand.0.store(now.timestamp_micros(), Ordering::SeqCst);
    }

    /// A token of a login.
    pub fn sign_in(&self, login: &str) -> String {
        let answer = self.post("", "/api/v1/sign-in", &json!({ "user": login, "password": PASSWORD }), &[]);
        answer.body["token"].as_str().unwrap_or_else(|| panic!("{login}: {}", answer.body)).to_owned()
    }

    pub fn get(&self, token: &str, path: &str) -> Answer {
        self.get_with(token, path, &[])
    }

    /// The same with headers.
    pub fn get_with(&self, token: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        request = request.header("Authorization", format!("Bearer {token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.call().unwrap())
    }

    pub fn post(&self, token: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        self.post_raw(token, path, &body.to_string(), headers)
    }

    pub fn post_raw(&self, token: &str, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.agent.post(format!("{}{path}", self.base));
        if !token.is_empty() {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send(body).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server's thread ends by itself; nobody waits for it.
        drop(self.handle.stop(false));
    }
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> Answer {
    let etag = answer.headers().get("ETag").and_then(|e| e.to_str().ok()).map(str::to_owned);
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().unwrap();
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)), etag }
}
