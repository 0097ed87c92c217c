//! The agents' console: pages in, forms out. Server-rendered; works without script. No rule of the desk stands here:
//! it asks the use cases and words what they say.
//!
//! A new page is a template that extends `frame.html`, a function `fn(&Visit) -> Result<Answer, Denied>` and one
//! line in [`configure`]: `visit::get` gives it the signed-in person, `nav::frame` the frame around it.

#![forbid(unsafe_code)]

mod answer;
mod assets;
mod calls;
mod case;
mod cases;
mod demo;
mod effort;
mod field;
mod form;
mod list;
mod log;
mod names;
mod nav;
mod notice;
mod objectives;
mod office;
mod operations;
mod period;
mod present;
mod presented;
mod rejudge;
mod report;
mod sign_in;
mod visit;
mod words;

use actix_web::web::{self, ServiceConfig};

/// Largest form.
pub(crate) const FORM_BYTES_MAX: usize = 1024 * 1024;

/// Every page a signed-in person can open by a link, for the walk that tests make; `{reference}` and `{desk}` stand
/// for themselves.
pub const PAGES: &[&str] = &[
    "/lists/mine",
    "/lists/{desk}/unassigned",
    "/lists/{desk}/open",
    "/lists/{desk}/solved",
    "/search?q=risk",
    "/cases/new",
    "/cases/new?desk={desk}&paper=1",
    "/cases/{reference}",
    "/calls?desk={desk}",
    "/calls/new?desk={desk}",
    "/cases/{reference}/explanation",
    "/reports/sla?desk={desk}",
    "/reports/objectives?desk={desk}",
    "/reports/effort?desk={desk}",
    "/reports/sla?desk={desk}&by=organisation&trend=week",
    "/reports/sla/clocks?desk={desk}&figure=started",
    "/reports/volumes?desk={desk}",
    "/reports/volumes/cases?desk={desk}&figure=whole:open",
    "/reports/staffing?desk={desk}",
    "/reports/telephone?desk={desk}",
    "/reports/mails?desk={desk}",
    "/reports/mails?desk={desk}&figure=received",
    "/reports/waiting?desk={desk}",
    "/reports/operations?desk={desk}",
    "/reports/operations/cases?desk={desk}&figure=whole::open",
    "/reports/board?desk={desk}",
    "/reports/presented",
    "/rejudgements?desk={desk}",
    "/office/sent",
    "/office/received",
    "/office/undone",
];

/// Registers every route.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::PayloadConfig::new(FORM_BYTES_MAX + 1))
        .route("/", web::get().to(list::home))
        .route("/sign-in", web::get().to(sign_in::page))
        .route("/sign-in", web::post().to(sign_in::sign_in))
        .route("/sign-out", web::post().to(sign_in::sign_out))
        .route("/lists/mine", web::get().to(list::mine))
        .route("/lists/{desk}/{view}", web::get().to(list::of_desk))
        .route("/search", web::get().to(list::search))
        .route("/cases/new", web::get().to(log::page))
        .route("/cases/new", web::post().to(log::log))
        .route("/cases/{reference}", web::get().to(case::page))
        .route("/cases/{reference}/explanation", web::get().to(case::explanation))
        .route("/cases/{reference}/explanation.json", web::get().to(case::explanation_file))
        .route("/cases/{reference}/{act}", web::post().to(case::act))
        .route("/calls", web::get().to(calls::list))
        .route("/calls/new", web::get().to(calls::page))
        .route("/calls/new", web::post().to(calls::log))
        .route("/cases/{reference}/effort/{way}", web::post().to(case::effort::act))
        .route("/reports/effort/month", web::post().to(effort::lock))
        .route("/reports/sla", web::get().to(report::sla))
        .route("/reports/sla/clocks", web::get().to(report::clocks))
        .route("/reports/sla/cause", web::post().to(report::cause))
        .route("/reports/sla.{form}", web::get().to(report::file))
        .route("/reports/volumes/cases", web::get().to(cases::volumes))
        .route("/reports/staffing/cases", web::get().to(cases::staffing))
        .route("/reports/objectives/cases", web::get().to(objectives::cases))
        .route("/reports/operations/cases", web::get().to(operations::cases))
        .route("/reports/presented", web::get().to(presented::list))
        .route("/reports/presented", web::post().to(present::present))
        .route("/reports/presented/{id}", web::get().to(presented::page))
        .route("/reports/presented/{id}", web::post().to(presented::decide))
        .route("/reports/presented/{id}/file.{form}", web::get().to(presented::file))
        .route("/reports/{report}.{form}", web::get().to(period::file))
        .route("/reports/{report}", web::get().to(period::page))
        .route("/rejudgements", web::get().to(rejudge::list))
        .route("/rejudgements", web::post().to(rejudge::propose))
        .route("/rejudgements/{id}", web::get().to(rejudge::one))
        .route("/rejudgements/{id}/{way}", web::post().to(rejudge::decide))
        .route("/office/sent", web::get().to(office::sent))
        .route("/office/sent/{id}", web::get().to(office::sent_mail))
        .route("/office/sent/{id}/repeat", web::post().to(office::repeat))
        .route("/office/received", web::get().to(office::received))
        .route("/office/received/{id}", web::get().to(office::received_mail))
        .route("/office/received/{id}/reprocess", web::post().to(office::reprocess))
        .route("/office/undone", web::get().to(office::undone))
        .route("/demo/advance", web::post().to(demo::advance))
        .route("/static/{file}", web::get().to(assets::file_by_name))
        .default_service(web::to(notice::lost));
}
