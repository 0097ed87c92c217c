//! The door for free text.

use text::Intake;

#[test]
fn cleans_and_masks() {
    let taken =
        Intake::new("a\r\nb\rc\u{0}\u{7}\td\u{202e}e\u{2066}f A\u{30a}, 19900101\u{200b}-2385".into());
    assert_eq!(taken.original(), "a\nb\nc\tdef Å, 19900101-2385");
    assert_eq!(taken.masked(), "a\nb\nc\tdef Å, ••••••-••••");
    assert_eq!(taken.masks(), 1);
    assert!(!format!("{taken:?}").contains("2385"));
}

#[test]
fn a_line_is_one_line() {
    let line = Intake::line("  Sv:\r\n\tKan inte  spara \n vårdplan\t ".into());
    assert_eq!(line.original(), "Sv: Kan inte  spara vårdplan");
}

#[test]
fn caps() {
    assert_eq!(Intake::new("ö".repeat(300_000)).original().chars().count(), 200_000);
    assert_eq!(Intake::line("ö".repeat(600)).original().chars().count(), 500);
    let torn = Intake::line(format!("{} 19900101-2385", "ö".repeat(490)));
    assert_eq!(torn.original(), "ö".repeat(490));
    let fits = Intake::line(format!("{} 19900101-2385", "ö".repeat(480)));
    assert_eq!(fits.masks(), 1);
}
