//! Running timers by their instance ids.

use crate::channel::inbox_full;
use crate::{Services, TimerId};
use pulsewire_plugin::{Context, EmitError, Flow, NodeError, Socket, Value, ValueType};
use std::time::Duration;

/// No timer runs longer: it keeps every moment within what clocks can tell.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// What came to a node that starts timers.
pub(super) enum Came {
    /// The time of this timer is over.
    Tick(TimerId),
    /// This timer was stopped.
    Stopped(TimerId),
    /// A tick that came too late to be stopped, and no longer counts.
    Stale,
}

/// The output that names the timer.
pub(super) fn output() -> Socket {
    let doc = "Names the timer: from 1 on, never used twice in a run. At `pulse` and after the end it is the \
               timer that this pulse is about.";
    Socket::new("instance_id", "Instance ID", ValueType::Int, doc)
}

/// The input that names the timer.
pub(super) fn input() -> Socket {
    let doc = "The timer to end. One that is over already, or 0, is none: nothing happens.";
    Socket::new("instance_id", "Instance ID", ValueType::Int, doc)
}

/// The output that tells whether there was such a timer.
pub(super) fn was_running() -> Socket {
    let doc = "Whether the timer was still running.";
    Socket::new("was_running", "Was Running", ValueType::Bool, doc)
}

/// The duration at the first input, in seconds.
pub(super) fn duration(context: &Context<'_>, least: Duration) -> Result<Duration, NodeError> {
    let seconds = context.float(0)?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if (least..=LONGEST).contains(&duration) => Ok(duration),
        _ => Err(bad_duration(seconds, least).at_input(0)),
    }
}

#[cold]
fn bad_duration(seconds: f64, least: Duration) -> NodeError {
    let (least, most) = (least.as_secs_f64(), LONGEST.as_secs_f64());
    let why = format!("wants {least} to {most} seconds (100 years), got {seconds}");
    NodeError::new("bad_duration", why)
}

/// What an event of a node that starts timers means.
pub(super) fn came(context: &mut Context<'_>, services: &dyn Services) -> Came {
    match context.take_event() {
        Value::Int(timer) if timer < 0 => Came::Stopped(-timer),
        Value::Int(timer) if services.timer_due(timer) => Came::Tick(timer),
        _ => Came::Stale,
    }
}

/// Ends the timer that the first input names and tells the node that started it: its id comes there negated,
/// since a tick brings the id as it is.
pub(super) fn stop(context: &mut Context<'_>, services: &dyn Services) -> Result<Flow, NodeError> {
    let timer = context.int(0)?;
    let starter = services.stop_timer(timer);
    context.set(0, starter.is_some());
    match starter.map(|starter| starter.emit(-timer)) {
        Some(Err(EmitError::Full(_))) => Err(inbox_full(1, 1)),
        _ => Ok(Flow::NEXT),
    }
}
