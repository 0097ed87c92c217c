//! What every page is held to: nothing complained about, nothing wider than the window, nothing axe calls a violation
//! of WCAG 2.1 AA, and a focus one can see and follow with the Tab key alone.

use crate::window::{TAB, Window};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::OnceLock;

/// Most stops of the Tab key on a page; more is a trap.
const STOPS_MAX: usize = 300;

/// axe-core, which `make test` fetches.
fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/axe/axe.min.js");
        std::fs::read_to_string(&path)
            .unwrap_or_else(|fault| panic!("{}: {fault}; `make test` fetches axe-core", path.display()))
    })
}

/// Nothing was complained about: no fault of a script, nothing the content security policy stopped, nothing missing.
/// `expected` are statuses that a refused form answers with on purpose.
pub fn noise(window: &Window, expected: &[&str]) -> Vec<String> {
    let on_purpose = |words: &str| {
        expected.iter().any(|status| words.contains(&format!("responded with a status of {status}")))
    };
    // What the browser merely remarks is no fault of the page.
    let loud = window.complaints().into_iter().filter(|(level, words)| level != "INFO" && !on_purpose(words));
    loud.map(|(level, words)| format!("{level}: {words}")).collect()
}

/// What is wider than the window.
pub fn wide(window: &Window) -> Vec<String> {
    let wide = window.run(
        "const room = document.documentElement.clientWidth;\
         if (document.documentElement.scrollWidth <= room) return [];\
         const rolls = (e) => getComputedStyle(e).overflowX !== 'visible';\
         const within = (e) => { let up = e.parentElement; while (up && up !== document.body && !rolls(up)) up = up.parentElement; return up && up !== document.body; };\
         return Array.from(document.querySelectorAll('body *'))\
           .filter((e) => e.getBoundingClientRect().right > room + 1 && !within(e))\
           .map((e) => 'wider than the window: ' + e.outerHTML.slice(0, 80)).slice(0, 6);",
        json!([]),
    );
    serde_json::from_value(wide).unwrap()
}

/// What axe calls a violation of WCAG 2.1 A or AA.
pub fn violations(window: &Window) -> Vec<String> {
    window.run(&format!("{}; window.axe = axe;", axe()), json!([]));
    let found = window.run_to_end(
        "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];\
         const found = await window.axe.run(document, { runOnly: tags });\
         const told = (v) => (n) => `${v.id}: ${v.help}: ${n.html} ${n.failureSummary}`;\
         return found.violations.flatMap((v) => v.nodes.slice(0, 3).map(told(v)));",
        json!([]),
    );
    serde_json::from_value(found).unwrap()
}

/// What cannot be reached with the Tab key alone, or not seen when it has the focus.
pub fn unwalkable(window: &Window) -> Vec<String> {
    window.run("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0);", json!([]));
    let (mut seen, mut faults): (Vec<Value>, Vec<String>) = Default::default();
    // The walk begins where the page put the focus, and goes on from the end of the page to its begin.
    let mut ends = 0;
    while ends < 2 {
        window.press(&[TAB]);
        let at = window.run(FOCUSED, json!([]));
        if at.is_null() {
            ends += 1;
            continue;
        }
        if seen.first().is_some_and(|first| first["id"] == at["id"]) {
            break;
        }
        if let Some(fault) = at["fault"].as_str() {
            faults.push(format!("{fault}: {}", at["html"]));
        }
        seen.push(at);
        assert!(seen.len() < STOPS_MAX, "{}: the Tab key is caught", window.path());
    }
    let wanted = window.run(REACHABLE, json!([]));
    let reached: Vec<&Value> = seen.iter().map(|at| &at["id"]).collect();
    let missed = wanted.as_array().unwrap().iter().filter(|id| !reached.contains(id));
    faults.extend(missed.map(|html| format!("not reached with Tab: {html}")));
    faults
}

/// A number for each element, so that the walk can tell them apart.
const REACHABLE: &str = "\
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('details:not([open]) > :not(summary)');\
    const all = Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary'));\
    return all.filter((e) => shown(e) && e.tabIndex >= 0 && !(e.type === 'radio' && !e.checked)).map((e) => e.dataset.walked || e.outerHTML);";

/// The element with the focus, null for none; with a fault where it cannot be seen.
const FOCUSED: &str = "\
    const e = document.activeElement;\
    if (!e || e === document.body || e === document.documentElement) return null;\
    window.walked = (window.walked || 0);\
    if (!e.dataset.walked) e.dataset.walked = String(++window.walked);\
    const style = getComputedStyle(e);\
    const box = e.getBoundingClientRect();\
    const told = { id: e.dataset.walked, html: e.outerHTML.slice(0, 160) };\
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) told.fault = 'its focus cannot be seen';\
    else if (box.width === 0 || box.height === 0) told.fault = 'it has no size';\
    else {\
      const x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 0), innerWidth - 1);\
      const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);\
      const top = document.elementFromPoint(x, y);\
      const inside = top && (e === top || e.contains(top) || top.contains(e));\
      if (box.bottom <= 0 || box.top >= innerHeight) told.fault = 'it lies outside of what is seen';\
      else if (!inside) told.fault = 'it is covered by ' + (top ? top.outerHTML.slice(0, 120) : 'nothing');\
    }\
    return told;";
