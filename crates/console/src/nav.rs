//! The frame around every page: search, the person, and the queues and views with their counts.

use crate::names::Names;
use crate::visit::Visit;
use crate::words::{Time, Words};
use crate::{assets, calls, office, presented, rejudge, report};
use app::Denied;
use desk::{Desk, Principal, Sees, may_open};
use faces::PERIOD_REPORTS;
use store::ticket::{Filter, Sort};
use ticket::Phase;

/// What stands around a page.
pub(crate) struct Frame {
    pub words: Words,
    pub title: String,
    pub groups: Vec<Group>,
    pub person: String,
    pub csrf: String,
    pub query: String,
    pub may_log: bool,
    /// A demonstration's clock.
    pub demo: Option<Demo>,
    /// What was just done, in words.
    pub done: Option<String>,
    pub style: String,
    pub script: String,
}

/// The clock of a demonstration, and the page to come back to when it was moved.
pub(crate) struct Demo {
    pub now: Time,
    pub back: String,
}

/// Links of one desk, or of all.
pub(crate) struct Group {
    pub heading: Option<String>,
    pub id: usize,
    pub links: Vec<Link>,
}

/// One link with its count.
pub(crate) struct Link {
    pub address: String,
    pub label: String,
    pub count: String,
    pub none: bool,
    pub current: bool,
}

/// One list a person has.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Its address.
    pub address: String,
    /// Its name.
    pub label: String,
    /// Key of what an empty one says.
    pub empty: &'static str,
    /// What it shows.
    pub filter: Filter,
}

/// The lists of a person: those of all desks, then each desk's.
pub(crate) fn views(visit: &Visit) -> Vec<(Option<String>, Vec<View>)> {
    let principal = &visit.identity.principal;
    let mine = View {
        address: "/lists/mine".into(),
        label: visit.words.t("view-mine"),
        empty: "empty-mine",
        filter: Filter { open: Some(true), assignee: principal.user(), ..Filter::default() },
    };
    let desks = visit.app.all_desks();
    let own: Vec<_> = desks.iter().filter(|d| principal.roles(d).next().is_some()).collect();
    let mut groups = vec![(None, vec![mine])];
    for desk in &own {
        let heading = (own.len() > 1).then(|| desk.name.in_language(visit.words.language()).to_owned());
        groups.push((heading, desk_views(visit, desk)));
    }
    groups
}

fn desk_views(visit: &Visit, desk: &Desk) -> Vec<View> {
    let principal = &visit.identity.principal;
    let names = Names::new(desk, visit.words);
    let of_desk = || Filter { desk: Some(desk.key.clone()), ..Filter::default() };
    let view = |name: &str, label: String, empty, filter| View {
        address: format!("/lists/{}/{name}", desk.key),
        label,
        empty,
        filter,
    };
    let own: Vec<String> = principal.queues(desk).map(|q| q.key.clone()).collect();
    let mut views = Vec::new();
    if !own.is_empty() {
        let filter = Filter { open: Some(true), unassigned: true, queues: own.clone(), ..of_desk() };
        views.push(view("unassigned", visit.words.t("view-unassigned"), "empty-unassigned", filter));
    }
    let queues = if own.is_empty() && oversees(principal, desk) {
        desk.chain.queues.iter().map(|q| q.key.clone()).collect()
    } else {
        own
    };
    for queue in queues {
        let filter = Filter { open: Some(true), queues: vec![queue.clone()], ..of_desk() };
        views.push(view(&format!("queue-{queue}"), names.queue(&queue), "empty-queue", filter));
    }
    let open = Filter { open: Some(true), ..of_desk() };
    views.push(view("open", visit.words.t("view-open"), "empty-open", open));
    let solved = Filter { phase: Some(Phase::Resolved), sort: Sort::Updated, falling: true, ..of_desk() };
    views.push(view("solved", visit.words.t("view-solved"), "empty-solved", solved));
    views
}

/// Whether somebody sees the whole desk without a line of their own.
fn oversees(principal: &Principal, desk: &Desk) -> bool {
    principal.roles(desk).any(|(_, role)| role.sees == Sees::Desk)
}

/// Desks on which somebody may log a case.
pub(crate) fn desks_to_log(visit: &Visit) -> Vec<std::sync::Arc<Desk>> {
    let mut desks = visit.app.all_desks();
    desks.retain(|d| may_open(&visit.identity.principal, d));
    desks
}

/// Pages under a heading: address with label of each, as keys of words.
type Tools = (&'static str, Vec<(String, String)>);

/// Pages beside the lists.
fn tools(visit: &Visit) -> Result<Vec<Tools>, Denied> {
    let principal = &visit.identity.principal;
    let page = |(address, label): (&str, &str)| (address.to_owned(), label.to_owned());
    let mut groups = Vec::new();
    if !visit.app.calling_desks(principal).is_empty() {
        let pages = [(calls::NEW, "nav-call-new"), (calls::LIST, "nav-calls")];
        groups.push(("nav-telephone", pages.map(page).to_vec()));
    }
    let mut reports = Vec::new();
    if !visit.app.reporting_desks(principal).is_empty() {
        reports.push(page((report::SLA, "nav-report-sla")));
    }
    for period in PERIOD_REPORTS.iter().filter(|period| !period.desks(&visit.app, principal).is_empty()) {
        reports.push((format!("/reports/{}", period.key()), format!("nav-report-{}", period.key())));
    }
    if visit.app.reads_presented(principal)? {
        reports.push(page((presented::PRESENTED, "nav-presented")));
    }
    if !visit.app.rejudged_desks(principal).is_empty() {
        reports.push(page((rejudge::REJUDGEMENTS, "nav-rejudgements")));
    }
    if !reports.is_empty() {
        groups.push(("nav-follow-up", reports));
    }
    if visit.app.administers(principal) {
        let pages =
            [(office::SENT, "nav-sent"), (office::RECEIVED, "nav-received"), (office::UNDONE, "nav-undone")];
        groups.push(("nav-administration", pages.map(page).to_vec()));
    }
    Ok(groups)
}

fn demo(visit: &Visit) -> Demo {
    let zone = visit.app.all_desks().first().map_or_else(|| "UTC".to_owned(), |desk| desk.zone.clone());
    Demo { now: Time::of(&zone, visit.now), back: visit.address.clone() }
}

/// The frame of a page; `current` is the address of the list it shows.
pub(crate) fn frame(visit: &Visit, title: String, current: Option<&str>) -> Result<Frame, Denied> {
    let groups = views(visit);
    let filters: Vec<Filter> = groups.iter().flat_map(|(_, views)| views).map(|v| v.filter.clone()).collect();
    let mut counts = visit.app.counts(&visit.identity.principal, &filters)?.into_iter();
    let mut shown = Vec::new();
    for (id, (heading, views)) in groups.into_iter().enumerate() {
        let mut links = Vec::new();
        for view in views {
            let count = counts.next().unwrap_or(0);
            let current = current == Some(view.address.as_str());
            let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
            links.push(Link {
                address: view.address,
                label: view.label,
                count: shown,
                none: count == 0,
                current,
            });
        }
        shown.push(Group { heading, id, links });
    }
    for (heading, tools) in tools(visit)? {
        let links = tools.into_iter().map(|(address, label)| Link {
            current: current == Some(address.as_str()),
            address,
            label: visit.words.t(&label),
            count: String::new(),
            none: true,
        });
        shown.push(Group { heading: Some(visit.words.t(heading)), id: shown.len(), links: links.collect() });
    }
    Ok(Frame {
        words: visit.words,
        title,
        groups: shown,
        person: visit.identity.user.name.clone(),
        csrf: visit.identity.csrf.clone(),
        query: String::new(),
        may_log: !desks_to_log(visit).is_empty(),
        demo: visit.movable.as_ref().map(|_| demo(visit)),
        done: None,
        style: assets::style(),
        script: assets::script(),
    })
}
