//! A call is logged with the keyboard alone.

use crate::house::{Folder, House};
use crate::window::{CONTROL, ENTER, TAB, Window};

/// Keys pressed beside the words themselves; more is a form that has grown in the way.
const KEYS_MAX: usize = 8;

#[test]
fn a_call_is_logged_with_the_keyboard_alone() {
    let folder = Folder::new();
    let house = House::start(&folder, &["serve", "--demo"]);
    let window = Window::of(&house, "sv", "region");
    let mut keys = 0;
    let mut press = |key: &str, times: usize| {
        keys += times;
        window.press(&vec![key; times]);
    };
    press("n", 1);
    window.wait_for("form.logging");
    window.type_out("Rehabkoordinator");
    press(TAB, 2);
    window.type_out("rehab@granlund.region-exempel.example");
    press(TAB, 2);
    window.type_out("Risksignalen borta");
    press(TAB, 1);
    window.type_out("Sedan i natt.");
    assert_eq!(window.value("[name=subject]"), "Risksignalen borta");
    // Ctrl and Enter send the form one is in.
    window.press_holding(Some(CONTROL), &[ENTER]);
    window.wait_for(".done");
    assert!(keys < KEYS_MAX, "{keys} keys");
    assert!(
        window.says("Risksignalen borta") && window.says("Vårdcentralen Granlund"),
        "{}",
        window.text("main")
    );
    assert!(window.path().starts_with("/cases/SRS-"), "{}", window.path());
}
