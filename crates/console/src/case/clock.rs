//! A clock in words and with a bar. The words say everything the bar's colour does.

use crate::names::Names;
use crate::words::Time;
use app::read::ClockView;

/// One clock as a page shows it.
pub(crate) struct ClockRow {
    pub target: String,
    /// What is left or how far over, in words.
    pub words: String,
    /// Style: running, warned, breached, paused, met, missed or withdrawn.
    pub tone: &'static str,
    /// Share used, 0 to 100, for the bar.
    pub used: i64,
    /// Used and allowed, in words.
    pub spent: String,
    pub due: Option<Time>,
    /// What a correction replaced, and that it began before it was entered from paper.
    pub marks: Vec<String>,
}

/// The clock of a case that runs out first, of those still to be decided or run over.
pub(crate) fn first_clock(clocks: &[ClockView]) -> Option<&ClockView> {
    let open = clocks.iter().filter(|c| c.state != "stopped" && c.outcome != Some("withdrawn"));
    // A paused clock has no due moment: it comes after those that have.
    open.min_by_key(|c| (c.due_at.is_none(), c.due_at, c.target_seconds - c.elapsed_seconds))
}

impl ClockRow {
    pub fn of(names: Names<'_>, clock: &ClockView) -> Self {
        let words = names.words;
        let left = clock.target_seconds - clock.elapsed_seconds;
        let span = words.span(left);
        let over = left < 0 || clock.outcome == Some("missed");
        let (tone, said) = match (clock.state, clock.outcome) {
            (_, Some("withdrawn")) => ("withdrawn", words.t("clock-withdrawn")),
            ("stopped", Some("missed")) => ("missed", words.one("clock-missed", "span", &span)),
            ("stopped", _) => ("met", words.one("clock-met", "span", &words.span(clock.elapsed_seconds))),
            ("paused", _) if over => ("breached", words.one("clock-paused-over", "span", &span)),
            ("paused", _) => ("paused", words.one("clock-paused", "span", &span)),
            _ if over => ("breached", words.one("clock-breached", "span", &span)),
            _ if clock.warned > 0 => ("warned", words.one("clock-warned", "span", &span)),
            _ => ("running", words.one("clock-left", "span", &span)),
        };
        let target = clock.target_seconds.max(1);
        let mut name = names.target(&clock.target);
        if clock.occurrence > 1 {
            name = words.with("clock-again", &[("target", &name), ("n", &clock.occurrence.to_string())]);
        }
        Self {
            target: name,
            words: said,
            tone,
            used: (clock.elapsed_seconds.saturating_mul(100) / target).clamp(0, 100),
            spent: words.with(
                "clock-spent",
                &[
                    ("spent", &words.span(clock.elapsed_seconds)),
                    ("target", &words.span(clock.target_seconds)),
                ],
            ),
            marks: marks(names, clock),
            // A kept promise no longer runs out.
            due: clock.due_at.filter(|_| tone != "met").map(|at| Time::of(&names.desk.zone, at)),
        }
    }
}

/// What must not be read past: a corrected figure, a case that was entered late.
fn marks(names: Names<'_>, clock: &ClockView) -> Vec<String> {
    let words = names.words;
    let corrected = clock.before_correction.as_ref().map(|before| {
        let outcome = words.keyed("figure", before.outcome.unwrap_or("undecided"));
        let span = words.span(before.elapsed_seconds);
        words.with("clock-corrected", &[("outcome", &outcome), ("span", &span)])
    });
    let late = clock.entered_late.then(|| words.t("clock-entered-late"));
    corrected.into_iter().chain(late).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use locale::Language;

    fn clock(state: &'static str, outcome: Option<&'static str>, elapsed: i64, warned: i32) -> ClockView {
        let start = chrono::DateTime::UNIX_EPOCH;
        ClockView {
            id: 1,
            target: "losning".into(),
            metric: "resolution",
            occurrence: 1,
            state,
            outcome,
            target_seconds: 3_600,
            elapsed_seconds: elapsed,
            due_at: (state == "running").then_some(start),
            warned,
            agreement: String::new(),
            agreement_version: String::new(),
            calendar: String::new(),
            started_at: start,
            stopped_at: None,
            entered_late: false,
            before_correction: None,
        }
    }

    #[test]
    fn words_say_what_the_bar_shows() {
        let source = include_str!("../../../../config/desks/srs.toml");
        let desk = desk::read("srs", source).unwrap();
        let names = Names::new(&desk, Words(Language::Sv));
        for (clock, tone, said, used) in [
            (clock("running", None, 600, 0), "running", "50 min kvar", 16),
            (clock("running", None, 3_000, 75), "warned", "10 min kvar, varnad", 83),
            (clock("running", Some("missed"), 7_200, 75), "breached", "Överskriden med 1 h", 100),
            (clock("paused", None, 1_800, 0), "paused", "Pausad, 30 min kvar", 50),
            (clock("stopped", Some("met"), 1_800, 0), "met", "Uppfyllt efter 30 min", 50),
            (clock("stopped", Some("missed"), 5_400, 0), "missed", "Ej uppfyllt, 30 min över", 100),
            (clock("stopped", Some("withdrawn"), 0, 0), "withdrawn", "Bortfallen", 0),
        ] {
            let row = ClockRow::of(names, &clock);
            assert_eq!((row.tone, row.words.as_str(), row.used), (tone, said, used));
            assert_eq!(row.target, "Lösning");
        }
    }
}
