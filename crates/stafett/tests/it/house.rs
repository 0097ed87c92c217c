//! A running binary with a folder of its own.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with its own database and keys, in which commands run.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Where it is.
    #[allow(dead_code, reason = "not every test binary asks")]
    pub fn path(&self) -> &std::path::Path {
        self.0.path()
    }

    /// A command of the binary, with nothing of the surroundings but the path.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stafett"));
        command.args(arguments).env_clear().current_dir(self.0.path());
        command.env("DATABASE_URL", "sqlite:desk.db").env("STAFETT_SECRETS_FILE", "keys");
        command.env("STAFETT_HTTP_BIND", "127.0.0.1:0").env("STAFETT_SMTP_BIND", "127.0.0.1:0");
        command
    }

    /// Runs a command to its end with words on its standard input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Runs a command that must succeed; what it printed.
    pub fn ok(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A running server.
pub struct House {
    child: Child,
    pub web: String,
    pub smtp: String,
    agent: ureq::Agent,
}

impl House {
    pub fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child =
            folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (mut web, mut smtp) = (String::new(), String::new());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while web.is_empty() || smtp.is_empty() {
            let line = lines.next().expect("the server prints its addresses").unwrap();
            if let Some((_, rest)) = line.split_once("http://") {
                web = format!("http://{}", rest.split('/').next().unwrap());
            }
            if let Some((_, rest)) = line.split_once("SMTP on ") {
                rest.trim().clone_into(&mut smtp);
            }
        }
        // What it prints later goes nowhere, and must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Self { child, web, smtp, agent: config.into() }
    }

    pub fn sign_in(&self, user: &str) -> String {
        let body = serde_json::json!({ "user": user, "password": "stafett-demo" });
        let mut answer = self.agent.post(format!("{}/api/v1/sign-in", self.web)).send_json(&body).unwrap();
        let answer: Value = answer.body_mut().read_json().unwrap();
        answer["token"].as_str().unwrap().to_owned()
    }

    pub fn get(&self, token: &str, path: &str) -> Value {
        let request = self.agent.get(format!("{}/api/v1{path}", self.web));
        let mut answer = request.header("Authorization", format!("Bearer {token}")).call().unwrap();
        answer.body_mut().read_json().unwrap()
    }

    /// Posts an empty body; the answer, also a refusal.
    #[allow(dead_code, reason = "not every test binary asks")]
    pub fn post(&self, token: &str, path: &str) -> Value {
        let request = self.agent.post(format!("{}/api/v1{path}", self.web));
        let request = request.header("Authorization", format!("Bearer {token}"));
        let mut answer = request.send_json(serde_json::json!({})).unwrap();
        answer.body_mut().read_json().unwrap()
    }

    /// Asks again until the answer is what is waited for; the server's own passes make it so.
    pub fn wait<T>(&self, token: &str, path: &str, found: impl Fn(&Value) -> Option<T>) -> T {
        for _ in 0..20_000 {
            if let Some(found) = found(&self.get(token, path)) {
                return found;
            }
            std::thread::yield_now();
        }
        panic!("{path} never came to what was waited for: {}", self.get(token, path));
    }

    /// Sends a mail over the socket; the last reply.
    pub fn mail(&self, from: &str, to: &str, raw: &str) -> String {
        let mut stream = TcpStream::connect(&self.smtp).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut reply = || loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        };
        reply();
        for line in ["EHLO there.example", &format!("MAIL FROM:<{from}>"), &format!("RCPT TO:<{to}>"), "DATA"]
        {
            write!(stream, "{line}\r\n").unwrap();
            reply();
        }
        write!(stream, "{}\r\n.\r\n", raw.replace('\n', "\r\n")).unwrap();
        reply()
    }

    /// Tells it to end and waits; its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // A test that failed half-way leaves no server behind; one that ended already cannot be killed again.
        if self.child.kill().is_ok() {
            self.child.wait().ok();
        }
    }
}
