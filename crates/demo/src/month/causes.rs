//! The manager says why times were exceeded: of two breaches in three, by who held the case longest.

use super::Month;
use super::staff::principal;
use app::report::{BreachRow, SlaAsked};
use app::{Asked, BreachWords, Caller, Denied, Order};
use chrono::NaiveDate;
use rand::RngExt as _;
use text::Intake;

/// Sign-in of the manager of both desks.
const MANAGER: &str = "manager";

impl Month<'_> {
    /// Gives causes to the breaches of a period of local dates.
    pub(super) fn causes(&mut self, from: NaiveDate, to: NaiveDate) -> Result<(), Denied> {
        let Some(manager) = principal(self.app, MANAGER)? else { return Ok(()) };
        let report = self.app.sla_report(&manager, &SlaAsked::of(self.cast.desk, from, to), self.now)?;
        for breach in report.breaches {
            if self.chance.random_range(0..3) == 0 {
                continue;
            }
            let (cause, words) = why(&breach, self.chance.random_range(0..2));
            let order = Order::ExplainBreach(BreachWords {
                target: breach.target,
                occurrence: breach.occurrence,
                cause: cause.to_owned(),
                text: words.map(|words| Intake::new(words.to_owned())),
            });
            let asked = Asked { reference: breach.reference, version: None, order };
            self.app.act(&manager, &asked, &Caller::default(), self.now)?;
            self.filled.acts += 1;
        }
        Ok(())
    }
}

fn why(breach: &BreachRow, other: u8) -> (&'static str, Option<&'static str>) {
    let longest = breach.held_longest.as_ref().map_or("", |held| held.line.as_str());
    match (longest, other) {
        ("leverantor", _) => {
            ("vantan-leverantor", Some("Leverantören återkom inte i tid. Tas upp på nästa avstämning."))
        }
        ("specialister" | "andra", 0) => ("svart-fel", Some("Felet gick inte att återskapa i testmiljön.")),
        ("specialister" | "andra", _) => ("felplacerat", None),
        (_, 0) => ("bemanning", Some("Två sjuka samma dag, ingen ersättare fanns.")),
        _ => ("rutin", None),
    }
}
