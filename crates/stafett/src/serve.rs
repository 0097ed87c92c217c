//! The server: web, passes, health, metrics, an orderly end.

use crate::clock::{SystemChance, WallClock};
use crate::command::{application, prepare_demo, say};
use crate::config::{Config, LogFormat};
use crate::demo;
use crate::exit::Exit;
use actix_web::dev::Service as _;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{App as Web, HttpResponse, HttpServer, web};
use app::App;
use app::pass::Passed;
use faces::{Clock, Shell};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long the passes rest when nothing is due: a mail or a deadline waits this long at most.
const PASS_REST: Duration = Duration::from_millis(250);
/// How long they rest after a fault.
const FAULT_REST: Duration = Duration::from_secs(5);

/// Runs until it is told to stop.
///
/// # Errors
/// Configuration, database, or an address that is taken.
pub fn run(config: &Config, demonstration: bool) -> Result<(), Exit> {
    start_logs(config)?;
    let bind: SocketAddr =
        config.http.bind.parse().map_err(|_| Exit::Config("http.bind is no address".into()))?;
    if demonstration && !bind.ip().is_loopback() {
        let what = format!(
            "--demo has people with known passwords and listens on a loopback address only, not {bind}"
        );
        return Err(Exit::Config(what));
    }
    let app = application(config)?;
    if demonstration {
        prepare_demo(&app)?;
    }
    let metrics =
        PrometheusBuilder::new().install_recorder().map_err(|e| Exit::Unavailable(e.to_string()))?;
    let shell = Shell { app: Arc::new(app), clock: Arc::new(WallClock), chance: Arc::new(SystemChance) };
    let system = actix_web::rt::System::new();
    system.block_on(serve(shell, bind, metrics, demonstration))
}

async fn serve(
    shell: Shell,
    bind: SocketAddr,
    metrics: PrometheusHandle,
    demonstration: bool,
) -> Result<(), Exit> {
    let passes = tokio::spawn(passes(shell.clone()));
    let data = Data::new(shell);
    let factory = move || {
        Web::new()
            .app_data(data.clone())
            .app_data(Data::new(metrics.clone()))
            .wrap_fn(|request, next| {
                let answered = next.call(request);
                async move {
                    let answer = answered.await?;
                    let status = answer.status().as_u16().to_string();
                    metrics::counter!("stafett_http_requests_total", "status" => status).increment(1);
                    Ok(answer)
                }
            })
            .configure(api::configure)
            .configure(console::configure)
            .route("/api/openapi.json", web::get().to(|| async { HttpResponse::Ok().json(api::document()) }))
            .route("/healthz", web::get().to(|| async { HttpResponse::Ok().body("ok") }))
            .route("/readyz", web::get().to(ready))
            .route("/metrics", web::get().to(metrics_page))
    };
    let unavailable = |e: std::io::Error| Exit::Unavailable(format!("{bind}: {e}"));
    let server = HttpServer::new(factory).bind(bind).map_err(unavailable)?;
    for address in server.addrs() {
        say(&format!(
            "Stafett listens on http://{address}/ (REST under /api/v1, document at /api/openapi.json)"
        ))?;
    }
    if demonstration {
        demo::announce()?;
    }
    let ended = server.run().await.map_err(unavailable);
    passes.abort();
    ended
}

/// The loop over passes: at once again while there is work, else after a rest.
async fn passes(shell: Shell) {
    loop {
        let (app, now) = (shell.app.clone(), Clock::now(&*shell.clock));
        let rest = match tokio::task::spawn_blocking(move || all_passes(&app, now)).await {
            Ok(Ok(Passed::Did(_))) => continue,
            Ok(Ok(Passed::Idle)) => PASS_REST,
            Ok(Err(denied)) => {
                tracing::error!(%denied, "a pass failed; it tries again");
                FAULT_REST
            }
            Err(panic) => {
                tracing::error!(%panic, "a pass panicked; it tries again");
                metrics::counter!("stafett_panics_total").increment(1);
                FAULT_REST
            }
        };
        tokio::time::sleep(rest).await;
    }
}

fn all_passes(app: &App, now: app::Moment) -> Result<Passed, app::Denied> {
    let clocks = app.clock_pass(now)?;
    let tidied = app.tidy_pass(now)?;
    Ok(if clocks == Passed::Idle { tidied } else { clocks })
}

async fn ready(shell: Data<Shell>) -> HttpResponse {
    let app = shell.app.clone();
    let reached = web::block(move || app.store.read::<_, store::Fault>(store::user::user_any)).await;
    match reached {
        Ok(Ok(_)) => HttpResponse::Ok().body("ready"),
        _ => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE).body("the database cannot be reached"),
    }
}

async fn metrics_page(handle: Data<PrometheusHandle>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render())
}

fn start_logs(config: &Config) -> Result<(), Exit> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log.level)
        .map_err(|e| Exit::Config(format!("log.level: {e}")))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log.format {
        LogFormat::Human => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    started.map_err(|e| Exit::Unavailable(e.to_string()))
}
