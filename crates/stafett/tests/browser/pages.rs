//! Every page of every role: in Swedish and English, light and dark, at 1280 and at 320 px (which is 400 % zoom).

use crate::house::{Folder, House};
use crate::judge;
use crate::window::{Scheme, Window};
use serde_json::json;

/// Audience and login.
const ROLES: [(&str, &str); 8] = [
    ("user-support-unit", "ekbacken"),
    ("user-support-region", "region"),
    ("first-line", "forsta"),
    ("specialist", "tekniska"),
    ("servicedesk", "servicedesk"),
    ("supplier", "leverantor"),
    ("manager", "manager"),
    ("administrator", "admin"),
];

/// A house where both desks have had some days.
fn lived_in() -> (Folder, House) {
    let folder = Folder::new();
    folder.ok(&["demo", "--desk", "webcare", "--days", "5"], "");
    folder.ok(&["demo", "--desk", "srs", "--days", "5"], "");
    let house = House::start(&folder, &["serve", "--demo"]);
    (folder, house)
}

/// Pages of the person: every link of the frame, logging, searching, a case from the first list that has one.
fn addresses(window: &Window) -> Vec<String> {
    let links = |css: &str| -> Vec<String> {
        let script =
            "return Array.from(document.querySelectorAll(arguments[0]), (a) => a.getAttribute('href'));";
        serde_json::from_value(window.run(script, json!([css]))).unwrap()
    };
    window.go("/");
    let mut all = links("nav.views a");
    // One queue's list is like another's.
    let queues: Vec<String> = all.iter().filter(|a| a.contains("/queue-")).skip(1).cloned().collect();
    all.retain(|address| !queues.contains(address));
    all.extend(links("a.log"));
    all.push("/search?q=fel".to_owned());
    let case = all.clone().into_iter().find_map(|list| {
        window.go(&list);
        links("a.case").into_iter().next()
    });
    all.extend(case);
    all
}

/// A file's name of an address.
fn name(address: &str) -> String {
    let path = address.split('?').next().unwrap();
    let is_case = path.starts_with("/cases/") && !path.ends_with("/new");
    if is_case { "case".to_owned() } else { path.trim_matches('/').replace('/', "-") }
}

/// Faults of every page of every role.
fn each_role(language: &'static str, every: impl Fn(&Window, &str, &str) -> Vec<String>) {
    let (_folder, house) = lived_in();
    let window = Window::open(&house, language);
    let mut faults: Vec<String> = Vec::new();
    let mut judged = |audience: &str, address: &str| {
        window.go(address);
        let found = every(&window, audience, address);
        faults.extend(found.into_iter().map(|fault| format!("{audience} {address}: {fault}")));
    };
    judged("everybody", "/sign-in");
    for (audience, login) in ROLES {
        window.sign_in(login);
        for address in addresses(&window) {
            judged(audience, &address);
        }
        window.sign_out();
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

fn seen(window: &Window, audience: &str, name: &str) -> Vec<String> {
    window.picture(audience, name);
    let (noise, wide) = (judge::noise(window, &[]), judge::wide(window));
    noise.into_iter().chain(wide).collect()
}

fn wide_and_narrow(window: &Window, audience: &str, name: &str) -> Vec<String> {
    let mut faults = seen(window, audience, name);
    if !window.has(&format!("html[lang={}]", window.language())) {
        faults.push("it speaks another language".to_owned());
    }
    window.size(320, 640);
    faults.extend(seen(window, audience, &format!("{name}-narrow")));
    window.size(1280, 900);
    faults
}

#[test]
fn every_page_of_every_role_in_swedish() {
    each_role("sv", |window, audience, address| {
        let name = name(address);
        let mut faults = wide_and_narrow(window, audience, &name);
        faults.extend(judge::violations(window));
        window.scheme(Scheme::Dark);
        faults.extend(judge::violations(window));
        window.picture(audience, &format!("{name}-dark"));
        window.scheme(Scheme::Light);
        faults
    });
}

#[test]
fn every_page_of_every_role_in_english() {
    each_role("en", |window, audience, address| {
        let mut faults = wide_and_narrow(window, audience, &name(address));
        faults.extend(judge::unwalkable(window));
        faults
    });
}
