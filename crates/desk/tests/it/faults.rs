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
        "line = \"specialister\"\nname = { sv = \"Objekt",
        "line = \"andra\"\nname = { sv = \"Objekt",
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
    let faults = faults_with("mon = [\"07:00-17:30\"]", "mon = [\"22:00-08:00\"]");
    let wanted = "22:00-08:00 on mon and 07:00-17:30 on tue overlap";
    assert!(faults.iter().any(|f| f.contains(wanted)), "{faults:#?}");
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
fn a_calendar_that_never_opens_promises_nothing() {
    let week = "key = \"alltid\"\nversion = \"1.3\"\nassumed = \"the service time of production's operation is illegible\"\n[calendar.week]\nmon = [\"00:00-24:00\"]\ntue = [\"00:00-24:00\"]\nwed = [\"00:00-24:00\"]\nthu = [\"00:00-24:00\"]\nfri = [\"00:00-24:00\"]\nsat = [\"00:00-24:00\"]\nsun = [\"00:00-24:00\"]\n";
    let faults = faults_with(week, "key = \"alltid\"\nversion = \"1.3\"\nweek = {}\n");
    assert!(faults.iter().any(|f| f.contains("calendar `alltid` is never open")), "{faults:#?}");
}

/// Checked on a day before it holds, an agreement promises nobody anything, unless it says so.
#[test]
fn an_agreement_in_the_future_is_refused_unless_declared() {
    let today = "2012-03-14".parse().ok();
    let line = WHOLE[..WHOLE.find("valid_from = \"2012-03-15\"").unwrap()].matches('\n').count() + 1;
    let faults = desk::read_on("d.toml", WHOLE, today).unwrap_err();
    let found = faults.iter().find(|f| f.line == line).expect("a fault on the line of valid_from");
    assert!(found.what.contains("lies in the future") && found.right.contains("declared"), "{found}");
    let declared =
        WHOLE.replace("valid_from = \"2012-03-15\"", "valid_from = \"2012-03-15\"\ndeclared = [\"future\"]");
    assert!(desk::read_on("d.toml", &declared, today).is_ok());
    assert!(desk::read_on("d.toml", WHOLE, "2012-03-15".parse().ok()).is_ok());
}

#[test]
fn objectives_that_cannot_be_told_are_refused() {
    let without = faults_with("target = \"fordelning\"\nwanted = \"> 0.90\"", "wanted = \"> 0.90\"");
    assert!(
        without.iter().any(|f| f.contains("`fordelning-manad`") && f.contains("no target")),
        "{without:#?}"
    );
    check("wanted = \"<= 4\"", "wanted = \"> 0.9\"", &["cannot be wanted of a count", "<= 4"]);
    check("wanted = \"<= 10h\"", "wanted = \"<= 10\"", &["cannot be wanted of a total", "<= 10h"]);
    check("every = \"year\"", "every = \"decade\"", &["unknown period `decade`", "quarter"]);
    check("measure = \"count\"", "measure = \"sum\"", &["unknown measure `sum`", "availability"]);
    let budget = "on = \"budget\"\nthen = [{ tell = \"manager\" }]";
    let faults = faults_with(budget, "on = \"budget\"\nthen = [{ escalate = true }]");
    assert!(faults.iter().any(|f| f.contains("does more than tell")), "{faults:#?}");
}

#[test]
fn a_window_announced_too_late_is_no_announced_window() {
    let window = |announced: &str, ends: &str| {
        format!(
            "[[window]]\nkey = \"w\"\nname = \"W\"\nbegins = \"2026-12-05 22:00\"\nends = \"{ends}\"\nannounced = \"{announced}\"\n\n[[follow]]"
        )
    };
    let of = |announced: &str, ends: &str| faults_with("[[follow]]", &window(announced, ends));
    assert_eq!(of("2026-12-01 12:00", "2026-12-06 02:00"), [] as [String; 0]);
    assert!(of("2026-12-05 22:00", "2026-12-06 02:00").iter().any(|f| f.contains("when it had begun")));
    assert!(of("2026-12-01 12:00", "2026-12-05 22:00").iter().any(|f| f.contains("ends before it begins")));
    assert!(of("soon", "2026-12-06 02:00").iter().any(|f| f.contains("`soon` is no moment")));
}

#[test]
fn a_target_that_nothing_stops_is_refused() {
    let metric = |stops: &str| {
        format!(
            "[[metric]]\nkey = \"hos-leverantor\"\nname = \"Hos leverantören\"\nstarts = [\"arrived:leverantor\"]\n{stops}\n\n[[target]]\nkey = \"hos-leverantor\"\nagreement = \"leverantor\"\nname = \"Hos leverantören\"\nmetric = \"hos-leverantor\"\nwithin = \"40h\"\ncalendar = \"alltid\"\n\n[[follow]]"
        )
    };
    let of = |stops: &str| faults_with("[[follow]]", &metric(stops));
    assert_eq!(of("stops = [\"left:leverantor\"]"), [] as [String; 0]);
    assert!(of("").iter().any(|f| f.contains("nothing stops it") && f.contains("resolved")));
    assert!(of("stops = [\"left:ingen\"]").iter().any(|f| f.contains("unknown line `ingen`")));
    let same = of("stops = [\"left:leverantor\", \"arrived:leverantor\"]");
    assert_eq!(same.len(), 1, "{same:#?}");
    assert!(same[0].contains("`arrived:leverantor` both starts and stops it"), "{same:#?}");
    assert!(of("stops = [\"gone\"]").iter().any(|f| f.contains("unknown event or phase `gone`")));
    assert!(of("stops = [\"phase:somewhere\"]").iter().any(|f| f.contains("unknown phase `somewhere`")));
}

#[test]
fn a_schedule_names_a_report_a_period_an_hour_and_a_role_that_reads() {
    check("report = \"sla\"", "report = \"slas\"", &["unknown report `slas`", "sla"]);
    check("every = \"month\"", "every = \"moon\"", &["unknown period `moon`", "quarter"]);
    check("at = \"07:00\"", "at = \"7\"", &["`7` is no hour", "07:00"]);
    check("format = \"pdf\"", "format = \"doc\"", &["unknown format `doc`", "csv"]);
    let faults = faults_with("report = \"sla\"\nevery = \"month\"", "report = \"board\"\nevery = \"week\"");
    let own = |f: &String| f.contains("the board's sheet is on a month") && f.contains("every = \"month\"");
    assert!(faults.iter().any(own), "{faults:#?}");
    let faults = faults_with("to = \"manager\"", "to = \"servicedesk\"");
    assert!(faults.iter().any(|f| f.contains("may not read reports")), "{faults:#?}");
}

#[test]
fn reports_are_presented_by_who_reads_the_whole_desk_to_roles_that_exist() {
    check(
        "role = \"bestallare\"\nassumed",
        "role = \"kund\"\nassumed",
        &["unknown role `kund`", "bestallare"],
    );
    check(
        "report = [\"operations\"]\nrole = \"bestallare\"",
        "report = [\"arsbok\"]\nrole = \"bestallare\"",
        &["unknown report `arsbok`", "operations, board"],
    );
    let faults =
        faults_with("reports = true\nrejudges = true\nlocks_months", "rejudges = true\nlocks_months");
    assert!(faults.iter().any(|f| f.contains("role `manager` presents reports")), "{faults:#?}");
    let faults = faults_with(
        "kind = \"request\"\ncomplaint = true",
        "kind = \"incident\"\nfault = true\ncomplaint = true",
    );
    assert!(
        faults.iter().any(|f| f.contains("a fault and a complaint") && f.contains("choose one")),
        "{faults:#?}"
    );
    let faults = faults_with("at = \"07:00\"\nto", "service = \"drift\"\nat = \"07:00\"\nto");
    assert!(faults.iter().any(|f| f.contains("report `sla` is not of one service")), "{faults:#?}");
}

#[test]
fn what_is_wanted_of_mail_is_a_known_measure_and_a_share() {
    check(
        "measure = \"registered\"",
        "measure = \"counted\"",
        &["measure of mail", "accounted", "registered"],
    );
    let from = "measure = \"registered\"\nobjective = \">= 1.00\"";
    let faults = faults_with(from, "measure = \"registered\"\nobjective = \"all\"");
    assert!(faults.iter().any(|f| f.contains("`all` is no objective")), "{faults:#?}");
}

/// What only follows from a fault is not told beside it.
#[test]
fn one_mistake_is_told_once() {
    for (from, to, told) in [
        ("zone = \"Europe/Stockholm\"", "zone = \"Europe/Sverige\"", "unknown time zone"),
        ("mon = [\"07:00-17:30\"]", "mon = [\"07:00-17:30\", \"17:00-18:00\"]", "overlap"),
        ("key = \"alltid\"\n", "key = \"alltid\"\nzone = \"Mars\"\n", "unknown time zone `Mars`"),
        ("within = \"10m\"", "within = \"10 min\"", "no duration"),
        ("begins_inside = \"vardagar-8-17\"", "begins_inside = \"vardagar\"", "unknown calendar `vardagar`"),
        (
            "calendar = \"servicedesk\"",
            "calendar = \"servicedisk\"",
            "unknown calendar `servicedisk`; one of:",
        ),
        (
            "urgency = \"normal\", priority = \"lag\"",
            "urgency = \"normalt\", priority = \"lag\"",
            "unknown urgency",
        ),
        ("kind = \"incident\"", "kind = \"incidents\"", "unknown kind `incidents`"),
        ("line = \"leverantor\"", "line = \"leverantoren\"", "unknown line `leverantoren`"),
        (
            "valid_from = \"2012-03-15\"",
            "valid_from = \"2012-03-15\"\nvalid_to = \"2012-03-14\"",
            "ends before it begins",
        ),
        (
            "key = \"allt-till-servicedesk\"\n",
            "key = \"allt-till-servicedesk\"\nnearest = \"servicedesk\"\n",
            "leads to no place, or to two",
        ),
    ] {
        let faults = faults_with(from, to);
        assert_eq!(faults.len(), 1, "{from}: {faults:#?}");
        assert!(faults[0].contains(told), "{from}: {faults:#?}");
    }
}
