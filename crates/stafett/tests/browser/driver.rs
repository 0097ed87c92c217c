//! Chromium and its driver as processes that end with the test, and the WebDriver protocol over one connection.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// How a browser is set up.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// Language the person prefers, as the browser tells it.
    pub language: &'static str,
}

/// A running browser with one window.
pub struct Driver {
    process: Child,
    session: String,
    agent: ureq::Agent,
    // Holds the browser's profile until the browser is gone.
    profile: TempDir,
}

/// What the driver said no to.
#[derive(Debug)]
pub struct Refused(pub String);

impl Driver {
    pub fn start(setup: Setup) -> Self {
        let mut process = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: `make test` installs Debian's chromium-driver");
        let base = format!("http://127.0.0.1:{}/session", port(&mut process));
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.timeout_global(Some(Duration::from_secs(60))).build().new_agent();
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Self { process, session: base, agent, profile };
        let made = driver.post("", &capabilities(setup, &driver.profile)).unwrap_or_else(|no| {
            panic!("no browser: {} (`make test` installs Debian's chromium)", no.0);
        });
        driver.session = format!("{}/{}", driver.session, made["sessionId"].as_str().unwrap());
        driver
    }

    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        value(self.agent.post(format!("{}{path}", self.session)).send_json(body))
    }

    pub fn get(&self, path: &str) -> Result<Value, Refused> {
        value(self.agent.get(format!("{}{path}", self.session)).call())
    }

    /// A command of the browser's own protocol, for what WebDriver has no word for.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Closing the session ends the browser, killing the driver ends the driver.
        if let Err(fault) = self.agent.delete(&self.session).call() {
            eprintln!("the browser of {} stays behind: {fault}", self.profile.path().display());
        }
        if self.process.kill().is_ok() {
            self.process.wait().ok();
        }
    }
}

/// The port a driver says it listens on; what it says later goes nowhere.
fn port(process: &mut Child) -> u16 {
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let said = lines.find_map(|line| {
        let line = line.ok()?;
        line.split_once("successfully on port ").map(|(_, rest)| rest.trim_end_matches('.').to_owned())
    });
    std::thread::spawn(move || lines.for_each(drop));
    said.expect("chromedriver tells its port").parse().unwrap()
}

fn capabilities(setup: Setup, profile: &TempDir) -> Value {
    let profile = format!("--user-data-dir={}", profile.path().display());
    let language = format!("--lang={}", setup.language);
    json!({ "capabilities": { "alwaysMatch": {
        "goog:loggingPrefs": { "browser": "ALL" },
        "unhandledPromptBehavior": "accept",
        "goog:chromeOptions": {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,900", profile, language,
            ],
            "prefs": { "intl.accept_languages": setup.language, "intl.selected_languages": setup.language },
        },
    } } })
}

fn value(answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Refused> {
    let mut answer = answered.map_err(|fault| Refused(fault.to_string()))?;
    // A screenshot of a long page is larger than what is read without being told to.
    let text = answer.body_mut().with_config().limit(64 * 1024 * 1024).read_to_string().unwrap();
    let mut body: Value = serde_json::from_str(&text).unwrap();
    let value = body["value"].take();
    match value.get("error") {
        Some(_) if !answer.status().is_success() => Err(Refused(value["message"].to_string())),
        _ => Ok(value),
    }
}
