//! The cases behind a figure of the operations report.

use crate::answer::Answer;
use crate::cases::CasesPage;
use crate::nav;
use crate::period::Asked;
use crate::report::shown;
use crate::visit::{self, Visit};
use ::report::{Cell, Table};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use app::Denied;
use app::read::local_time;
use app::report::{OperationsAsked, OperationsCase, operations_figure};
use faces::{Shell, coded};

/// Cases of one page.
const LIMIT: usize = 100;

type Pairs = Query<Vec<(String, String)>>;

/// `GET /reports/operations/cases?…&figure=GROUP:KEY:MEASURE`, oldest first.
pub(crate) async fn cases(shell: Data<Shell>, request: HttpRequest, query: Pairs) -> HttpResponse {
    visit::get(&shell, &request, move |visit| {
        let asked = Asked::read(visit, "operations", &query)?;
        let value = |name: &str| query.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        let figure = value("figure").unwrap_or_default();
        let after = value("after").map_or(Ok(0), |id| id.parse().map_err(|_| Denied::NotFound))?;
        show(visit, &asked, figure, after)
    })
    .await
}

fn show(visit: &Visit, asked: &Asked, figure: &str, after: i64) -> Result<Answer, Denied> {
    let (words, desk) = (visit.words, &asked.desk);
    let (group, key, measure) = operations_figure(figure).map_err(|_| Denied::NotFound)?;
    let (from, to) = asked.dates()?;
    let service = asked.only.iter().find(|(name, _)| name == "service").map(|(_, key)| key.clone());
    let of = OperationsAsked { desk: desk.key.clone(), service: service.clone(), from, to };
    let which = (group, key.as_str(), measure);
    let found =
        visit.app.operations_cases(&visit.identity.principal, &of, which, (after, LIMIT), visit.now)?;
    let name = match group {
        "kind" => words.keyed("kind", &key),
        "priority" => {
            let level = desk.priorities.levels.iter().find(|level| level.key == key);
            let level = level.map_or(key.as_str(), |level| level.name.in_language(words.language()));
            format!("{} {level}", words.t("operations-priority"))
        }
        "cause" if key.is_empty() => words.t("operations-no-cause"),
        "cause" => {
            desk.cause(&key).map_or(key.as_str(), |own| own.name.in_language(words.language())).to_owned()
        }
        group => words.t(&format!("operations-{group}")),
    };
    let title = words
        .with("operations-cases", &[("sort", &name), ("figure", &words.t(&format!("operations-{measure}")))]);
    let service_name = service.as_deref().and_then(|key| desk.service(key)).map(|service| &service.name);
    let place = service_name.unwrap_or(&desk.name).in_language(words.language());
    let (first, until, count) = (from.to_string(), asked.until.to_string(), found.count.to_string());
    let values = [("count", count.as_str()), ("desk", place), ("from", &first), ("until", &until)];
    let only = service.map(|key| format!("&service={}", coded(&key))).unwrap_or_default();
    let query = format!("{}{only}", asked.query());
    Answer::ok(&CasesPage {
        said: words.with("volumes-cases-count", &values),
        back: asked.address(&query),
        caption: title.clone(),
        table: shown(&table(visit, asked, &found.items), |row, column| {
            let item = found.items.get(row).filter(|_| column == 0)?;
            Some(format!("/cases/{}", item.reference))
        }),
        next: found.next.map(|id| {
            format!("/reports/operations/cases?{query}&figure={group}:{}:{measure}&after={id}", coded(&key))
        }),
        frame: nav::frame(visit, title, Some("/reports/operations"))?,
    })
}

fn table(visit: &Visit, asked: &Asked, items: &[OperationsCase]) -> Table {
    let (words, desk) = (visit.words, &asked.desk);
    let keys = ["reference", "opened_at", "subject", "case_type", "phase", "resolved_at"];
    let local = |at| Cell::Minute(local_time(&desk.zone, at));
    let row = |item: &OperationsCase| {
        let case_type = item.case_type.as_deref().and_then(|key| desk.case_type(key));
        vec![
            Cell::Text(item.reference.to_string()),
            local(item.opened_at),
            Cell::Text(item.subject.clone()),
            Cell::text(case_type.map(|t| t.name.in_language(words.language()))),
            Cell::Text(words.keyed("state", item.phase)),
            item.resolved_at.map_or(Cell::Empty, local),
        ]
    };
    Table {
        titles: keys.iter().map(|key| words.t(&format!("volumes-case-{key}")).into()).collect(),
        rows: items.iter().map(row).collect(),
    }
}
