//! The API over sockets, as clients meet it.

use actix_web::web::Data;
use actix_web::{App, HttpServer};
use faces::{Chance, Clock, Shell};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{Bench, Moment};

struct Still(Moment);

impl Clock for Still {
    fn now(&self) -> Moment {
        self.0
    }
}

struct Counted(AtomicUsize);

impl Chance for Counted {
    fn bytes(&self) -> [u8; 64] {
        let count = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        let mut bytes = [7; 64];
        bytes[..8].copy_from_slice(&count);
        bytes[32..40].copy_from_slice(&count);
        bytes
    }
}

/// The shell over a bench.
pub(crate) fn shell(bench: &Bench) -> Shell {
    let chance = Arc::new(Counted(AtomicUsize::new(1)));
    Shell { app: bench.app.clone(), clock: Arc::new(Still(bench.now())), chance, movable: None }
}

/// A running API and somebody signed in.
pub(crate) struct House {
    base: String,
    token: String,
    handle: actix_web::dev::ServerHandle,
    made: AtomicUsize,
}

impl House {
    pub fn over(bench: &Bench) -> Self {
        let hash = app::sign_in::hash_password("a long password", &[7; 16]).unwrap();
        bench.set_passwords(&hash);
        let shell = shell(bench);
        let (sender, started) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let data = Data::new(shell);
                let make = move || App::new().app_data(data.clone()).configure(api::configure);
                let server = HttpServer::new(make).workers(2).disable_signals().bind("127.0.0.1:0").unwrap();
                let address = server.addrs()[0];
                let running = server.run();
                sender.send((address, running.handle())).unwrap();
                running.await.unwrap();
            });
        });
        let (address, handle) = started.recv().unwrap();
        let base = format!("http://{address}/api/v1");
        let body = json!({ "user": "stod.exempel", "password": "a long password" });
        let mut answer = ureq::post(format!("{base}/sign-in")).send_json(&body).unwrap();
        let answer: serde_json::Value = answer.body_mut().read_json().unwrap();
        let token = format!("Bearer {}", answer["token"].as_str().unwrap());
        Self { base, token, handle, made: AtomicUsize::new(0) }
    }

    /// Each client makes so many cases, one after the other on a connection of its own.
    pub fn create(&self, clients: usize, each: usize) {
        std::thread::scope(|scope| {
            for _ in 0..clients {
                scope.spawn(|| {
                    let agent = ureq::Agent::new_with_defaults();
                    for _ in 0..each {
                        let number = self.made.fetch_add(1, Ordering::Relaxed);
                        let body = json!({
                            "desk": "srs", "subject": "Risksignalen borta i Rehabstöd",
                            "description": "Efter nattens uppdatering visas ingen risksignal i sjukfallsvyn.",
                            "requester": { "email": format!("lakare{number}@granlund.region-exempel.example") },
                            "channel": "form",
                        });
                        let request = agent.post(format!("{}/tickets", self.base));
                        let answer = request.header("Authorization", &self.token).send_json(&body).unwrap();
                        assert_eq!(answer.status(), 201);
                        answer.into_body().read_to_vec().unwrap();
                    }
                });
            }
        });
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // The thread ends by itself; nobody waits for connections.
        drop(self.handle.stop(false));
    }
}
