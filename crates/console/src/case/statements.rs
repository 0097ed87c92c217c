//! Forms about begin and end of a fault: what is stated, what waits for a second person and by whom it was proposed,
//! and what is put right.

use super::forms::{ActForm, Forms};
use super::timeline;
use crate::field::{Choice, Control, Field};
use crate::words::{Time, field_moment};
use ticket::Act;

/// One form for each proposal that waits: agree or decline; one's own may be taken back.
pub(super) fn agreements(forms: &Forms<'_>) -> Vec<ActForm> {
    if !forms.allowed(Act::Agree) {
        return Vec::new();
    }
    let words = forms.words();
    let form = |proposal: &app::read::ProposalView| {
        let name = format!("agree-{}", proposal.id);
        let maker = forms.maker(&name);
        let ways: &[&str] = if proposal.own { &["decline"] } else { &["agree", "decline"] };
        let choices = ways.iter().map(|way| {
            let own = if proposal.own { "-own" } else { "" };
            Choice::new(way, words.t(&format!("choice-agree-{way}{own}")))
        });
        let radio = maker.field("as", "agree-as", Control::Radio(choices.collect()), ways[0]);
        let fields = vec![radio, maker.area("reason", "decline-reason", 2)];
        let mut form = forms.whole(Act::Agree, &name, false, fields);
        form.title = words.one("do-agree-to", "what", &timeline::change(forms.names, &proposal.change));
        form.submit = words.t("submit-agree");
        let at = Time::of(&forms.desk().zone, proposal.at).shown;
        let key = if proposal.own { "lead-agree-own" } else { "lead-agree" };
        let reason = proposal.reason.clone().unwrap_or_default();
        form.lead = Some(words.with(key, &[("who", &proposal.by.name), ("at", &at), ("reason", &reason)]));
        form.proposal = Some(proposal.id);
        form.open = true;
        form
    };
    forms.case.ticket.proposals.iter().map(form).collect()
}

/// How a fault goes on that was restored, with or without the choice that it does not.
fn again(forms: &Forms<'_>, form: &str, works: bool) -> Field {
    let ways = ["works", "persisted", "came_back"];
    let ways = ways.into_iter().filter(|way| works || *way != "works");
    let choices: Vec<Choice> =
        ways.map(|way| Choice::new(way, forms.words().t(&format!("choice-fault-{way}")))).collect();
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    forms.maker(form).field("fault", "fault-again", Control::Radio(choices), &first)
}

/// When the fault began; of one that was restored, whether it persisted or came back.
pub(super) fn begin(forms: &Forms<'_>) -> Option<Vec<Field>> {
    let t = &forms.case.ticket;
    if t.kind != "incident" {
        return None;
    }
    let maker = forms.maker("begin");
    let reason = maker.area("reason", "statement-reason", 2).required();
    if t.restored_at.is_some() && !matches!(t.phase, "resolved" | "closed" | "cancelled") {
        let at = maker.moment("fault_began_at", "fault-came-back-at", "");
        return Some(vec![again(forms, "begin", false), at, reason]);
    }
    let began = t.fault_began_at.map(|at| field_moment(&forms.desk().zone, at)).unwrap_or_default();
    Some(vec![maker.moment("fault_began_at", "fault_began_at", &began).required(), reason])
}

/// A reopening, with what became of a fault that was restored.
pub(super) fn reopen(forms: &Forms<'_>) -> Vec<Field> {
    let maker = forms.maker("reopen");
    let mut fields = vec![maker.area("reason", "reopen-reason", 3).required()];
    if forms.case.ticket.fault && forms.case.ticket.restored_at.is_some() {
        fields.push(again(forms, "reopen", true));
        fields.push(maker.moment("fault_began_at", "fault-came-back-at", ""));
    }
    fields
}

/// Which event has a wrong moment, and which is right.
pub(super) fn correct(forms: &Forms<'_>) -> Option<Vec<Field>> {
    let maker = forms.maker("correct");
    let choices: Vec<Choice> = timeline::correctable(forms.names, forms.case)
        .into_iter()
        .map(|(seq, what)| Choice::new(&seq.to_string(), what))
        .collect();
    (!choices.is_empty()).then(|| {
        vec![
            maker.choice("event", "correct-event", choices, "").required(),
            maker.moment("at", "correct-at", "").required(),
            maker.area("reason", "correct-reason", 2).required(),
        ]
    })
}
