//! A window as a person has it: pages, fields, buttons, keys; and what only a test sees of it.

use crate::driver::{Driver, Setup};
use crate::house::House;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;

/// Name of an element's id in WebDriver.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How often something is looked for before it is missing; each look is a round trip.
const LOOKS: usize = 4_000;

pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const CONTROL: &str = "\u{e009}";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// A window on a running house.
pub struct Window {
    driver: Driver,
    web: String,
    language: &'static str,
}

impl Window {
    /// Opens a browser that prefers a language.
    pub fn open(house: &House, language: &'static str) -> Self {
        let driver = Driver::start(Setup { language });
        let window = Self { driver, web: house.web.clone(), language };
        window.size(1280, 900);
        window
    }

    /// The same, signed in.
    pub fn of(house: &House, language: &'static str, login: &str) -> Self {
        let window = Self::open(house, language);
        window.sign_in(login);
        window
    }

    pub fn sign_in(&self, login: &str) {
        self.go("/sign-in");
        self.fill("#user", login);
        self.fill("#password", "stafett-demo");
        self.click("button.main");
        self.wait_for(".person");
    }

    pub fn sign_out(&self) {
        self.click(".person button");
        self.wait_for("#password");
    }

    pub fn language(&self) -> &'static str {
        self.language
    }

    pub fn go(&self, path: &str) {
        self.driver.post("/url", &json!({ "url": format!("{}{path}", self.web) })).unwrap();
    }

    /// Path and query of the page.
    pub fn path(&self) -> String {
        let url = self.driver.get("/url").unwrap();
        url.as_str().unwrap().strip_prefix(&self.web).unwrap_or_default().to_owned()
    }

    /// Runs a script in the page; what it returns.
    pub fn run(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.driver.post("/execute/sync", &body).unwrap_or_else(|no| panic!("{script}: {}", no.0))
    }

    /// Runs a script whose promise is waited for.
    pub fn run_to_end(&self, script: &str, arguments: Value) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             (async (...given) => {{ {script} }})(...arguments).then(done, (e) => done('fault: ' + e));"
        );
        self.driver.post("/execute/async", &json!({ "script": script, "args": arguments })).unwrap()
    }

    fn element(&self, css: &str) -> Option<String> {
        let body = json!({ "using": "css selector", "value": css });
        let found = self.driver.post("/element", &body).ok()?;
        found[ELEMENT].as_str().map(str::to_owned)
    }

    pub fn has(&self, css: &str) -> bool {
        self.element(css).is_some()
    }

    fn must(&self, css: &str) -> String {
        self.element(css).unwrap_or_else(|| panic!("no {css} on {}: {}", self.path(), self.text("body")))
    }

    /// Looks until it is there.
    pub fn wait_for(&self, css: &str) {
        self.until(css, || self.has(css));
    }

    /// Looks until it is so.
    pub fn until(&self, what: &str, so: impl Fn() -> bool) {
        for _ in 0..LOOKS {
            if so() {
                return;
            }
        }
        panic!("never {what} on {}: {}", self.path(), self.text("body"));
    }

    /// Opens a page again until it says something: the server's own passes make it so.
    pub fn reload_until(&self, path: &str, words: &str) {
        for _ in 0..LOOKS {
            self.go(path);
            if self.says(words) {
                return;
            }
        }
        panic!("{path} never says {words}: {}", self.text("body"));
    }

    /// What a person reads in an element.
    pub fn text(&self, css: &str) -> String {
        let script = "const e = document.querySelector(arguments[0]); return e ? e.innerText : '';";
        self.run(script, json!([css])).as_str().unwrap_or_default().to_owned()
    }

    pub fn says(&self, words: &str) -> bool {
        self.text("main").contains(words)
    }

    pub fn click(&self, css: &str) {
        let id = self.must(css);
        self.driver
            .post(&format!("/element/{id}/click"), &json!({}))
            .unwrap_or_else(|no| panic!("{css} on {}: {}", self.path(), no.0));
    }

    /// Types into a field that is empty then.
    pub fn fill(&self, css: &str, text: &str) {
        let id = self.must(css);
        self.driver.post(&format!("/element/{id}/clear"), &json!({})).unwrap();
        let typed = self.driver.post(&format!("/element/{id}/value"), &json!({ "text": text }));
        typed.unwrap_or_else(|no| panic!("{css} on {}: {}", self.path(), no.0));
    }

    /// Chooses from a list by what the choice stands for.
    pub fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value=\"{value}\"]"));
    }

    /// The value of a field.
    pub fn value(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0]).value;";
        self.run(script, json!([css])).as_str().unwrap_or_default().to_owned()
    }

    /// Opens the form of an act, fills it in and sends it.
    pub fn act(&self, act: &str, typed: &[(&str, &str)]) {
        let form = format!("#act-{act}");
        self.must(&form);
        if self.has(&format!("details{form}:not([open])")) {
            self.click(&format!("{form} > summary"));
        }
        for (name, words) in typed {
            self.answer(&form, name, words);
        }
        self.leave_by(&format!("{form} button[type=submit]"));
    }

    /// Clicks what sends a form and waits for the page that answers: the page before may look the same.
    pub fn leave_by(&self, css: &str) {
        self.run("document.documentElement.dataset.left = 'soon';", json!([]));
        self.click(css);
        self.wait_for("html:not([data-left])");
    }

    fn answer(&self, form: &str, name: &str, words: &str) {
        let field = format!("{form} [name={name}]");
        if self.has(&format!("{form} select[name={name}]")) {
            self.choose(&field, words);
        } else if self.has(&format!("{form} input[type=radio][name={name}]")) {
            self.click(&format!("{field}[value={words}]"));
        } else {
            self.fill(&field, words);
        }
    }

    /// Presses keys one after the other on whatever has the focus; `holding` is down meanwhile.
    pub fn press_holding(&self, holding: Option<&str>, keys: &[&str]) {
        let stroke = |key: &str| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let mut strokes: Vec<Value> = keys.iter().flat_map(|key| stroke(key)).collect();
        if let Some(key) = holding {
            strokes.insert(0, json!({ "type": "keyDown", "value": key }));
            strokes.push(json!({ "type": "keyUp", "value": key }));
        }
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.driver.post("/actions", &body).unwrap();
    }

    pub fn press(&self, keys: &[&str]) {
        self.press_holding(None, keys);
    }

    /// Types words on the keyboard.
    pub fn type_out(&self, words: &str) {
        let letters: Vec<String> = words.chars().map(String::from).collect();
        self.press(&letters.iter().map(String::as_str).collect::<Vec<_>>());
    }

    pub fn size(&self, width: u32, height: u32) {
        let parameters = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.devtools("Emulation.setDeviceMetricsOverride", &parameters);
    }

    pub fn scheme(&self, scheme: Scheme) {
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.driver.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// What the browser complained about since it was asked last: level and words.
    pub fn complaints(&self) -> Vec<(String, String)> {
        let log = self.driver.post("/se/log", &json!({ "type": "browser" })).unwrap();
        let entry = |e: &Value| Some((e["level"].as_str()?.to_owned(), e["message"].as_str()?.to_owned()));
        log.as_array().unwrap().iter().filter_map(entry).collect()
    }

    /// Keeps a picture of the whole page as `target/screens/<audience>/<language>/<name>.png`.
    pub fn picture(&self, audience: &str, name: &str) {
        let parameters = json!({ "format": "png", "captureBeyondViewport": true });
        let data = self.driver.devtools("Page.captureScreenshot", &parameters);
        let bytes = STANDARD.decode(data["data"].as_str().unwrap()).unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screens");
        let folder = root.join(audience).join(self.language);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }
}
