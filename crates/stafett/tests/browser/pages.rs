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
        let script = "return Array.from(document.querySelectorAll(arguments[0]), (a) => a.getAttribute('href'));";
        serde_json::from_value(window.run(script, json!([css]))).unwrap()
    };
    window.go("/");
    let mut all = links("nav.views a");
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

fn each_role(language: &'static str, every: impl Fn(&Window, &str, &str)) {
    let (_folder, house) = lived_in();
    let window = Window::open(&house, language);
    window.go("/sign-in");
    every(&window, "everybody", "/sign-in");
    for (audience, login) in ROLES {
        window.sign_in(login);
        judge::quiet(&window, &[]);
        for address in addresses(&window) {
            window.go(&address);
            every(&window, audience, &address);
        }
        window.sign_out();
    }
}

fn shown(window: &Window, audience: &str, name: &str) {
    judge::quiet(window, &[]);
    judge::fits(window);
    window.picture(audience, name);
}

fn wide_and_narrow(window: &Window, audience: &str, address: &str) {
    let name = name(address);
    assert_eq!(window.text("html[lang]").is_empty(), false);
    assert!(window.has(&format!("html[lang={}]", window.language())), "{address} in another language");
    shown(window, audience, &name);
    window.size(320, 640);
    shown(window, audience, &format!("{name}-narrow"));
    window.size(1280, 900);
}

#[test]
fn every_page_of_every_role_in_swedish() {
    each_role("sv", |window, audience, address| {
        wide_and_narrow(window, audience, address);
        judge::accessible(window);
        window.scheme(Scheme::Dark);
        judge::accessible(window);
        window.picture(audience, &format!("{}-dark", name(address)));
        window.scheme(Scheme::Light);
    });
}

#[test]
fn every_page_of_every_role_in_english() {
    each_role("en", |window, audience, address| {
        wide_and_narrow(window, audience, address);
        judge::can_be_walked(window);
    });
}
