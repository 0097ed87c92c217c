//! Faults in desk files: each names its line and what would be right.

const WHOLE: &str = include_str!("../../../../config/desks/webcare.toml");

/// The faults of the shipped WebCare file with one text replaced, as `line: message`.
fn faults_with(from: &str, to: &str) -> Vec<String> {
    assert!(WHOLE.contains(from), "the file has no `{from}`");
    match desk::read("d.toml", &WHOLE.replacen(from, to, 1)) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

/// Checks that some fault stands on the line of `to` and holds every one of `words`.
fn check(from: &str, to: &str, words: &[&str]) {
    let line = WHOLE[..WHOLE.find(from).unwrap()].matches('\n').count() + 1;
    let faults = faults_with(from, to);
    let hit = |f: &String| f.starts_with(&format!("d.toml:{line}:")) && words.iter().all(|w| f.contains(w));
    assert!(faults.iter().any(hit), "wanted line {line} with {words:?}, got {faults:#?}");
}

#[test]
fn a_misspelt_key_is_named_with_those_that_are_right() {
    check("level = 2", "levvel = 2", &["levvel", "level"]);
}

#[test]
fn an_unknown_reference_is_named_with_those_that_exist() {
    check("queue = \"it-specialister\"", "queue = \"it\"", &["unknown queue `it`", "it-specialister"]);
    check(
        "line = \"specialister\"\nname = \"Objekt",
        "line = \"andra\"\nname = \"Objekt",
        &["unknown line", "servicedesk"],
    );
    check("parent = \"exempelsjukhuset\"", "parent = \"sjukhuset\"", &["unknown organisation"]);
}

#[test]
fn a_key_declared_twice_is_refused() {
    check("key = \"it-specialister\"", "key = \"objektspecialister\"", &["declared twice"]);
}

#[test]
fn times_that_do_not_exist_are_refused() {
    check("zone = \"Europe/Stockholm\"", "zone = \"Europe/Sverige\"", &["unknown time zone", "IANA"]);
    check("tue = [\"07:00-17:30\"]", "tue = [\"07:00-25:30\"]", &["07:00-25:30", "24:00"]);
    check("within = \"10m\"", "within = \"10 min\"", &["no duration", "1h30m"]);
}

#[test]
fn overlapping_opening_intervals_are_refused() {
    let faults = faults_with("mon = [\"07:00-17:30\"]", "mon = [\"07:00-17:30\", \"17:00-18:00\"]");
    assert!(faults.iter().any(|f| f.contains("overlap")), "{faults:#?}");
}

#[test]
fn two_targets_of_equal_rank_are_refused() {
    let faults = faults_with(
        "priority = \"medel\", kind = \"incident\", fault = true }",
        "priority = [\"hog\"], kind = \"incident\", fault = true, begins_inside = \"vardagar-8-17\" }",
    );
    assert!(faults.iter().any(|f| f.contains("equal rank")), "{faults:#?}");
}

#[test]
fn a_matrix_with_a_hole_is_refused() {
    let faults = faults_with("  { impact = \"person\", urgency = \"normal\", priority = \"lag\" },\n", "");
    assert!(faults.iter().any(|f| f.contains("person × normal")), "{faults:#?}");
}

#[test]
fn a_desk_where_some_case_lands_nowhere_is_refused() {
    let faults = faults_with(
        "key = \"allt-till-servicedesk\"\n",
        "key = \"allt-till-servicedesk\"\nwhen = { channel = \"mail\" }\n",
    );
    assert!(faults.iter().any(|f| f.contains("land nowhere")), "{faults:#?}");
}

#[test]
fn what_is_no_toml_is_named_by_line() {
    check("key = \"servicedesk\"\nline", "key = servicedesk\"\nline", &["d.toml"]);
}

#[test]
fn a_schedule_names_a_report_a_period_an_hour_and_a_role_that_reads() {
    check("report = \"sla\"", "report = \"slas\"", &["unknown report `slas`", "sla"]);
    check("every = \"month\"", "every = \"moon\"", &["unknown period `moon`", "quarter"]);
    check("at = \"07:00\"", "at = \"7\"", &["`7` is no hour", "07:00"]);
    check("format = \"csv\"", "format = \"doc\"", &["unknown format `doc`", "csv"]);
    let faults = faults_with("to = \"manager\"", "to = \"servicedesk\"");
    assert!(faults.iter().any(|f| f.contains("may not read reports")), "{faults:#?}");
}
