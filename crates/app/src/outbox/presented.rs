//! The mail about a presented report: to who approves it, or back to who presented it. Worded when it is sent.

use super::words;
use crate::presented::{PresentedView, State};
use crate::{App, Letter, Moment};
use desk::Desk;
use locale::{Language, text, text_with};
use mail::{AutoSubmitted, EmailAddress, Mailbox, Outgoing};
use std::collections::BTreeMap;
use store::outbox::{Outbox, Recipient};

impl App {
    pub(super) fn presented_mail(
        &self,
        mail: &Outbox,
        letter: &Letter,
        recipients: &[Recipient],
    ) -> Result<Outgoing, String> {
        let fact = |key: &str| letter.facts.get(key).map(String::as_str).unwrap_or_default();
        let desk = self.desk(fact("desk")).ok_or("the desk is gone")?;
        let id: i64 = fact("report").parse().map_err(|e| format!("report: {e}"))?;
        let view = self.presented_view(id).map_err(|e| e.to_string())?.ok_or("the report is gone")?;
        let language = Language::parse(&letter.language).unwrap_or(Language::Sv);
        let address = |text: &str| EmailAddress::parse(text).map_err(|e| format!("{text}: {e}"));
        let unnamed = |text: &str| Ok(Mailbox { name: String::new(), address: address(text)? });
        let (subject, text) = self.presented_words(&desk, &view, fact("what"), language);
        Ok(Outgoing {
            message_id: mail.message_id.clone(),
            from: Mailbox {
                name: desk.name.in_language(language.key()).to_owned(),
                address: address(&desk.mail_from)?,
            },
            to: recipients.iter().map(|r| unnamed(&r.address)).collect::<Result<_, String>>()?,
            cc: Vec::new(),
            reply_to: None,
            subject,
            in_reply_to: None,
            references: Vec::new(),
            html: Some(words::html(&text)),
            text,
            auto_submitted: AutoSubmitted::Generated,
            date: Moment::from_timestamp_micros(mail.created_at).unwrap_or_default(),
            language: ::text::Language::parse(language.key()),
            enclosures: Vec::new(),
            extra: Vec::new(),
        })
    }

    fn presented_words(
        &self,
        desk: &Desk,
        view: &PresentedView,
        what: &str,
        language: Language,
    ) -> (String, String) {
        let key = language.key();
        let service = view.service.as_deref().and_then(|key| desk.service(key)).map(|s| &s.name);
        let arguments = BTreeMap::from([
            ("report".to_owned(), text(language, &format!("presented-kind-{}", view.kind))),
            ("desk".to_owned(), desk.name.in_language(key).to_owned()),
            ("service".to_owned(), service.unwrap_or(&desk.name).in_language(key).to_owned()),
            ("from".to_owned(), view.from.to_string()),
            ("until".to_owned(), view.to.pred_opt().unwrap_or(view.to).to_string()),
            ("revision".to_owned(), view.revision.to_string()),
            ("answered".to_owned(), view.answered().to_string()),
            ("asked".to_owned(), view.receivers.len().to_string()),
        ]);
        let said = match what {
            "presented" => Some(view.comment.clone()),
            "answered" => None,
            _ => view.reason.clone(),
        };
        let several = (view.receivers.len() > 1).then(|| {
            let lines = view.receivers.iter().map(|one| one.in_words(&desk.zone, language));
            lines.collect::<Vec<_>>().join("\n")
        });
        let link =
            format!("{}/reports/presented/{}", self.settings.public_url.trim_end_matches('/'), view.id);
        let asks = (what == "presented" && view.state == State::Presented)
            .then(|| text(language, "letter-presented-asks"));
        let body: Vec<String> = [
            Some(text_with(language, &format!("letter-{what}"), &arguments)),
            said,
            several,
            asks,
            Some(link),
        ]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
        (text_with(language, &format!("letter-{what}-subject"), &arguments), body.join("\n\n"))
    }
}
