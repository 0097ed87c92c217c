//! The next thing somebody does with a case, judged from the case as it stands.

use super::matters::{Matter, Way};
use super::{Month, Next};
use app::effort::{Spent, What};
use app::intake::{Arrived, Source};
use app::read::TicketView;
use app::{Answered, Asked, Caller, Denied, Facts, New, Order, Who};
use chrono::TimeDelta;
use desk::{Principal, System};
use escalation::Wish;
use rand::RngExt as _;
use text::Intake;
use ticket::{Audience, Began, Channel, Field, Place, Reference};

/// Steps after which a case is left as it is.
const STEPS_MAX: u8 = 40;

/// One case of the month.
pub(super) struct Case {
    matter: usize,
    asker: usize,
    mailbox: usize,
    calls: bool,
    reference: Option<Reference>,
    asked: bool,
    handed_on: bool,
    repaired: bool,
    steps: u8,
}

impl Case {
    pub fn new(matter: usize, asker: usize, mailbox: usize, calls: bool) -> Self {
        Self {
            matter,
            asker,
            mailbox,
            calls,
            reference: None,
            asked: false,
            handed_on: false,
            repaired: false,
            steps: 0,
        }
    }
}

impl Month<'_> {
    pub(super) fn step(&mut self, case: usize, next: &Next) -> Result<(), Denied> {
        match next {
            Next::Arrival => self.arrive(case),
            Next::Answer(words) => {
                let asker = self.cast.askers[self.cases[case].asker];
                self.write_back(case, asker, words)
            }
            Next::Outside(queue) => self.outside(case, queue),
            Next::Work => self.work(case),
            Next::Seek => self.seek(case),
            Next::Rings => self.ring(),
            Next::Raise => self.raise(case),
            Next::Finish => self.finish(case),
            Next::Stray => self.stray(case),
        }
    }

    fn matter(&self, case: usize) -> &'static Matter {
        &self.cast.matters[self.cases[case].matter]
    }

    fn arrive(&mut self, case: usize) -> Result<(), Denied> {
        self.filled.cases += 1;
        if self.cases[case].calls {
            self.call(case)?;
        } else {
            self.write(case)?;
        }
        let minutes = if self.chance.random_ratio(1, 14) { 9..45 } else { 1..9 };
        self.later(case, minutes, Next::Work);
        Ok(())
    }

    /// A call is logged while it runs.
    fn call(&mut self, case: usize) -> Result<(), Denied> {
        let (matter, asker) = (self.matter(case), self.cast.askers[self.cases[case].asker]);
        let call = Some(self.called_in());
        let requester = Who { email: Some(asker.into()), ..Who::default() };
        let subject = Intake::line(matter.subject.into());
        let new = New {
            description: Some(Intake::new(matter.body.into())),
            facts: Facts { case_type: Some(matter.case_type.into()), ..Facts::default() },
            call,
            ..New::of(self.cast.desk, subject, requester, Channel::Phone)
        };
        let Some(member) = self.staff.iter().find(|member| member.login == self.cast.telephone) else {
            return Ok(());
        };
        let done = self.app.open(&member.principal, &new, &Caller::default(), self.now)?;
        self.cases[case].reference = done.done().map(|view| view.reference);
        Ok(())
    }

    fn write(&mut self, case: usize) -> Result<(), Denied> {
        let (matter, asker) = (self.matter(case), self.cast.askers[self.cases[case].asker]);
        let id = self.mail(case, asker, matter.subject, "", matter.body)?;
        self.cases[case].reference = self.taken_in(id)?;
        Ok(())
    }

    /// The case a mail became or joined.
    fn taken_in(&self, mail: i64) -> Result<Option<Reference>, Denied> {
        while self.app.inbox_pass(self.now)? != app::pass::Passed::Idle {}
        self.app.store.read(|conn| {
            let row = store::inbox::inbox_get(conn, mail)?;
            let Some(ticket) = row.and_then(|row| row.ticket) else { return Ok(None) };
            Ok(store::ticket::ticket_get(conn, ticket)?.map(|(ticket, _)| ticket.reference))
        })
    }

    /// Hands a raw mail in; its inbox row.
    fn mail(
        &mut self,
        case: usize,
        from: &str,
        subject: &str,
        thread: &str,
        body: &str,
    ) -> Result<i64, Denied> {
        let to = self.cast.mailboxes[self.cases[case].mailbox];
        let id: u64 = self.chance.random();
        let raw = format!(
            "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id:x}@month.example>\r\n{thread}\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
        );
        let arrived = Arrived {
            source: Source::Smtp,
            addresses: &[to.to_owned()],
            envelope_from: Some(from),
            raw: raw.as_bytes(),
        };
        Ok(self.app.accept_mail(arrived, self.now)?.first().copied().unwrap_or_default())
    }

    /// Somebody answers the newest mail they got about the case.
    fn write_back(&mut self, case: usize, from: &str, words: &str) -> Result<(), Denied> {
        let Some(view) = self.view(case)? else { return Ok(()) };
        let sent =
            self.app.store.read::<_, Denied>(|conn| Ok(store::outbox::outbox_of_ticket(conn, view.id)?))?;
        let to_them = sent.iter().rev().find(|(_, to)| to.iter().any(|r| r.address == from));
        let thread = to_them.map(|(mail, _)| format!("In-Reply-To: <{}>\r\n", mail.message_id));
        let subject = format!("Sv: {}", self.matter(case).subject);
        let mail = self.mail(case, from, &subject, &thread.unwrap_or_default(), words)?;
        let reference = self.taken_in(mail)?;
        let case = if reference.is_some() && reference != self.cases[case].reference {
            self.follow_up(case, reference)
        } else {
            case
        };
        self.later(case, 4..60, Next::Work);
        Ok(())
    }

    /// What somebody wrote about a case that had ended became a case of its own.
    fn follow_up(&mut self, case: usize, reference: Option<Reference>) -> usize {
        let Case { matter, asker, mailbox, .. } = self.cases[case];
        self.cases.push(Case { reference, asked: true, ..Case::new(matter, asker, mailbox, false) });
        self.filled.cases += 1;
        self.cases.len() - 1
    }

    fn outside(&mut self, case: usize, queue: &'static str) -> Result<(), Denied> {
        let desk = self.app.desk(self.cast.desk).ok_or(Denied::NotFound)?;
        let Some(address) = desk.chain.queue(queue).and_then(|q| q.mail.clone()) else { return Ok(()) };
        self.write_back(case, &address, "Det är ordnat hos oss nu. Ni kan meddela den som frågade.")
    }

    fn view(&self, case: usize) -> Result<Option<TicketView>, Denied> {
        let Some(reference) = &self.cases[case].reference else { return Ok(None) };
        let product = Principal::System { system: System::CommandLine, contact: None };
        self.app.ticket(&product, reference, self.now).map(Some)
    }

    /// The next step of whoever has it.
    fn work(&mut self, case: usize) -> Result<(), Denied> {
        self.cases[case].steps += 1;
        let Some(view) = self.view(case)?.filter(|_| self.cases[case].steps < STEPS_MAX) else {
            return Ok(());
        };
        if let Some(proposal) = view.proposals.first().map(|proposal| proposal.id) {
            self.agree(case, &view, proposal)?;
            self.later(case, 1..9, Next::Work);
            return Ok(());
        }
        let desk = self.app.desk(self.cast.desk).ok_or(Denied::NotFound)?;
        let place = Place { line: view.line.clone(), queue: view.queue.clone() };
        let able: Vec<usize> =
            (0..self.staff.len()).filter(|at| self.staff[*at].works_at(&desk, &place)).collect();
        if able.is_empty() || matches!(view.phase, "closed" | "cancelled" | "waiting_requester" | "scheduled")
        {
            return Ok(());
        }
        let own = able.iter().copied().find(|at| view.assignee.as_deref() == Some(self.staff[*at].login));
        let who = match own {
            Some(own) => own,
            None => able[self.one_of(able.len())],
        };
        let Some(order) = self.order(case, &view, own.is_some()) else { return Ok(()) };
        let resting = matches!(order, Order::WaitRequester(_));
        let ending = matches!(order, Order::Resolve(..));
        let forwarded = matches!(order, Order::Forward(_));
        if !self.acted(case, who, &view, order)? {
            self.later(case, 20..90, Next::Work);
            return Ok(());
        }
        if resting {
            if self.chance.random_ratio(9, 10) {
                self.later(
                    case,
                    20..500,
                    Next::Answer("Edge, senaste versionen. Det är likadant på en annan dator."),
                );
            } else {
                self.later(case, 60..240, Next::Seek);
            }
        } else if forwarded {
            if let Way::Outside(queue) = self.matter(case).way {
                self.later(case, 60..900, Next::Outside(queue));
            }
        } else if ending {
            self.put_time_down(case, who, &view)?;
            self.after_the_end(case);
        } else {
            let minutes = self.pace(case);
            self.later(case, minutes, Next::Work);
        }
        Ok(())
    }

    /// Whoever did not propose it agrees.
    fn agree(&mut self, case: usize, view: &TicketView, proposal: i64) -> Result<(), Denied> {
        for who in 0..self.staff.len() {
            if self.acted(case, who, view, Order::Agree(proposal))? {
                break;
            }
        }
        Ok(())
    }

    /// What the case took, on desks that put time down.
    fn put_time_down(&mut self, case: usize, who: usize, view: &TicketView) -> Result<(), Denied> {
        let way = self.matter(case).way;
        let activity = if way == Way::Supplier { "felrattning" } else { "anvandarstod" };
        let desk = self.app.desk(self.cast.desk).ok_or(Denied::NotFound)?;
        if desk.effort.activity(activity).is_none() {
            return Ok(());
        }
        let minutes = i64::from(self.cases[case].steps) * 7;
        let what = What { activity: activity.into(), ..What::default() };
        let spent = Spent { what, day: None, minutes, note: None };
        let (principal, reference) = (&self.staff[who].principal, &view.reference);
        match self.app.put_effort(principal, reference, &spent, &Caller::default(), self.now) {
            Ok(_) | Err(Denied::Refused(_) | Denied::NotPermitted(_) | Denied::NotFound) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// By telephone, until the case no longer waits: after enough tries a timer gives up.
    fn seek(&mut self, case: usize) -> Result<(), Denied> {
        let Some(view) = self.view(case)?.filter(|view| view.phase == "waiting_requester") else {
            return Ok(());
        };
        let own = self.staff.iter().position(|member| view.assignee.as_deref() == Some(member.login));
        let Some(who) = own.filter(|_| view.tries.len() < 4) else { return Ok(()) };
        self.acted(case, who, &view, Order::Try(Channel::Phone))?;
        self.later(case, 400..700, Next::Seek);
        Ok(())
    }

    fn after_the_end(&mut self, case: usize) {
        match self.chance.random_range(0..100) {
            0..12 => self.later(case, 10..400, Next::Answer("Tack snälla, nu funkar det!")),
            12..17 => {
                let words = "Tack, men nu är det tillbaka igen. Kan ni titta en gång till?";
                self.later(case, 30..900, Next::Answer(words));
            }
            17..55 => self.later(case, 200..900, Next::Work),
            _ => {}
        }
    }

    /// What whoever has it would do now.
    fn order(&mut self, case: usize, view: &TicketView, own: bool) -> Option<Order> {
        let matter = self.matter(case);
        let words = |text: &str| Intake::new(text.to_owned());
        if view.phase == "resolved" {
            return Some(Order::Close { cause: None, solution: None });
        }
        if view.proposal.is_some() {
            return Some(Order::Answer(None));
        }
        if !own {
            return Some(Order::Take);
        }
        let desk = self.app.desk(self.cast.desk)?;
        let line = desk.chain.line(&view.line)?;
        if line.supplier {
            return Some(self.at_supplier(case, matter));
        }
        if view.service.is_none() || view.environment.is_none() || view.case_type.is_none() {
            return Some(Order::Classify(Facts {
                case_type: Some(matter.case_type.into()),
                service: Some(matter.service.into()),
                environment: Some("produktion".into()),
                impact: Some(matter.weighs.0.into()),
                urgency: Some(matter.weighs.1.into()),
                ..Facts::default()
            }));
        }
        if view.fault && view.fault_began_at.is_none() && view.acts.contains(&"begin") {
            return Some(Order::Begin {
                at: Some(view.created_at),
                how: Began::First,
                reason: Some(words("När det anmäldes, enligt driftloggen.")),
            });
        }
        let first = !view.acts.contains(&"return");
        let state = &mut self.cases[case];
        match matter.way {
            Way::Here if !state.asked && first && self.chance.random_ratio(1, 4) => {
                state.asked = true;
                Some(Order::WaitRequester(Some(words("Vilken webbläsare använder ni?"))))
            }
            Way::Outside(queue) if !state.handed_on => {
                state.handed_on = true;
                Some(Order::Forward(queue.into()))
            }
            Way::Specialist if first && !state.handed_on => Some(climbing(matter)),
            Way::Supplier if !state.repaired => Some(climbing(matter)),
            Way::Specialist if !line.speaks && line.level > 1 => {
                state.handed_on = true;
                Some(Order::Return { text: words(matter.answer), answer: true })
            }
            Way::Specialist if !line.speaks && !state.handed_on => Some(climbing(matter)),
            _ if !line.speaks => Some(Order::Return { text: words(matter.answer), answer: true }),
            _ => Some(Order::Resolve(matter.solution.into(), words(matter.answer))),
        }
    }

    /// The supplier informs, restores, and gives it back.
    fn at_supplier(&mut self, case: usize, matter: &Matter) -> Order {
        let words = |text: &str| Intake::new(text.to_owned());
        let state = &mut self.cases[case];
        if !state.asked {
            state.asked = true;
            return Order::Message(
                Audience::Chain,
                words("Vi har börjat felsöka. Nästa besked inom 30 minuter."),
            );
        }
        if !state.repaired {
            state.repaired = true;
            return Order::Restore(None, None, None);
        }
        Order::Return { text: words(matter.answer), answer: false }
    }

    /// Whether it was done; a refusal is a step nobody took.
    fn acted(&mut self, case: usize, who: usize, view: &TicketView, order: Order) -> Result<bool, Denied> {
        let escalated = matches!(order, Order::Escalate(..));
        let asked = Asked { reference: view.reference.clone(), version: Some(view.version), order };
        let done = self.app.act(&self.staff[who].principal, &asked, &Caller::default(), self.now);
        match done {
            Ok(Answered::Done(_) | Answered::Again { .. }) => {
                self.filled.acts += 1;
                self.cases[case].handed_on |= escalated && self.matter(case).way == Way::Specialist;
                Ok(true)
            }
            Err(Denied::Refused(_) | Denied::NotPermitted(_) | Denied::Stale { .. } | Denied::NotFound) => {
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// How soon the next thing is done, in minutes: a disturbance is hurried, and now and then something lies.
    fn pace(&mut self, case: usize) -> std::ops::Range<i64> {
        match (self.matter(case).way, self.chance.random_range(0..24)) {
            (Way::Supplier, 0) => 30..150,
            (Way::Supplier, _) => 1..9,
            (_, 0..3) => 90..900,
            _ => 2..50,
        }
    }

    /// Plans the next thing some minutes of opening time ahead.
    fn later(&mut self, case: usize, minutes: std::ops::Range<i64>, next: Next) {
        let minutes = self.chance.random_range(minutes);
        let seconds = self.chance.random_range(0..60);
        let calendar = self.app.desk(self.cast.desk).and_then(|d| d.calendar(self.cast.calendar).cloned());
        let ahead = TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
        let at = calendar.and_then(|c| c.advance(self.now, ahead.num_microseconds()?));
        self.plan(at.unwrap_or(self.now + ahead), case, next);
    }
}

fn climbing(matter: &Matter) -> Order {
    let hand_over = vec![
        (Field::Known, Intake::new(matter.body.to_owned())),
        (Field::Tried, Intake::new("Utloggning, annan dator.".to_owned())),
        (Field::Wanted, Intake::new("Felsökning och svar till frågeställaren.".to_owned())),
    ];
    Order::Escalate(Wish::Up, hand_over)
}
