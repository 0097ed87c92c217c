//! What the header of a message or part says about its content. Knows one header at a time.

use crate::header::Fields;
use crate::parameters::{self, Parameters};
use crate::transfer::Transfer;

/// Content type and disposition of a part.
pub(crate) struct Head {
    /// `text/plain`, in lower case.
    pub(crate) content_type: String,
    /// Separator of a multipart.
    pub(crate) boundary: Option<String>,
    /// Name of the character set.
    pub(crate) charset: Option<String>,
    /// What a multipart/report reports.
    pub(crate) report_type: Option<String>,
    /// Name of the file, decoded.
    pub(crate) filename: Option<String>,
    /// Whether the sender says that it is an attachment.
    pub(crate) attached: bool,
    /// Content-ID without angle brackets.
    pub(crate) content_id: Option<String>,
    pub(crate) transfer: Transfer,
}

impl Head {
    /// Reads a header; `default` is the type of a part that names none.
    pub(crate) fn read(fields: &Fields<'_>, default: &str) -> Self {
        let content_type = fields.first("Content-Type").map(|value| parameters::read(&value));
        let disposition = fields.first("Content-Disposition").map(|value| parameters::read(&value));
        let named = match content_type.as_ref().map(|read| read.main.as_str()) {
            None => default.to_owned(),
            Some(main) if is_type(main) => main.to_owned(),
            // RFC 2045: a type that cannot be read is text.
            Some(_) => "text/plain".to_owned(),
        };
        let parameter =
            |name: &str| content_type.as_ref().and_then(|read| read.get(name)).map(|v| v.trim().to_owned());
        let boundary = parameter("boundary").filter(|b| named.starts_with("multipart/") && !b.is_empty());
        let filename = disposition.as_ref().and_then(|read| file_name(read, "filename"));
        Self {
            boundary,
            charset: parameter("charset"),
            report_type: parameter("report-type").map(|value| value.to_lowercase()),
            filename: filename.or_else(|| content_type.as_ref().and_then(|read| file_name(read, "name"))),
            attached: disposition.as_ref().is_some_and(|read| read.main == "attachment"),
            content_id: fields.first("Content-ID").map(|id| id.trim_matches(['<', '>', ' ']).to_owned()),
            transfer: fields
                .first("Content-Transfer-Encoding")
                .map_or(Transfer::Plain, |name| Transfer::named(&name)),
            content_type: named,
        }
    }

    /// The type of a part of this multipart that names none.
    pub(crate) fn default_inside(&self) -> &'static str {
        if self.content_type == "multipart/digest" { "message/rfc822" } else { "text/plain" }
    }
}

fn is_type(main: &str) -> bool {
    main.split_once('/').is_some_and(|(kind, subtype)| {
        let token = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
        token(kind) && token(subtype)
    })
}

fn file_name(read: &Parameters, name: &str) -> Option<String> {
    let decoded: String = read.get(name)?.chars().filter(|c| !c.is_control()).collect();
    let decoded = decoded.trim();
    (!decoded.is_empty()).then(|| decoded.to_owned())
}
