//! Query parameters of `GET /tickets`, and cursors.

use app::Denied;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::ticket::{Filter, Sort};
use ticket::{Kind, Phase};

/// Largest page.
pub(crate) const LIMIT_MAX: i64 = 200;
/// Page where none is asked for.
pub(crate) const LIMIT: i64 = 50;

/// A list that is asked for.
pub(crate) struct Asked {
    pub filter: Filter,
    pub words: Option<String>,
    pub assignee: Option<String>,
}

/// Reads the query; unknown parameters are refused by name.
pub(crate) fn read(query: &[(String, String)]) -> Result<Asked, Denied> {
    let mut asked =
        Asked { filter: Filter { limit: LIMIT, ..Filter::default() }, words: None, assignee: None };
    for (name, value) in query {
        let filter = &mut asked.filter;
        match name.as_str() {
            "desk" => filter.desk = Some(value.clone()),
            "queue" => filter.queues.push(value.clone()),
            "line" => filter.line = Some(value.clone()),
            "phase" => {
                let all = Phase::ALL.iter().map(|p| p.as_str());
                filter.phase = Some(Phase::parse(value).ok_or_else(|| Denied::unknown("phase", all))?);
            }
            "kind" => {
                let all = Kind::ALL.iter().map(|p| p.as_str());
                filter.kind = Some(Kind::parse(value).ok_or_else(|| Denied::unknown("kind", all))?);
            }
            "assignee" => asked.assignee = Some(value.clone()),
            "q" => asked.words = Some(value.chars().take(200).collect()),
            "sort" => {
                let (falling, key) =
                    value.strip_prefix('-').map_or((false, value.as_str()), |key| (true, key));
                filter.falling = falling;
                filter.sort = sort(key)?;
            }
            "limit" => {
                let limit = value.parse().ok().filter(|l| (1..=LIMIT_MAX).contains(l));
                filter.limit = limit.ok_or_else(|| Denied::malformed("limit", "out_of_range"))?;
            }
            "cursor" => {
                let mark = mark(value).ok_or_else(|| Denied::malformed("cursor", "malformed"))?;
                filter.after = Some(mark);
            }
            other => {
                return Err(Denied::Malformed {
                    field: other.to_owned(),
                    why: "unknown_field",
                    allowed: Vec::new(),
                });
            }
        }
    }
    Ok(asked)
}

fn sort(key: &str) -> Result<Sort, Denied> {
    match key {
        "due" => Ok(Sort::Due),
        "priority" => Ok(Sort::Priority),
        "created" => Ok(Sort::Created),
        "updated" => Ok(Sort::Updated),
        _ => Err(Denied::unknown("sort", ["due", "priority", "created", "updated"])),
    }
}

/// A cursor of a page mark.
pub(crate) fn cursor((value, id): (i64, i64)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{value}.{id}"))
}

/// The page mark of a cursor.
pub(crate) fn mark(cursor: &str) -> Option<(i64, i64)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (value, id) = text.split_once('.')?;
    Some((value.parse().ok()?, id.parse().ok()?))
}
