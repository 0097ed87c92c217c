//! The routes of presented reports.

use super::{BASE, Route, schema};
use crate::presented;
use actix_web::web;

/// Every one of them.
pub(super) fn routes() -> Vec<Route> {
    let route = |method, path: &str, summary, status, query: &[&'static str], body, register| Route {
        method,
        path: format!("{BASE}/reports{path}"),
        summary,
        status,
        query: query.to_vec(),
        body,
        signed_in: true,
        register,
    };
    let body = Some(schema::<presented::Present>());
    vec![
        route("POST", "/presented", "Present a report: it is frozen", 201, &[], body, |c, p| {
            c.route(p, web::post().to(presented::present));
        }),
        route("GET", "/presented", "Presented reports, newest first", 200, presented::LIST, None, |c, p| {
            c.route(p, web::get().to(presented::list));
        }),
        route(
            "GET",
            "/presented/{id}",
            "A report as it was presented, and what is counted otherwise now",
            200,
            presented::ONE,
            None,
            |c, p| {
                c.route(p, web::get().to(presented::one));
            },
        ),
        route(
            "POST",
            "/presented/{id}/approve",
            "Approve a presented report",
            200,
            &[],
            Some(schema::<presented::Approve>()),
            |c, p| {
                c.route(p, web::post().to(presented::approve));
            },
        ),
        route(
            "POST",
            "/presented/{id}/reject",
            "Reject a presented report, with the reason",
            200,
            &[],
            Some(schema::<presented::Reject>()),
            |c, p| {
                c.route(p, web::post().to(presented::reject));
            },
        ),
        route(
            "GET",
            "/operations/cases",
            "The cases behind a figure of the operations report",
            200,
            presented::CASES,
            None,
            |c, p| {
                c.route(p, web::get().to(presented::cases));
            },
        ),
    ]
}
