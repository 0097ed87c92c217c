//! The OpenAPI document, made from the table of routes.

use crate::routes::{Route, routes};
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, Ref, Required};

/// The document.
pub fn document() -> OpenApi {
    let mut paths = PathsBuilder::new();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let mut components = ComponentsBuilder::new().security_scheme("bearer", bearer);
    for route in routes() {
        let method = if route.method == "GET" { HttpMethod::Get } else { HttpMethod::Post };
        paths = paths.path(route.path.clone(), PathItem::new(method, operation(&route)));
        if let Some((name, schema)) = route.body {
            components = components.schema(name, schema);
        }
    }
    let info = InfoBuilder::new()
        .title("Stafett")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Service desk for support in several lines. Errors are application/problem+json."));
    OpenApiBuilder::new().info(info.build()).paths(paths.build()).components(Some(components.build())).build()
}

fn operation(route: &Route) -> utoipa::openapi::path::Operation {
    let text = || ObjectBuilder::new().schema_type(Type::String).build();
    let id: String =
        format!("{}{}", route.method.to_lowercase(), route.path.replace(['/', '{', '}', '-'], "_"));
    let mut operation = OperationBuilder::new().operation_id(Some(id)).summary(Some(route.summary));
    if route.path.contains("{reference}") {
        let reference = ParameterBuilder::new().name("reference").parameter_in(ParameterIn::Path);
        operation = operation.parameter(reference.required(Required::True).schema(Some(text())).build());
    }
    if route.path.contains("{id}") {
        let id = ParameterBuilder::new().name("id").parameter_in(ParameterIn::Path);
        operation = operation.parameter(id.required(Required::True).schema(Some(text())).build());
    }
    for name in &route.query {
        let parameter = ParameterBuilder::new().name(*name).parameter_in(ParameterIn::Query);
        operation = operation.parameter(parameter.required(Required::False).schema(Some(text())).build());
    }
    if let Some((name, _)) = &route.body {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).build();
        let body =
            RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
        for (name, why) in
            [("If-Match", "The version the act was decided on"), ("Idempotency-Key", "Makes repeating safe")]
        {
            let header = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header);
            let header = header.required(Required::False).description(Some(why)).schema(Some(text()));
            operation = operation.parameter(header.build());
        }
    }
    if route.path.ends_with("/mail") {
        let content = ContentBuilder::new().schema(Some(text())).build();
        let body = RequestBodyBuilder::new().content("message/rfc822", content);
        operation = operation.request_body(Some(body.required(Some(Required::True)).build()));
    }
    operation =
        operation.response(route.status.to_string(), ResponseBuilder::new().description("Done").build());
    for (status, why) in refusals(route) {
        operation = operation.response(status.to_string(), ResponseBuilder::new().description(why).build());
    }
    if route.signed_in {
        operation = operation.security(SecurityRequirement::new::<_, [&str; 0], &str>("bearer", []));
    }
    operation.build()
}

/// What a route may refuse with.
fn refusals(route: &Route) -> Vec<(u16, &'static str)> {
    let mut all =
        vec![(400, "Malformed, by field"), (401, "Not signed in"), (503, "Temporarily not possible")];
    if route.path.contains("{reference}") {
        all.push((404, "Not found, or not readable"));
    }
    if route.path.contains("/rejudgements") {
        all.extend([(403, "Not permitted"), (404, "Not found, or not readable")]);
        all.extend((route.method == "POST").then_some((422, "Refused by a rule")));
    }
    if route.method == "POST" && route.path.contains("{reference}") {
        all.extend([
            (403, "Not permitted"),
            (409, "Stale"),
            (422, "Refused by a rule, with what is missing and what would make it possible"),
            (428, "The version is missing"),
        ]);
    }
    all
}
