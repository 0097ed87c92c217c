//! The table of routes: the router and the OpenAPI document are both made from it, so that neither can forget one.

mod presented;

use crate::acts::{
    ActBody, Answer, Assign, BreachCause, Cancel, Classify, Close, Escalate, Message, Reopen, Resolve,
    Restore, Resume, Return, Take, Try, Wait,
};
use crate::open::Open;
use crate::read::{reference, ticket_answer};
use crate::statements::{Agree, Begin, Correct, Decline};
use crate::{body, calls, cases, effort, mail, objectives, period, read, rejudgements, reports, sign_in};
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LOCATION};
use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use app::{Answered, Asked};
use faces::{PERIOD_REPORTS, PeriodReport, Problem, Shell, blocking};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Parameters of the report on service levels.
const REPORT: &[&str] = &[
    "desk",
    "from",
    "to",
    "format",
    "part",
    "by",
    "trend",
    "agreement",
    "version",
    "target",
    "line",
    "queue",
    "organisation",
    "own",
    "service",
    "priority",
    "cause",
];

/// Parameters of the list behind a figure.
const CLOCKS: &[&str] = &[
    "desk",
    "from",
    "to",
    "figure",
    "agreement",
    "version",
    "target",
    "line",
    "queue",
    "organisation",
    "own",
    "service",
    "priority",
    "cause",
    "limit",
    "cursor",
];

/// Parameters of the objectives.
/// Parameters of the cases behind a figure.
const FIGURE: &[&str] = &["desk", "objective", "part", "from"];

/// Where the API lives.
const BASE: &str = "/api/v1";

/// One route.
pub struct Route {
    /// Method in capitals.
    pub method: &'static str,
    /// Path with parameters in braces.
    pub path: String,
    /// One line for the document.
    pub summary: &'static str,
    /// Status of success.
    pub status: u16,
    /// Query parameters.
    pub query: Vec<&'static str>,
    /// Schema of the body, with its name.
    pub body: Option<(String, RefOr<Schema>)>,
    /// Whether it needs a sign-in.
    pub signed_in: bool,
    register: fn(&mut ServiceConfig, &str),
}

/// Every route.
pub fn routes() -> Vec<Route> {
    let get = |path: &str, summary, query: &[&'static str], register| Route {
        method: "GET",
        path: format!("{BASE}{path}"),
        summary,
        status: 200,
        query: query.to_vec(),
        body: None,
        signed_in: true,
        register,
    };
    let list: &[&str] =
        &["desk", "queue", "line", "phase", "assignee", "kind", "q", "sort", "limit", "cursor"];
    let mut all = vec![
        Route {
            method: "POST",
            path: format!("{BASE}/sign-in"),
            summary: "Begin a session",
            status: 200,
            query: Vec::new(),
            body: Some(schema::<sign_in::SignIn>()),
            signed_in: false,
            register: |c, p| {
                c.route(p, web::post().to(sign_in::sign_in));
            },
        },
        Route {
            method: "POST",
            path: format!("{BASE}/sign-out"),
            summary: "End the session",
            status: 204,
            query: Vec::new(),
            body: None,
            signed_in: true,
            register: |c, p| {
                c.route(p, web::post().to(sign_in::sign_out));
            },
        },
        Route {
            method: "POST",
            path: format!("{BASE}/tickets"),
            summary: "Make a ticket",
            status: 201,
            query: Vec::new(),
            body: Some(schema::<Open>()),
            signed_in: true,
            register: |c, p| {
                c.route(p, web::post().to(open));
            },
        },
        get("/me", "Who is signed in", &[], |c, p| {
            c.route(p, web::get().to(read::me));
        }),
        get("/tickets", "List or search tickets", list, |c, p| {
            c.route(p, web::get().to(read::tickets));
        }),
        get("/tickets/{reference}", "One ticket", &[], |c, p| {
            c.route(p, web::get().to(read::ticket));
        }),
        get("/tickets/{reference}/events", "What happened to it", &["cursor"], |c, p| {
            c.route(p, web::get().to(read::events));
        }),
        get("/tickets/{reference}/explanation", "How every clock came to its figure", &[], |c, p| {
            c.route(p, web::get().to(read::explanation));
        }),
        get("/tickets/{reference}/messages", "What was written", &[], |c, p| {
            c.route(p, web::get().to(read::messages));
        }),
    ];
    all.push(get("/reports/sla", "Met and missed, and every breach", REPORT, |c, p| {
        c.route(p, web::get().to(reports::sla));
    }));
    all.push(get("/reports/objectives/cases", "The cases behind a figure", FIGURE, |c, p| {
        c.route(p, web::get().to(objectives::cases));
    }));
    all.extend(PERIOD_REPORTS.into_iter().map(period_route));
    all.extend(call_routes());
    all.push(get("/reports/sla/clocks", "The clocks behind a figure", CLOCKS, |c, p| {
        c.route(p, web::get().to(reports::clocks));
    }));
    all.push(get("/reports/volumes/cases", "The cases behind a figure", cases::VOLUMES, |c, p| {
        c.route(p, web::get().to(cases::volumes));
    }));
    all.push(get("/reports/staffing/cases", "The cases that came to a line", cases::STAFFING, |c, p| {
        c.route(p, web::get().to(cases::staffing));
    }));
    all.extend(mail_routes());
    all.extend(presented::routes());
    all.extend(effort_routes());
    all.extend(rejudgement_routes());
    all.extend([
        act::<Message>(),
        act::<Take>(),
        act::<Assign>(),
        act::<Classify>(),
        act::<Escalate>(),
        act::<Return>(),
        act::<Answer>(),
        act::<Wait>(),
        act::<Try>(),
        act::<Resume>(),
        act::<Restore>(),
        act::<Begin>(),
        act::<Correct>(),
        act::<Agree>(),
        act::<Decline>(),
        act::<Resolve>(),
        act::<Reopen>(),
        act::<Close>(),
        act::<Cancel>(),
        act::<BreachCause>(),
    ]);
    all
}

fn period_route(report: &'static dyn PeriodReport) -> Route {
    Route {
        method: "GET",
        path: format!("{BASE}/reports/{}", report.key()),
        summary: report.about(),
        status: 200,
        query: period::parameters(report),
        body: None,
        signed_in: true,
        register: |c, p| {
            c.route(p, web::get().to(period::report));
        },
    }
}

fn effort_routes() -> Vec<Route> {
    let route = |method, path: &str, summary, status, body, register| Route {
        method,
        path: format!("{BASE}{path}"),
        summary,
        status,
        query: if method == "GET" && path == "/efforts/months" { vec!["desk"] } else { Vec::new() },
        body,
        signed_in: true,
        register,
    };
    vec![
        route("GET", "/tickets/{reference}/effort", "The time put down on it", 200, None, |c, p| {
            c.route(p, web::get().to(effort::of_case));
        }),
        route(
            "POST",
            "/tickets/{reference}/effort",
            "Put time down on it",
            201,
            Some(schema::<effort::Put>()),
            |c, p| {
                c.route(p, web::post().to(effort::put));
            },
        ),
        route(
            "POST",
            "/tickets/{reference}/effort/start",
            "Start measuring time on it",
            200,
            Some(schema::<effort::Start>()),
            |c, p| {
                c.route(p, web::post().to(effort::start));
            },
        ),
        route(
            "POST",
            "/tickets/{reference}/effort/stop",
            "Stop measuring, and put the time down",
            201,
            Some(schema::<effort::Stop>()),
            |c, p| {
                c.route(p, web::post().to(effort::stop));
            },
        ),
        route(
            "POST",
            "/efforts/{id}/correct",
            "Put an entry right; both stay on record",
            200,
            Some(schema::<effort::Amend>()),
            |c, p| {
                c.route(p, web::post().to(effort::amend));
            },
        ),
        route("GET", "/efforts/months", "Which months are locked, and by whom", 200, None, |c, p| {
            c.route(p, web::get().to(effort::months));
        }),
        route(
            "POST",
            "/efforts/months",
            "Lock a month, or unlock it",
            200,
            Some(schema::<effort::Lock>()),
            |c, p| {
                c.route(p, web::post().to(effort::lock));
            },
        ),
    ]
}

fn call_routes() -> Vec<Route> {
    let route = |method, path: &str, summary, status, query: &[&'static str], body, register| Route {
        method,
        path: format!("{BASE}/calls{path}"),
        summary,
        status,
        query: query.to_vec(),
        body,
        signed_in: true,
        register,
    };
    let list: &[&str] = &["desk", "from", "to", "figure", "objective", "hour", "limit", "cursor"];
    vec![
        route(
            "POST",
            "",
            "Report a call, or more about one",
            201,
            &[],
            Some(schema::<calls::Call>()),
            |c, p| {
                c.route(p, web::post().to(calls::log));
            },
        ),
        route("GET", "", "Calls, newest first", 200, list, None, |c, p| {
            c.route(p, web::get().to(calls::list));
        }),
        route(
            "POST",
            "/{id}/outcome",
            "Say what a call came to",
            200,
            &[],
            Some(schema::<calls::Outcome>()),
            |c, p| {
                c.route(p, web::post().to(calls::outcome));
            },
        ),
    ]
}

fn rejudgement_routes() -> Vec<Route> {
    let route = |method, path: &str, summary, register| Route {
        method,
        path: format!("{BASE}/rejudgements{path}"),
        summary,
        status: 200,
        query: Vec::new(),
        body: None,
        signed_in: true,
        register,
    };
    let propose = "Propose to judge a past period again, and tell what it would change";
    let propose = route("POST", "", propose, |c, p| {
        c.route(p, web::post().to(rejudgements::propose));
    });
    let decline = route("POST", "/{id}/decline", "Decline it, or take one's own back", |c, p| {
        c.route(p, web::post().to(rejudgements::decline));
    });
    vec![
        Route { status: 201, body: Some(schema::<rejudgements::Rejudgement>()), ..propose },
        route("GET", "", "Periods judged again, newest first", |c, p| {
            c.route(p, web::get().to(rejudgements::list));
        }),
        route("GET", "/{id}", "One of them, with what it would change and has changed", |c, p| {
            c.route(p, web::get().to(rejudgements::one));
        }),
        route("POST", "/{id}/approve", "Approve what another person proposed", |c, p| {
            c.route(p, web::post().to(rejudgements::approve));
        }),
        Route { body: Some(schema::<rejudgements::Declined>()), ..decline },
    ]
}

fn mail_routes() -> Vec<Route> {
    let route = |method, path: &str, summary, status, query: &[&'static str], register| Route {
        method,
        path: format!("{BASE}/mail{path}"),
        summary,
        status,
        query: query.to_vec(),
        body: None,
        signed_in: true,
        register,
    };
    vec![
        route("POST", "", "Hand a mail in (message/rfc822)", 202, &["mailbox"], |c, p| {
            c.route(p, web::post().to(mail::take));
        }),
        route("GET", "/received", "What came", 200, &["state"], |c, p| {
            c.route(p, web::get().to(mail::received));
        }),
        route("GET", "/sent", "What goes and went", 200, &["state"], |c, p| {
            c.route(p, web::get().to(mail::sent));
        }),
        route(
            "POST",
            "/received/{id}/reprocess",
            "Process a mail again that was set aside",
            204,
            &[],
            |c, p| {
                c.route(p, web::post().to(mail::reprocess));
            },
        ),
        route("POST", "/sent/{id}/repeat", "Send a mail again that was given up", 204, &[], |c, p| {
            c.route(p, web::post().to(mail::repeat));
        }),
    ]
}

/// Registers every route.
pub fn configure(config: &mut ServiceConfig) {
    config.app_data(web::PayloadConfig::new(body::BODY_BYTES_MAX + 1));
    for route in routes() {
        (route.register)(config, &route.path);
    }
}

fn schema<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), <T as PartialSchema>::schema())
}

fn act<B: ActBody>() -> Route {
    Route {
        method: "POST",
        path: format!("{BASE}/tickets/{{reference}}/{}", B::PATH),
        summary: B::SUMMARY,
        status: B::STATUS,
        query: Vec::new(),
        body: Some(schema::<B>()),
        signed_in: true,
        register: |config, path| {
            config.route(path, web::post().to(carry_out::<B>));
        },
    }
}

async fn open(shell: Data<Shell>, request: HttpRequest, bytes: body::Sent) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let asked = body::read::<Open>(&request, &bytes)?;
        let (new, caller) = (asked.fields.asked()?, asked.caller);
        let (app, now) = (shell.app.clone(), shell.now());
        let answered = blocking(move || app.open(&identity.principal, &new, &caller, now)).await?;
        Ok(answer(201, answered))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

async fn carry_out<B: ActBody>(
    shell: Data<Shell>,
    request: HttpRequest,
    path: Path<String>,
    bytes: body::Sent,
) -> Result<HttpResponse, Problem> {
    let run = async {
        let identity = faces::bearer(&shell, &request).await?;
        let reference = reference(&path)?;
        let (app, now) = (shell.app.clone(), shell.now());
        // Not readable comes before malformed: nothing is learnt of a ticket one may not see.
        let (reader, principal, wanted) = (app.clone(), identity.principal.clone(), reference.clone());
        blocking(move || reader.readable(&principal, &wanted)).await?;
        let asked = body::read::<B>(&request, &bytes)?;
        let (version, caller) = (asked.version, asked.caller);
        let asked = Asked { reference, version, order: asked.fields.order()? };
        let answered = blocking(move || app.act(&identity.principal, &asked, &caller, now)).await?;
        Ok(answer(B::STATUS, answered))
    };
    run.await.map_err(|problem: Problem| problem.for_request(&request))
}

fn answer(status: u16, answered: Answered) -> HttpResponse {
    match answered {
        Answered::Done(view) => {
            let mut answer = ticket_answer(status, &view);
            if status == 201
                && let Ok(location) = format!("{BASE}/tickets/{}", view.reference).parse()
            {
                answer.headers_mut().insert(LOCATION, location);
            }
            answer
        }
        Answered::Again { status, body, etag } => {
            let status =
                u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or_default();
            let mut answer = HttpResponse::build(status);
            if let Some(etag) = etag {
                answer.insert_header((ETAG, format!("\"{etag}\"")));
            }
            answer.content_type("application/json").body(body)
        }
    }
}
