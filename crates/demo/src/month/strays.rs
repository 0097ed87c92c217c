//! Mail that becomes no case: automatic answers to nothing, delivery reports, now and then one without a sender.

use super::{Month, Next};
use app::intake::{Arrived, Source};
use app::{Denied, Moment};
use chrono::TimeDelta;
use rand::RngExt as _;

impl Month<'_> {
    /// Plans one on some of the days.
    pub(super) fn strays_of_day(&mut self, opens: Moment, length: i64) {
        if self.chance.random_ratio(1, 3) && self.comes() {
            let within = self.chance.random_range(0..length);
            let which = self.one_of(9);
            self.plan(opens + TimeDelta::seconds(within), which, Next::Stray);
        }
    }

    /// One comes in: of nine two are delivery reports, one has no sender, the others are automatic answers.
    pub(super) fn stray(&mut self, which: usize) -> Result<(), Denied> {
        let to = self.cast.mailboxes[which % self.cast.mailboxes.len()];
        let from = self.cast.askers[which % self.cast.askers.len()];
        let id: u64 = self.chance.random();
        let head = format!("To: {to}\r\nMessage-ID: <{id:x}@stray.example>\r\nMIME-Version: 1.0\r\n");
        let (sender, raw) = match which {
            0 => ("", format!("{head}Subject: \r\n\r\n")),
            1 | 2 => {
                let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b";
                let said = "--b\r\nContent-Type: text/plain\r\n\r\nUnknown recipient.\r\n--b--\r\n";
                let from = "From: mailer-daemon@stray.example\r\nSubject: Undelivered mail\r\n";
                ("", format!("{from}{head}{report}\r\n\r\n{said}"))
            }
            _ => {
                let away = "Auto-Submitted: auto-replied\r\nIn-Reply-To: <nyhetsbrev@stray.example>\r\n";
                let said =
                    "Content-Type: text/plain; charset=utf-8\r\n\r\nJag är ledig och åter på måndag.\r\n";
                (from, format!("From: {from}\r\nSubject: Autosvar\r\n{head}{away}{said}"))
            }
        };
        let arrived = Arrived {
            source: Source::Smtp,
            addresses: &[to.to_owned()],
            envelope_from: Some(sender),
            raw: raw.as_bytes(),
        };
        self.app.accept_mail(arrived, self.now)?;
        Ok(())
    }
}
