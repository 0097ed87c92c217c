//! From the file's tables to a [`Desk`]: every reference resolved, every fault named with its line and what would
//! be right. All faults of a file are reported together.

mod effort;
mod levels;
mod matters;
mod periods;
mod receivers;
mod reception;
mod routing;
mod schedules;
mod structure;

use crate::fault::Faults;
use crate::file::{File, Key};
use crate::words::Words;
use crate::{Desk, Fault, FaultRules};
use toml::Spanned;

/// Reads, checks and compiles one desk file. `file` is the name that faults carry.
///
/// # Errors
/// Every fault found, by line.
pub fn read(file: &str, source: &str) -> Result<Desk, Vec<Fault>> {
    read_on(file, source, None)
}

/// As [`read`], and refuses agreements that hold only after a local date, today: nobody would be promised anything.
///
/// # Errors
/// Every fault found, by line.
pub fn read_on(file: &str, source: &str, today: Option<chrono::NaiveDate>) -> Result<Desk, Vec<Fault>> {
    let mut faults = Faults::new(file, source);
    let parsed: File = match toml::from_str(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            faults.at(at, error.message().trim().replace('\n', " "), "");
            return Err(faults.into_sorted());
        }
    };
    if let Some(today) = today {
        levels::future(&parsed, today, &mut faults);
    }
    let desk = compile(parsed, &mut faults);
    if faults.is_empty() { Ok(desk) } else { Err(faults.into_sorted()) }
}

/// What must hold between desk files of one server: keys, prefixes and mailboxes are unique, and an organisation
/// that two files declare is declared alike.
pub fn read_together<'a>(desks: impl IntoIterator<Item = (&'a str, &'a Desk)>) -> Vec<Fault> {
    let desks: Vec<_> = desks.into_iter().collect();
    let mut faults = Vec::new();
    let mut fault = |file: &str, what: String, right: &str| {
        faults.push(Fault { file: file.to_owned(), line: 0, what, right: right.to_owned() });
    };
    for (at, (file, desk)) in desks.iter().enumerate() {
        for (other_file, other) in &desks[..at] {
            if desk.key == other.key {
                fault(
                    file,
                    format!("desk `{}` is also declared in {other_file}", desk.key),
                    "choose another key",
                );
            }
            if desk.prefix == other.prefix {
                fault(
                    file,
                    format!("prefix `{}` is also used in {other_file}", desk.prefix),
                    "choose another prefix",
                );
            }
            for mailbox in desk.mailboxes.iter().filter(|m| other.mailboxes.contains(m)) {
                fault(
                    file,
                    format!("mailbox `{mailbox}` is also in {other_file}"),
                    "a mailbox belongs to one desk",
                );
            }
            for own in &desk.organisations {
                if other
                    .organisation(&own.key)
                    .is_some_and(|theirs| theirs.name != own.name || theirs.kind != own.kind)
                {
                    let what = format!("organisation `{}` is declared otherwise in {other_file}", own.key);
                    fault(file, what, "declare it alike in both files, or choose another key");
                }
            }
        }
    }
    faults
}

fn compile(file: File, faults: &mut Faults<'_>) -> Desk {
    let known = Known::of(&file, faults);
    let organisations = structure::organisations(&file, &known, faults);
    let (chain, line_names, queue_names) = structure::chain(&file, &known, faults);
    let roles = structure::roles(&file, &known, faults);
    let priorities = matters::priorities(&file, faults);
    let case_types = matters::case_types(&file, &known, faults);
    let solutions = matters::solutions(&file, &known, faults);
    let placements = routing::placements(&file, &known, faults);
    let routes = routing::routes(&file, &known, faults);
    let not_reached = matters::not_reached(&file, &known, faults);
    let timers = routing::timers(&file, &known, faults);
    let follows = routing::follows(&file, &known, faults);
    let calendars = levels::calendars(&file, faults);
    let agreements = levels::agreements(&file, &known, &calendars, faults);
    let objectives = periods::objectives(&file, &known, faults);
    let promises = periods::promises(&objectives, &agreements, &calendars);
    let windows = periods::windows(&file, &known, faults);
    let declarations = levels::declarations(&file, faults);
    let metric_names = file.metric.iter().map(|m| (m.key.get_ref().clone(), m.name.clone())).collect();
    let objective_names = file.objective.iter().map(|o| (o.key.get_ref().clone(), o.name.clone())).collect();
    let call_objectives = reception::of_calls(&file, &known, (&agreements, &calendars), faults);
    let mail_objectives = reception::of_mails(&file, &known, &agreements, faults);
    let target_names = levels::target_names(&file);
    let schedules = schedules::schedules(&file, &known, faults);
    let receivers = receivers::receivers(&file, &known, faults);
    let workflows = matters::workflows(&file, faults);
    let effort = effort::effort(&file, &known, faults);
    structure::check_desk(&file, &known, faults);
    let items = |list: Vec<crate::file::Item>| matters::items(list);
    Desk {
        key: file.desk.key.into_inner(),
        prefix: file.desk.prefix.into_inner().to_ascii_uppercase(),
        name: file.desk.name,
        zone: file.desk.zone.into_inner(),
        language: file.desk.language.into_inner(),
        fallback_organisation: file.desk.fallback_organisation.into_inner(),
        mail_from: file.desk.mail_from.into_inner().to_lowercase(),
        answers_from_organisation: file.desk.answers_from_organisation,
        mailboxes: file.mailbox.into_iter().map(|m| m.address.into_inner().to_lowercase()).collect(),
        organisations,
        chain,
        line_names,
        queue_names,
        roles,
        services: items(file.service),
        environments: items(file.environment),
        case_types,
        priorities,
        asker_roles: items(file.asker_role),
        causes: items(file.cause),
        breach_causes: items(file.breach_cause),
        solutions,
        placements,
        routes,
        calendars,
        agreements_ever: agreements.clone(),
        calendars_then: std::collections::BTreeMap::new(),
        agreements,
        target_names,
        metric_names,
        objective_names,
        objectives,
        promises,
        windows,
        declarations,
        call_objectives,
        mail_objectives,
        agreement_names: file.agreement.into_iter().map(|a| (a.key.into_inner(), a.name)).collect(),
        not_reached,
        timers,
        follows,
        schedules,
        receivers,
        workflows,
        effort,
        fault: file.fault.map_or_else(FaultRules::default, |f| FaultRules { second_person: f.second_person }),
    }
}

/// The declared keys of each sort of thing, to resolve references against.
struct Known {
    sorts: Vec<(&'static str, Vec<String>)>,
}

impl Known {
    /// Collects every declared key; a key declared twice is a fault.
    fn of(file: &File, faults: &mut Faults<'_>) -> Self {
        fn keys<'k>(
            sort: &'static str,
            keys: impl Iterator<Item = &'k Key>,
            faults: &mut Faults<'_>,
        ) -> (&'static str, Vec<String>) {
            let mut seen: Vec<String> = Vec::new();
            for key in keys {
                let word = key.get_ref();
                let fine = !word.is_empty()
                    && word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.@".contains(c));
                if !fine {
                    let right = "a key is made of small letters a–z, digits, hyphens and underscores";
                    faults.at(key.span().start, format!("`{word}` is no key"), right);
                }
                if seen.contains(word) {
                    faults.at(
                        key.span().start,
                        format!("{sort} `{word}` is declared twice"),
                        "give each its own key",
                    );
                }
                seen.push(word.clone());
            }
            (sort, seen)
        }
        let priority = &file.priority;
        let sorts = vec![
            keys("organisation", file.organisation.iter().map(|x| &x.key), faults),
            keys("line", file.line.iter().map(|x| &x.key), faults),
            keys("queue", file.queue.iter().map(|x| &x.key), faults),
            keys("role", file.role.iter().map(|x| &x.key), faults),
            keys("service", file.service.iter().map(|x| &x.key), faults),
            keys("environment", file.environment.iter().map(|x| &x.key), faults),
            keys("case_type", file.case_type.iter().map(|x| &x.key), faults),
            keys("asker_role", file.asker_role.iter().map(|x| &x.key), faults),
            keys("cause", file.cause.iter().map(|x| &x.key), faults),
            keys("breach_cause", file.breach_cause.iter().map(|x| &x.key), faults),
            keys("solution", file.solution.iter().map(|x| &x.key), faults),
            keys("placement", file.placement.iter().map(|x| &x.key), faults),
            keys("route", file.route.iter().map(|x| &x.key), faults),
            keys("calendar", file.calendar.iter().map(|x| &x.key), faults),
            keys("agreement", file.agreement.iter().map(|x| &x.key), faults),
            keys("metric", file.metric.iter().map(|x| &x.key), faults),
            keys("target", file.target.iter().map(|x| &x.key), faults),
            keys("objective", file.objective.iter().map(|x| &x.key), faults),
            keys("window", file.window.iter().map(|x| &x.key), faults),
            keys("call_objective", file.call_objective.iter().map(|x| &x.key), faults),
            keys("mail_objective", file.mail_objective.iter().map(|x| &x.key), faults),
            keys("timer", file.timer.iter().map(|x| &x.key), faults),
            keys("follow", file.follow.iter().map(|x| &x.key), faults),
            keys("activity", file.activity.iter().map(|x| &x.key), faults),
            keys("schedule", file.schedule.iter().map(|x| &x.key), faults),
            keys("report_receiver", file.report_receiver.iter().map(|x| &x.key), faults),
            keys("mailbox", file.mailbox.iter().map(|x| &x.address), faults),
            keys("priority", priority.levels.iter().map(|x| &x.key), faults),
            keys("impact", priority.impacts.iter().map(|x| &x.key), faults),
            keys("urgency", priority.urgencies.iter().map(|x| &x.key), faults),
            ("kind", ticket::Kind::ALL.iter().map(|k| k.as_str().to_owned()).collect()),
            ("channel", ticket::Channel::ALL.iter().map(|k| k.as_str().to_owned()).collect()),
            ("phase", ticket::Phase::ALL.iter().map(|k| k.as_str().to_owned()).collect()),
        ];
        Self { sorts }
    }

    fn all(&self, sort: &str) -> &[String] {
        self.sorts.iter().find(|(s, _)| *s == sort).map_or(&[], |(_, keys)| keys)
    }

    /// Resolves one reference.
    fn check(&self, sort: &str, key: &Key, faults: &mut Faults<'_>) -> String {
        self.check_word(sort, key.get_ref(), key.span().start, faults);
        key.get_ref().clone()
    }

    /// Resolves an optional reference.
    fn check_opt(&self, sort: &str, key: Option<&Key>, faults: &mut Faults<'_>) -> Option<String> {
        key.map(|k| self.check(sort, k, faults))
    }

    /// Resolves each reference of a list.
    fn check_all(&self, sort: &str, keys: &[Key], faults: &mut Faults<'_>) -> Vec<String> {
        keys.iter().map(|k| self.check(sort, k, faults)).collect()
    }

    /// Resolves one word or a list of words; absent is empty.
    fn words(&self, sort: &str, words: Option<&Spanned<Words>>, faults: &mut Faults<'_>) -> Vec<String> {
        let Some(words) = words else { return Vec::new() };
        for word in &words.get_ref().0 {
            self.check_word(sort, word, words.span().start, faults);
        }
        words.get_ref().0.clone()
    }

    fn check_word(&self, sort: &str, word: &str, at: usize, faults: &mut Faults<'_>) {
        let all = self.all(sort);
        if !all.iter().any(|k| k == word) {
            let right = if all.is_empty() {
                format!("declare a [[{sort}]] first")
            } else {
                format!("one of: {}", all.join(", "))
            };
            faults.at(at, format!("unknown {} `{word}`", sort.replace('_', " ")), right);
        }
    }
}

/// A key of one of our closed vocabularies.
fn closed<T>(
    key: &Key,
    parse: impl Fn(&str) -> Option<T>,
    all: &[&str],
    what: &str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let value = parse(key.get_ref());
    if value.is_none() {
        let right = format!("one of: {}", all.join(", "));
        faults.at(key.span().start, format!("unknown {what} `{}`", key.get_ref()), right);
    }
    value
}

/// A duration.
fn duration(key: &Key, faults: &mut Faults<'_>) -> i64 {
    crate::words::seconds(key.get_ref()).unwrap_or_else(|| {
        faults.at(
            key.span().start,
            format!("`{}` is no duration", key.get_ref()),
            "write it like 45s, 10m, 2h or 1h30m",
        );
        0
    })
}
