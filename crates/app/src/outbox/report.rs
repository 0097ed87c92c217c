//! A scheduled report as a mail: counted when it is sent, over what its receiver may read then.

use super::words;
use crate::{App, Letter, Moment};
use chrono::NaiveDate;
use desk::{Desk, Principal, Schedule};
use locale::{Language, text, text_with};
use mail::{AutoSubmitted, EmailAddress, Enclosure, Mailbox, Outgoing};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::outbox::{Outbox, Recipient};

/// A report to be written for somebody.
pub struct Wanted {
    /// Whose.
    pub desk: Arc<Desk>,
    /// Which, in which form.
    pub schedule: Schedule,
    /// Local dates, `to` exclusive.
    pub period: (NaiveDate, NaiveDate),
    /// Over what this person may read.
    pub reader: Principal,
    /// In which language.
    pub language: Language,
    /// As of when.
    pub now: Moment,
}

/// A written report: the file, and its main figures as lines.
pub struct Written {
    /// Name of the file.
    pub filename: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub content: Vec<u8>,
    /// A line each.
    pub summary: Vec<String>,
}

/// Whoever writes reports: figures are the application's, tables and files a face's.
pub trait ReportWriter {
    /// Writes a report.
    ///
    /// # Errors
    /// Why not, in words for an administrator.
    fn write(&self, app: &App, wanted: &Wanted) -> Result<Written, String>;
}

impl App {
    pub(super) fn report_mail(
        &self,
        mail: &Outbox,
        letter: &Letter,
        recipients: &[Recipient],
        writer: &dyn ReportWriter,
        now: Moment,
    ) -> Result<Outgoing, String> {
        let wanted = self.wanted(letter, now)?;
        let written = writer.write(self, &wanted)?;
        let address = |text: &str| EmailAddress::parse(text).map_err(|e| format!("{text}: {e}"));
        let unnamed = |text: &str| Ok(Mailbox { name: String::new(), address: address(text)? });
        let (subject, text) = self.report_words(&wanted, &written);
        Ok(Outgoing {
            message_id: mail.message_id.clone(),
            from: Mailbox {
                name: wanted.desk.name.in_language(wanted.language.key()).to_owned(),
                address: address(&wanted.desk.mail_from)?,
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
            language: ::text::Language::parse(wanted.language.key()),
            enclosures: vec![Enclosure {
                filename: written.filename,
                content_type: written.content_type.to_owned(),
                content: written.content,
            }],
            extra: Vec::new(),
        })
    }

    fn wanted(&self, letter: &Letter, now: Moment) -> Result<Wanted, String> {
        let fact = |key: &str| letter.facts.get(key).map(String::as_str).unwrap_or_default();
        let date = |key: &str| fact(key).parse::<NaiveDate>().map_err(|e| format!("{key}: {e}"));
        let desk = self.desk(fact("desk")).ok_or("the desk is gone")?;
        let schedule = desk.schedules.iter().find(|s| s.key == fact("schedule")).cloned();
        let user = fact("user").parse::<i64>().map_err(|e| e.to_string())?;
        let reader = self.principal_of(user).map_err(|e| e.to_string())?;
        Ok(Wanted {
            schedule: schedule.ok_or("the schedule is gone")?,
            period: (date("from")?, date("to")?),
            reader: reader.ok_or("the receiver may no longer sign in")?,
            language: Language::parse(&letter.language).unwrap_or(Language::Sv),
            desk,
            now,
        })
    }

    fn report_words(&self, wanted: &Wanted, written: &Written) -> (String, String) {
        let (language, key) = (wanted.language, wanted.language.key());
        let (from, to) = wanted.period;
        let last = to.pred_opt().unwrap_or(to);
        let arguments = BTreeMap::from([
            ("name".to_owned(), wanted.schedule.name.in_language(key).to_owned()),
            ("desk".to_owned(), wanted.desk.name.in_language(key).to_owned()),
            ("from".to_owned(), from.to_string()),
            ("to".to_owned(), last.to_string()),
        ]);
        let service = wanted.schedule.service.as_ref().map(|key| format!("&service={key}"));
        let link = format!(
            "{}/reports/{}?desk={}&from={from}&until={last}{}",
            self.settings.public_url.trim_end_matches('/'),
            wanted.schedule.report.as_str(),
            wanted.desk.key,
            service.unwrap_or_default(),
        );
        let body = [
            text_with(language, "letter-report", &arguments),
            written.summary.join("\n"),
            format!("{}\n{link}", text(language, "letter-report-link")),
        ];
        (text_with(language, "letter-report-subject", &arguments), body.join("\n\n"))
    }
}
