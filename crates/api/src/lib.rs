//! REST under `/api/v1`: bodies to orders, answers to JSON. One table of routes makes both the router and the
//! OpenAPI document. No rule of the desk stands here.

mod acts;
mod body;
mod calls;
mod cases;
mod document;
mod effort;
mod list;
mod mail;
mod objectives;
mod open;
mod period;
mod presented;
mod read;
mod rejudgements;
mod reports;
mod routes;
mod sign_in;
mod statements;

pub use document::document;
pub use routes::{Route, configure, routes};
