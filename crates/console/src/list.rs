//! Lists: what runs out first stands first; search is a list too.

use crate::answer::Answer;
use crate::case::clock::{ClockRow, first_clock};
use crate::names::Names;
use crate::nav::{self, Frame, View};
use crate::visit::{self, Visit};
use crate::words::{Time, Words};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::TicketView;
use askama::Template;
use faces::{Shell, coded};
use store::ticket::{Filter, Sort};
use ticket::{Place, Reference};

type Pairs = Query<Vec<(String, String)>>;

/// Cases of one page.
const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "list.html")]
struct Page {
    frame: Frame,
    columns: Vec<Column>,
    rows: Vec<Row>,
    empty: String,
    /// Address of the next page.
    next: Option<String>,
    /// Address of the first page, on a later one.
    first: Option<String>,
}

/// A column: what stands in it, each with its way to sort.
struct Column {
    parts: Vec<Part>,
    /// `ascending` or `descending` where the list is sorted by one of its parts.
    sorted: Option<&'static str>,
}

/// One word of a column's head.
struct Part {
    label: String,
    address: Option<String>,
    sorted: bool,
}

/// One case.
struct Row {
    reference: String,
    subject: String,
    who: String,
    organisation: String,
    place: String,
    assignee: Option<String>,
    state: String,
    phase: &'static str,
    kind: String,
    priority: Option<String>,
    clock: Option<ClockRow>,
    updated: Time,
}

/// `GET /`: the person's own cases.
pub(crate) async fn home(shell: Data<Shell>, request: HttpRequest) -> HttpResponse {
    visit::get(&shell, &request, |_| Ok(Answer::See("/lists/mine".into()))).await
}

/// `GET /lists/mine`.
pub(crate) async fn mine(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| list(visit, "/lists/mine", &query)).await
}

/// `GET /lists/{desk}/{view}`.
pub(crate) async fn of_desk(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<(String, String)>,
    query: Pairs,
) -> HttpResponse {
    visit::get(&shell, &request, move |visit| list(visit, &format!("/lists/{}/{}", path.0, path.1), &query))
        .await
}

/// One of the person's lists; what is not theirs does not exist.
fn list(visit: &Visit, address: &str, query: &[(String, String)]) -> Result<Answer, Denied> {
    let words = visit.words;
    let groups = nav::views(visit).into_iter();
    let mut views = groups.flat_map(|(heading, views)| views.into_iter().map(move |v| (heading.clone(), v)));
    let (heading, view) = views.find(|(_, v)| v.address == address).ok_or(Denied::NotFound)?;
    let View { label, mut filter, empty, .. } = view;
    let title = heading.map_or_else(|| label.clone(), |desk| format!("{label} – {desk}"));
    let asked = Asked::read(query)?;
    if let Some((sort, falling)) = asked.sort {
        (filter.sort, filter.falling) = (sort, falling);
    }
    let columns = columns(words, Some((address, &filter)));
    let sort = sort_key(filter.sort, filter.falling);
    (filter.limit, filter.after) = (LIMIT, asked.after);
    let page = visit.app.list(&visit.identity.principal, &filter, None, visit.now)?;
    let mut frame = nav::frame(visit, title, Some(address))?;
    let elsewhere = asked.logged.map(|r| words.one("done-open-elsewhere", "reference", &r));
    frame.done = elsewhere.or_else(|| asked.done.map(|act| words.t(&format!("done-{act}"))));
    Answer::ok(&Page {
        frame,
        columns,
        rows: rows(visit, &page.items)?,
        empty: words.t(empty),
        next: page.next.map(|(value, id)| format!("{address}?sort={sort}&after={value}.{id}")),
        first: asked.after.map(|_| format!("{address}?sort={sort}")),
    })
}

/// `GET /search`: a reference opens its case, words are searched for.
pub(crate) async fn search(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let words: String =
            query.iter().find(|(k, _)| k == "q").map_or("", |(_, v)| v).chars().take(200).collect();
        let words = words.trim().to_owned();
        if let Ok(reference) = Reference::parse(&words)
            && visit.app.readable(&visit.identity.principal, &reference).is_ok()
        {
            return Ok(Answer::See(format!("/cases/{reference}")));
        }
        found(visit, &words, &query)
    })
    .await
}

fn found(visit: &Visit, searched: &str, query: &[(String, String)]) -> Result<Answer, Denied> {
    let asked = Asked::read(query)?;
    let filter = Filter { limit: LIMIT, after: asked.after, ..Filter::default() };
    let page = visit.app.list(&visit.identity.principal, &filter, Some(searched), visit.now)?;
    let words = visit.words;
    let title = if searched.is_empty() {
        words.t("search-nothing-asked")
    } else {
        words.one("search-title", "words", searched)
    };
    let mut frame = nav::frame(visit, title, None)?;
    searched.clone_into(&mut frame.query);
    let address = format!("/search?q={}", coded(searched));
    Answer::ok(&Page {
        frame,
        columns: columns(words, None),
        rows: rows(visit, &page.items)?,
        empty: words.t(if searched.is_empty() { "empty-unasked" } else { "empty-search" }),
        next: page.next.map(|(value, id)| format!("{address}&after={value}.{id}")),
        first: asked.after.map(|_| address.clone()),
    })
}

/// What the query asks of a list.
#[derive(Default)]
struct Asked {
    sort: Option<(Sort, bool)>,
    after: Option<(i64, i64)>,
    done: Option<String>,
    /// A case just logged that may not be seen.
    logged: Option<String>,
}

impl Asked {
    fn read(query: &[(String, String)]) -> Result<Self, Denied> {
        let mut asked = Self::default();
        for (name, value) in query {
            match name.as_str() {
                "sort" => asked.sort = Some(sort(value).ok_or_else(|| Denied::malformed("sort", "unknown"))?),
                "after" => {
                    let mark =
                        value.split_once('.').and_then(|(v, id)| Some((v.parse().ok()?, id.parse().ok()?)));
                    asked.after = Some(mark.ok_or_else(|| Denied::malformed("after", "malformed"))?);
                }
                "done" => asked.done = ticket::Act::parse(value).map(|act| act.as_str().to_owned()),
                "logged" => asked.logged = Reference::parse(value).ok().map(|r| r.to_string()),
                _ => {}
            }
        }
        Ok(asked)
    }
}

const SORTS: [(&str, Sort); 4] = [
    ("due", Sort::Due),
    ("priority", Sort::Priority),
    ("created", Sort::Created),
    ("updated", Sort::Updated),
];

fn sort(key: &str) -> Option<(Sort, bool)> {
    let (falling, key) = key.strip_prefix('-').map_or((false, key), |key| (true, key));
    SORTS.iter().find(|(k, _)| *k == key).map(|(_, sort)| (*sort, falling))
}

fn sort_key(sort: Sort, falling: bool) -> String {
    let key = SORTS.iter().find(|(_, s)| *s == sort).map_or("due", |(key, _)| key);
    format!("{}{key}", if falling { "-" } else { "" })
}

/// Columns in their order: what stands in each, and what it can be sorted by.
const COLUMNS: [&[(&str, Option<Sort>)]; 6] = [
    &[("column-reference", Some(Sort::Created)), ("column-updated", Some(Sort::Updated))],
    &[("column-subject", None)],
    &[("column-who", None)],
    &[("column-where", None)],
    &[("column-state", None), ("column-priority", Some(Sort::Priority))],
    &[("column-clock", Some(Sort::Due))],
];

/// The heads of a list; without an address nothing sorts.
fn columns(words: Words, list: Option<(&str, &Filter)>) -> Vec<Column> {
    let direction = |falling: bool| if falling { "descending" } else { "ascending" };
    let part = |(key, by): &(&str, Option<Sort>)| {
        let (address, sorted) = match (list, by) {
            (Some((address, filter)), Some(by)) => {
                let sorted = *by == filter.sort;
                // Newest changes first, the rest rising; a second click turns it round.
                let falling = if sorted { !filter.falling } else { *by == Sort::Updated };
                (Some(format!("{address}?sort={}", sort_key(*by, falling))), sorted)
            }
            _ => (None, false),
        };
        Part { label: words.t(key), address, sorted }
    };
    let column = |parts: &&[(&str, Option<Sort>)]| {
        let parts: Vec<Part> = parts.iter().map(part).collect();
        let sorted = list.filter(|_| parts.iter().any(|p| p.sorted)).map(|(_, f)| direction(f.falling));
        Column { parts, sorted }
    };
    COLUMNS.iter().map(column).collect()
}

fn rows(visit: &Visit, items: &[TicketView]) -> Result<Vec<Row>, Denied> {
    items
        .iter()
        .map(|t| {
            let desk = visit.app.desk(&t.desk).ok_or(Denied::NotFound)?;
            let names = Names::new(&desk, visit.words);
            let place = Place { line: t.line.clone(), queue: t.queue.clone() };
            Ok(Row {
                reference: t.reference.to_string(),
                subject: t.subject.clone(),
                who: t.requester.name.clone(),
                organisation: names.organisation(&t.organisation),
                place: names.place(&place),
                assignee: t.assignee_name.clone(),
                state: visit.words.keyed("state", t.phase),
                phase: t.phase,
                kind: visit.words.keyed("kind", t.kind),
                priority: t.priority.as_ref().map(|p| names.priority(p)),
                clock: first_clock(&t.clocks).map(|c| ClockRow::of(names, c)),
                updated: Time::of(&desk.zone, t.updated_at),
            })
        })
        .collect()
}
