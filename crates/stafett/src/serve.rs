//! The server: web, passes, health, metrics, an orderly end.

use crate::clock::{SystemChance, WallClock};
use crate::command::{new_application, say};
use crate::config::{Config, LogFormat};
use crate::demo_clock::{DemoClock, is_demonstration};
use crate::exit::Exit;
use crate::{demo, passes};
use actix_web::dev::Service as _;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{App as Web, HttpResponse, HttpServer, web};
use faces::{Clock, MovableClock, Shell};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use post::Carrier;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A demonstration's session: ten years.
const DEMO_SESSION_SECONDS: i64 = 315_360_000;

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
    let listener = config.smtp.bind.parse::<SocketAddr>();
    if demonstration && listener.is_ok_and(|listener| !listener.ip().is_loopback()) {
        let what = format!("--demo takes mail on a loopback address only, not {}", config.smtp.bind);
        return Err(Exit::Config(what));
    }
    let mut app = new_application(config)?;
    if demonstration {
        // Whoever moves the clock days ahead stays signed in.
        app.settings.session_seconds = DEMO_SESSION_SECONDS;
        app.settings.public_url = format!("http://{bind}");
    }
    let app = Arc::new(app);
    let demo = if demonstration {
        demo::prepare(&app, demo::moment(&app)?)?;
        Some(Arc::new(DemoClock::of(&app)?))
    } else if is_demonstration(&app)? {
        let what = "this database is a demonstration's, with known passwords; serve it with --demo";
        return Err(Exit::Config(what.into()));
    } else {
        None
    };
    let metrics =
        PrometheusBuilder::new().install_recorder().map_err(|e| Exit::Unavailable(e.to_string()))?;
    let clock: Arc<dyn Clock> = match &demo {
        Some(demo) => demo.clone(),
        None => Arc::new(WallClock),
    };
    let movable = demo.clone().map(|demo| demo as Arc<dyn MovableClock>);
    let house = House {
        shell: Shell { app, clock, chance: Arc::new(SystemChance), movable },
        bind,
        smtp: Smtp {
            bind: config.smtp.bind.clone(),
            sessions: usize::try_from(config.smtp.sessions).unwrap_or(usize::MAX),
        },
        // A demonstration keeps what it sends: nothing leaves the machine.
        carrier: if demonstration { Carrier::Kept } else { config.carrier()? },
        metrics,
        demo,
    };
    actix_web::rt::System::new().block_on(serve(house))
}

/// Everything a server is made of.
struct House {
    shell: Shell,
    bind: SocketAddr,
    smtp: Smtp,
    carrier: Carrier,
    metrics: PrometheusHandle,
    demo: Option<Arc<DemoClock>>,
}

/// The mail listener's settings.
struct Smtp {
    bind: String,
    sessions: usize,
}

async fn serve(house: House) -> Result<(), Exit> {
    let House { shell, bind, smtp, carrier, metrics, demo } = house;
    let demonstration = demo.is_some();
    let data = Data::new(shell.clone());
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
    let (stop, stopped) = watch::channel(false);
    let mail = if smtp.bind.is_empty() { None } else { Some(listen(&shell, &smtp, stopped).await?) };
    for address in server.addrs() {
        say(&format!(
            "Stafett listens on http://{address}/ (REST under /api/v1, document at /api/openapi.json)"
        ))?;
    }
    if let Some((address, _)) = &mail {
        say(&format!("Mail is taken by SMTP on {address}"))?;
    }
    if let Some(address) = server.addrs().first().filter(|_| demonstration) {
        demo::announce(&format!("http://{address}/"))?;
    }
    let loops = passes::start(&shell, carrier, demo);
    let ended = server.run().await.map_err(unavailable);
    stop.send_replace(true);
    if let Some((_, serving)) = mail {
        serving.await.map_err(|e| Exit::Unavailable(e.to_string()))?;
    }
    drop(loops);
    ended
}

/// The mail listener; it ends, with mails in transfer finished, after `stop` was told.
async fn listen(
    shell: &Shell,
    smtp: &Smtp,
    stop: watch::Receiver<bool>,
) -> Result<(SocketAddr, JoinHandle<()>), Exit> {
    let unavailable = |e: std::io::Error| Exit::Unavailable(format!("{}: {e}", smtp.bind));
    let listener = tokio::net::TcpListener::bind(smtp.bind.as_str()).await.map_err(unavailable)?;
    let address = listener.local_addr().map_err(unavailable)?;
    let limits = post::Limits {
        message_bytes_max: shell.app.settings.mail_bytes_max,
        sessions_max: smtp.sessions,
        ..post::Limits::default()
    };
    let room = Arc::new(post::IntakeRoom::new(shell.clone()));
    let name = shell.app.settings.mail_domain.clone();
    let mut stop = stop;
    let stopped = async move {
        if stop.wait_for(|stop| *stop).await.is_err() {
            tracing::debug!("the server is gone");
        }
    };
    let serving = tokio::spawn(async move {
        if let Err(fault) = post::serve(listener, name, limits, room, stopped).await {
            tracing::error!(%fault, "the mail listener ended");
        }
    });
    Ok((address, serving))
}

async fn ready(shell: Data<Shell>) -> HttpResponse {
    let app = shell.app.clone();
    let reached = web::block(move || app.store.read::<_, store::Fault>(store::user::user_any)).await;
    match reached {
        Ok(Ok(_)) => HttpResponse::Ok().body("ready"),
        _ => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE).body("the database cannot be reached"),
    }
}

async fn metrics_page(handle: Data<PrometheusHandle>, shell: Data<Shell>) -> HttpResponse {
    let app = shell.app.clone();
    // Without the database the counters still answer; readyz says that it is gone.
    if let Ok(Ok(mail)) = web::block(move || app.mail_counts()).await {
        for (name, count) in mail {
            metrics::gauge!(name).set(f64::from(i32::try_from(count).unwrap_or(i32::MAX)));
        }
    }
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
