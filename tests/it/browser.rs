//! A browser small enough to read: a session cookie, forms filled in by what the page holds.

use crate::html::{Tag, tags, unescaped};
use crate::server::{PASSWORD, Server};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub html: String,
    pub location: Option<String>,
    pub headers: BTreeMap<String, Vec<String>>,
}

impl Page {
    /// Whether the page says something, as a person reads it.
    pub fn says(&self, words: &str) -> bool {
        unescaped(&self.html).contains(words)
    }

    /// The part of the page from an id to the end of its first form.
    pub fn part(&self, id: &str) -> Option<&str> {
        let from = self.html.find(&format!("id=\"{id}\""))?;
        let to = self.html[from..].find("</form>")?;
        Some(&self.html[from..from + to])
    }

    /// The words in a field of a form.
    pub fn field(&self, form: &str, name: &str) -> String {
        fields(self.part(form).unwrap_or_else(|| panic!("no form {form}: {}", self.html)))
            .remove(name)
            .unwrap_or_default()
    }
}

/// Every field of a form with the value it has.
fn fields(part: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    // The part begins within the tag that has the id.
    let part = &part[part.find('>').map_or(0, |at| at + 1)..];
    let all = tags(part);
    let mut select = None;
    let unchosen = |t: &&Tag| t.get("type") == Some("radio") && t.get("checked").is_none();
    for tag in all.iter().filter(|t| !t.end && !unchosen(t)) {
        let name = tag.get("name").map(str::to_owned);
        match (tag.name.as_str(), name) {
            ("input", Some(name)) => {
                found.insert(name, tag.get("value").unwrap_or_default().to_owned());
            }
            ("textarea", Some(name)) => {
                let text = &part[tag.after..];
                let text = &text[..text.find("</textarea>").unwrap()];
                found.insert(name, unescaped(text.strip_prefix('\n').unwrap_or(text)));
            }
            ("select", Some(name)) => {
                found.insert(name.clone(), String::new());
                select = Some(name);
            }
            ("option", _) if tag.get("selected").is_some() => {
                found.insert(select.clone().unwrap(), tag.get("value").unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }
    found
}

fn coded(pairs: &BTreeMap<String, String>) -> String {
    let code = |text: &str| -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric();
        text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    pairs.iter().map(|(k, v)| format!("{}={}", code(k), code(v))).collect::<Vec<_>>().join("&")
}

/// Somebody at the console.
pub struct Browser<'a> {
    server: &'a Server,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// Nobody yet.
    pub fn new(server: &'a Server) -> Self {
        Self { server, cookies: RefCell::default() }
    }

    /// Somebody signed in.
    pub fn of(server: &'a Server, login: &str) -> Self {
        let browser = Self::new(server);
        let page = browser.sign_in(login, PASSWORD, "/");
        assert_eq!(page.status, 303, "{login}: {}", page.html);
        browser
    }

    /// Fills the sign-in form in.
    pub fn sign_in(&self, login: &str, password: &str, next: &str) -> Page {
        self.get("/sign-in");
        let token = self.cookies.borrow().get("stafett_form").cloned().unwrap_or_default();
        self.post("/sign-in", &[("csrf", &token), ("user", login), ("password", password), ("next", next)])
    }

    /// The session's cookie.
    pub fn session(&self) -> Option<String> {
        self.cookies.borrow().get("stafett_session").cloned()
    }

    /// Takes another's session.
    pub fn with_session(&self, session: &str) {
        self.cookies.borrow_mut().insert("stafett_session".into(), session.into());
    }

    pub fn get(&self, path: &str) -> Page {
        let request = self.server.agent.get(format!("{}{path}", self.server.base));
        self.keep(request.header("Cookie", self.cookie()).call().unwrap())
    }

    pub fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Page {
        let pairs = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        self.send(path, &pairs)
    }

    fn send(&self, path: &str, pairs: &BTreeMap<String, String>) -> Page {
        let request = self.server.agent.post(format!("{}{path}", self.server.base));
        let request = request
            .header("Cookie", self.cookie())
            .header("Content-Type", "application/x-www-form-urlencoded");
        self.keep(request.send(coded(pairs)).unwrap())
    }

    /// Sends a form of a page with what stands in it and what is typed over it.
    pub fn submit(&self, page: &Page, form: &str, typed: &[(&str, &str)]) -> Page {
        let part = page.part(form).unwrap_or_else(|| panic!("no form {form} on {}", page.html));
        let action = tags(&part[part.find('>').unwrap() + 1..])
            .iter()
            .find(|t| t.name == "form")
            .and_then(|t| t.get("action"))
            .unwrap()
            .to_owned();
        let mut pairs = fields(part);
        pairs.extend(typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        self.send(&action, &pairs)
    }

    /// Opens a case and sends one of its forms; the page it leads to.
    pub fn act(&self, case: &str, act: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.get(case);
        assert_eq!(page.status, 200, "{case}: {}", page.html);
        let done = self.submit(&page, &format!("act-{act}"), typed);
        assert_eq!(done.status, 303, "{act}: {}", done.html);
        self.get(done.location.as_deref().unwrap())
    }

    fn cookie(&self) -> String {
        let cookies = self.cookies.borrow();
        cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, mut answer: ureq::http::Response<ureq::Body>) -> Page {
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in answer.headers() {
            headers.entry(name.as_str().to_owned()).or_default().push(value.to_str().unwrap().to_owned());
        }
        for cookie in headers.get("set-cookie").into_iter().flatten() {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        Page {
            status: answer.status().as_u16(),
            html: answer.body_mut().read_to_string().unwrap(),
            location: headers.get("location").map(|l| l[0].clone()),
            headers,
        }
    }
}
