//! Whatever is asked of a ticket in whatever order: it never panics, numbers never skip, recorded moments never fall,
//! states follow the workflow, and folding the events gives the ticket again.

use proptest::prelude::*;
use ticket::{
    Actor, Audience, Began, Channel, Classified, Command, Direction, Event, EventBody, Field, How, Kind,
    Message, Moment, Move, Opened, Phase, Place, Reference, Resolution, Said, Setting, Sought, Ticket,
    Waiting, Workflow, decide, fold,
};

fn place(n: u8) -> Place {
    Place { line: format!("l{}", n % 3), queue: format!("q{}", n % 4) }
}

fn message(id: i64, direction: Direction, proposal: bool) -> Message {
    Message { id, audience: Audience::Requester, direction, automatic: false, proposal }
}

fn commands() -> impl Strategy<Value = Command> {
    prop_oneof![
        (1..4_i64).prop_map(|user| Command::Take { user }),
        proptest::option::of(1..4_i64).prop_map(|assignee| Command::Assign { assignee }),
        (any::<u8>(), 0..3_u8, any::<bool>()).prop_map(|(to, how, demanding)| Command::Move {
            movement: Move {
                how: [How::Escalated, How::Forwarded, How::Returned][usize::from(how)],
                to: place(to),
                requires: if demanding { vec![Field::CaseType, Field::Known] } else { Vec::new() },
                hand_over: vec![(Field::Known, 9)],
                phase: None,
                assignee: None,
            },
            message: None,
        }),
        any::<bool>().prop_map(|fault| {
            let case_type = Some("t".to_owned());
            Command::Classify(Box::new(Classified { case_type, fault: Some(fault), ..Classified::default() }))
        }),
        (any::<bool>(), any::<bool>()).prop_map(|(out, proposal)| {
            Command::Message(message(5, if out { Direction::Out } else { Direction::In }, proposal && out))
        }),
        Just(Command::Answer { message: message(6, Direction::Out, false) }),
        any::<bool>().prop_map(|asked| Command::Wait(Waiting {
            phase: Phase::WaitingRequester,
            until: None,
            question: asked.then(|| message(7, Direction::Out, false)),
        })),
        Just(Command::Resume),
        (-100..100_i64).prop_map(|s| Command::Restore {
            at: moment(1_000 + s),
            workaround: None,
            said: Said { reason: Some(9), ask: false }
        }),
        (-100..2_000_i64, any::<bool>(), 0..3_usize).prop_map(|(s, ask, how)| Command::Begin {
            at: moment(s),
            how: Began::ALL[how],
            said: Said { reason: Some(9), ask },
        }),
        (1..20_i64, 1..3_i64).prop_map(|(proposal, user)| Command::Agree { proposal, user }),
        (1..20_i64).prop_map(|proposal| Command::Decline { proposal, reason: None }),
        (any::<bool>(), 0..3_usize, 0..2_000_i64).prop_map(|(told, how, s)| Command::Reopen {
            reason: None,
            fault: told.then(|| (Began::ALL[how], moment(s))),
        }),
        any::<bool>()
            .prop_map(|phone| Command::Try { channel: if phone { Channel::Phone } else { Channel::Mail } }),
        (any::<bool>(), proptest::option::of(0..4_usize)).prop_map(|(line_speaks, tries)| Command::Resolve(
            Resolution {
                solution: "s".into(),
                text: 8,
                message: Some(message(8, Direction::Out, false)),
                line_speaks,
                sought: tries.map(|done| Sought { done: [done; 3], wanted: [3, 2, 2] }),
            }
        )),
        proptest::option::of(Just("c".to_owned()))
            .prop_map(|cause_code| Command::Close { cause_code, solution: None }),
        Just(Command::Cancel { reason: None }),
    ]
}

fn moment(seconds: i64) -> Moment {
    Moment::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn opened() -> (Ticket, Event) {
    let opened = Opened {
        kind: Kind::Incident,
        state: "new".into(),
        phase: Phase::New,
        place: place(0),
        channel: Channel::Mail,
        organisation: "o".into(),
        requester: 1,
        affected: None,
        orderer: None,
        affected_count: 1,
        subject: 1,
        description: None,
        facts: Classified::default(),
        call: None,
        paper: None,
    };
    let body = ticket::open(opened.clone());
    let event = event(1, moment(0), None, body);
    (Ticket::opened(1, Reference::new("T", 1), "d", &event, &opened), event)
}

fn event(seq: i64, now: Moment, stated: Option<Moment>, body: EventBody) -> Event {
    Event {
        seq,
        recorded_at: now,
        effective_at: stated.unwrap_or(now),
        actor: Actor::User(1),
        rule: None,
        desk_version: 1,
        cause: None,
        body,
    }
}

proptest! {
    #[test]
    fn any_walk_keeps_to_the_table_and_folds_back(steps in proptest::collection::vec((commands(), 0..50_i64), 0..60)) {
        let workflow = Workflow::built_in(Kind::Incident);
        let (mut ticket, first) = opened();
        let mut events = vec![first];
        let mut now = 0;
        for (command, pause) in steps {
            now += pause;
            let before = ticket.clone();
            let setting = Setting { workflow: &workflow, now: moment(now), earliest: (moment(-50), moment(-50).date_naive()) };
            let Ok(decided) = decide(&ticket, &command, setting) else { continue };
            let act = command.act().unwrap();
            prop_assert!(workflow.step(&before.state, act).is_some(), "{act} in {}", before.state);
            for (body, stated) in decided {
                let event = event(ticket.version + 1, moment(now), stated, body);
                let number = event.body.number();
                let stored = event.body.data().unwrap();
                prop_assert_eq!(&EventBody::from_stored(number, &stored).unwrap(), &event.body);
                ticket.apply(&event);
                events.push(event);
            }
            let state = workflow.state(&ticket.state).unwrap();
            prop_assert_eq!(state.phase, ticket.phase);
            prop_assert!(ticket.phase == Phase::Closed || ticket.cause_code.is_none());
            prop_assert!(before.phase.is_open() || !ticket.phase.is_open() || command.act() == Some(ticket::Act::Reopen));
        }
        prop_assert_eq!(fold(1, &ticket.reference, "d", &events), Some(ticket));
    }
}
