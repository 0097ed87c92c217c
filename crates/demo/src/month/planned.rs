//! What comes from inside: changes planned ahead and done on their evening, problems whose cause is sought for weeks.

use super::staff::principal;
use super::{Month, Next};
use app::{Answered, Asked, Caller, Denied, Facts, Moment, New, Order, Who};
use chrono::TimeDelta;
use desk::{Principal, System};
use text::Intake;
use ticket::{Channel, Reference};

/// A change or problem.
pub(super) struct Planned {
    subject: &'static str,
    body: &'static str,
    case_type: &'static str,
    service: &'static str,
    /// Solution and words; none where it stays open.
    outcome: Option<(&'static str, &'static str)>,
}

/// Days from one to the next.
const EVERY: i64 = 5;
/// Days from a change's plan to its evening, and from a problem to its cause.
const AHEAD: i64 = 9;

pub(super) const WEBCARE: &[Planned] = &[
    Planned {
        subject: "Ny version av planeringsvyn",
        body: "Kvitteringsknappen flyttas och inkorgen visar avdelning. Testad i utbildningsmiljön.",
        case_type: "andring",
        service: "webcare",
        outcome: Some(("infort", "Versionen är införd och uppföljd med två avdelningar.")),
    },
    Planned {
        subject: "Inskrivningsmeddelanden går ibland dubbelt",
        body: "Fyra ärenden på två veckor. Orsaken är inte känd; vi ber verksamheten ta bort dubbletten.",
        case_type: "problem",
        service: "webcare",
        outcome: None,
    },
    Planned {
        subject: "Byte av certifikat på båda noderna",
        body: "Certifikaten går ut vid månadsskiftet. Återgång: de gamla ligger kvar i en vecka.",
        case_type: "andring",
        service: "drift",
        outcome: Some(("infort", "Certifikaten är bytta på båda noderna.")),
    },
    Planned {
        subject: "Långsam inloggning på måndagar",
        body: "Inloggning tar upp till en minut mellan 07:30 och 08:15 på måndagar.",
        case_type: "problem",
        service: "drift",
        outcome: Some(("avhjalpt", "Nattens säkerhetskopia drog över på morgonen och startar nu tidigare.")),
    },
    Planned {
        subject: "Ny kommun ansluts",
        body: "Exempelkommunen två ansluts med fyra enheter. Utbildning är bokad.",
        case_type: "andring",
        service: "webcare",
        outcome: Some(("infort", "Kommunen är ansluten.")),
    },
];

pub(super) const SRS: &[Planned] = &[
    Planned {
        subject: "Nya åtgärdsråd för tre diagnoser",
        body: "Råden är granskade av de medicinskt ansvariga och ska publiceras samtidigt i alla regioner.",
        case_type: "andring",
        service: "srs",
        outcome: Some(("infort", "Råden är publicerade.")),
    },
    Planned {
        subject: "Prediktion saknas ibland vid förlängning",
        body: "Sju rapporter från fyra regioner. Orsaken är inte känd; intyget går att skicka ändå.",
        case_type: "problem",
        service: "srs",
        outcome: None,
    },
    Planned {
        subject: "Uppgradering av körmiljön",
        body: "Tjänsten är borta i högst tio minuter. Återgång: förra versionen startas om.",
        case_type: "andring",
        service: "srs",
        outcome: Some(("infort", "Uppgraderingen är gjord.")),
    },
];

impl Month<'_> {
    /// Plans what is raised on mornings until `end`.
    pub(super) fn plan_ahead(&mut self, end: Moment) {
        let calendar = self.app.desk(self.cast.desk).and_then(|d| d.calendar(self.cast.calendar).cloned());
        let Some(calendar) = calendar else { return };
        let days = (0..).map(|n| self.now + TimeDelta::days(1 + EVERY * n)).take_while(|at| *at < end);
        let openings: Vec<Moment> = days.filter_map(|at| calendar.next_opening(at)).collect();
        for (which, opens) in openings.into_iter().enumerate() {
            self.plan(opens + TimeDelta::minutes(95), which, Next::Raise);
        }
    }

    fn planned(&self, which: usize) -> &'static Planned {
        &self.cast.planned[which % self.cast.planned.len()]
    }

    /// Raises one and takes it; a change waits for its evening.
    pub(super) fn raise(&mut self, which: usize) -> Result<(), Denied> {
        let planned = self.planned(which);
        let requester = Who { email: Some(self.cast.management.into()), ..Who::default() };
        let subject = Intake::line(planned.subject.into());
        let new = New {
            description: Some(Intake::new(planned.body.into())),
            facts: Facts {
                case_type: Some(planned.case_type.into()),
                service: Some(planned.service.into()),
                environment: Some("produktion".into()),
                ..Facts::default()
            },
            ..New::of(self.cast.desk, subject, requester, Channel::Form)
        };
        let Some(principal) = principal(self.app, self.cast.planner)? else { return Ok(()) };
        let opened = self.app.open(&principal, &new, &Caller::default(), self.now)?;
        let Some(reference) = opened.done().map(|view| view.reference) else { return Ok(()) };
        self.filled.cases += 1;
        self.does(&reference, Order::Take)?;
        let evening = self.now + TimeDelta::days(AHEAD) + TimeDelta::hours(10);
        if planned.case_type == "andring" {
            self.does(&reference, Order::WaitUntil(evening))?;
        }
        self.raised.insert(which, reference);
        if planned.outcome.is_some() {
            self.plan(evening + TimeDelta::minutes(40), which, Next::Finish);
        }
        Ok(())
    }

    /// Ends one: it is introduced, or its cause is gone.
    pub(super) fn finish(&mut self, which: usize) -> Result<(), Denied> {
        let reference = self.raised.get(&which).cloned();
        let Some((reference, (solution, words))) = reference.zip(self.planned(which).outcome) else {
            return Ok(());
        };
        self.does(&reference, Order::Resolve(solution.into(), Intake::new(words.into())))
    }

    fn does(&mut self, reference: &Reference, order: Order) -> Result<(), Denied> {
        let Some(principal) = principal(self.app, self.cast.planner)? else { return Ok(()) };
        let product = Principal::System { system: System::CommandLine, contact: None };
        let version = self.app.ticket(&product, reference, self.now)?.version;
        let asked = Asked { reference: reference.clone(), version: Some(version), order };
        match self.app.act(&principal, &asked, &Caller::default(), self.now) {
            Ok(Answered::Done(_) | Answered::Again { .. }) => {
                self.filled.acts += 1;
                Ok(())
            }
            Err(Denied::Refused(_) | Denied::NotPermitted(_) | Denied::NotFound) => Ok(()),
            Err(other) => Err(other),
        }
    }
}
