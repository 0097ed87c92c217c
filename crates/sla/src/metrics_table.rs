//! The table of metrics: which signal starts and ends clocks of which target. Refuses to know clocks.

use crate::{Metric, Signal, Target};

/// How a signal ends a clock.
pub(crate) enum End {
    Stop,
    Withdraw,
}

fn on_line(target: &Target, line: &str) -> bool {
    target.line.as_deref() == Some(line)
}

/// Whether a signal starts a clock of a target. Information after information is started where it stops.
pub(crate) fn starts(target: &Target, signal: &Signal) -> bool {
    if let Some(own) = &target.own {
        return own.starts.iter().any(|trigger| trigger.meets(signal));
    }
    match (target.metric, signal) {
        (Metric::Answer, Signal::CallOffered)
        | (Metric::Registration, Signal::MailAccepted | Signal::CallAnswered)
        | (Metric::Distribution | Metric::FirstResponse | Metric::Resolution, Signal::Opened { .. })
        | (Metric::Restoration, Signal::Opened { .. } | Signal::FaultCameBack)
        | (Metric::RemedyFeedback, Signal::Restored) => true,
        (Metric::WorkStarted | Metric::Information, Signal::Arrived { line }) => on_line(target, line),
        (Metric::Information, Signal::Opened { .. } | Signal::FaultPersisted | Signal::FaultCameBack) => {
            target.line.is_none()
        }
        _ => false,
    }
}

/// Whether and how a signal ends a clock of a target.
pub(crate) fn ending(target: &Target, signal: &Signal) -> Option<End> {
    if let Some(own) = &target.own
        && own.stops.iter().any(|trigger| trigger.meets(signal))
    {
        return Some(End::Stop);
    }
    match (target.metric, signal) {
        (_, Signal::Withdrawn) => Some(End::Withdraw),
        (Metric::Answer, Signal::CallAnswered)
        | (Metric::Registration, Signal::Opened { .. })
        | (Metric::Distribution, Signal::Distributed | Signal::Resolved)
        | (Metric::FirstResponse | Metric::RemedyFeedback, Signal::ToldRequester)
        | (Metric::WorkStarted | Metric::Resolution, Signal::Resolved)
        | (Metric::Information, Signal::Informed)
        | (Metric::Restoration, Signal::Restored | Signal::Resolved) => Some(End::Stop),
        (Metric::Information, Signal::Restored | Signal::Resolved) => Some(End::Withdraw),
        (Metric::WorkStarted, Signal::WorkStarted { line }) => on_line(target, line).then_some(End::Stop),
        (Metric::WorkStarted | Metric::Information, Signal::Left { line }) => {
            on_line(target, line).then_some(End::Withdraw)
        }
        _ => None,
    }
}
