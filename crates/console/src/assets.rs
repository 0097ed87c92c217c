//! The style sheet, the script and the icon, compiled in, under names that hold their hash, so that browsers may keep them.

use crate::answer::SAFETY;
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// One file.
struct File {
    /// Name in the address, with the hash.
    name: String,
    kind: &'static str,
    content: &'static str,
}

static STYLE: LazyLock<File> =
    LazyLock::new(|| file("console", "css", "text/css", include_str!("../static/console.css")));
static SCRIPT: LazyLock<File> =
    LazyLock::new(|| file("console", "js", "text/javascript", include_str!("../static/console.js")));
static ICON: LazyLock<File> =
    LazyLock::new(|| file("icon", "svg", "image/svg+xml", include_str!("../static/icon.svg")));

fn file(stem: &str, ending: &str, kind: &'static str, content: &'static str) -> File {
    let hash: String = Sha256::digest(content).iter().take(8).map(|b| format!("{b:02x}")).collect();
    File { name: format!("{stem}-{hash}.{ending}"), kind, content }
}

/// Address of the style sheet.
pub(crate) fn style() -> String {
    format!("/static/{}", STYLE.name)
}

/// Address of the script.
pub(crate) fn script() -> String {
    format!("/static/{}", SCRIPT.name)
}

/// Address of the icon.
pub(crate) fn icon() -> String {
    format!("/static/{}", ICON.name)
}

/// `GET /static/{file}`.
pub(crate) async fn file_by_name(name: web::Path<String>) -> HttpResponse {
    let Some(file) = [&*STYLE, &*SCRIPT, &*ICON].into_iter().find(|f| f.name == *name) else {
        return HttpResponse::NotFound().finish();
    };
    let mut answer = HttpResponse::Ok();
    for header in SAFETY {
        answer.insert_header(header);
    }
    answer
        .insert_header(("cache-control", "public, max-age=31536000, immutable"))
        .content_type(format!("{}; charset=utf-8", file.kind))
        .body(file.content)
}
