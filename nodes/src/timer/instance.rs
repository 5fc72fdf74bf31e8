//! What the timer nodes share: instance ids, durations and events.

use crate::channel::inbox_full;
use crate::text;
use crate::{Services, TimerId};
use pulsewire_plugin::{Constants, Context, EmitError, Flow, NodeError, Socket, Value, ValueType};
use std::time::Duration;

/// The longest timer, which keeps every deadline within the range of the clocks.
const MAX_DURATION: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// The event of a timer, for the node that started it.
pub(crate) enum TimerEvent {
    /// This timer has expired.
    Tick(TimerId),
    /// This timer was stopped.
    Stopped(TimerId),
    /// A tick of a timer that was stopped in the meantime.
    Stale,
}

/// The output with the id of the timer.
pub(super) fn output() -> Socket {
    let doc = "Identifies the timer: from 1, never used twice in a run. With each pulse it is the timer that caused the \
               pulse.";
    Socket::new("instance_id", "Instance ID", ValueType::Int, doc)
}

/// The input with the id of the timer to stop.
pub(super) fn input() -> Socket {
    let doc = "The timer to stop. Nothing happens when it has already ended, or for 0.";
    Socket::new("instance_id", "Instance ID", ValueType::Int, doc)
}

/// The output that says whether the timer was running.
pub(super) fn was_running() -> Socket {
    let doc = "Whether the timer was still running.";
    Socket::new("was_running", "Was Running", ValueType::Bool, doc)
}

/// The duration at the first input, in seconds.
pub(super) fn duration(context: &Context<'_>, least: Duration) -> Result<Duration, NodeError> {
    duration_at(context, 0, least)
}

/// The duration at an input, in seconds.
pub(crate) fn duration_at(
    context: &Context<'_>,
    input: usize,
    least: Duration,
) -> Result<Duration, NodeError> {
    checked_duration(context.float(input)?, least).map_err(|error| error.at_input(input))
}

/// Refuses a constant duration that no timer can have.
pub(crate) fn check_seconds(constants: &mut Constants<'_>, least: Duration) {
    if let Some(seconds) = constants.float("seconds") {
        constants.check("seconds", checked_duration(seconds, least));
    }
}

/// A duration in seconds, at least `least` and at most 100 years.
pub(crate) fn checked_duration(seconds: f64, least: Duration) -> Result<Duration, NodeError> {
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if (least..=MAX_DURATION).contains(&duration) => Ok(duration),
        _ => Err(bad_duration(seconds, least)),
    }
}

#[cold]
fn bad_duration(seconds: f64, least: Duration) -> NodeError {
    let (least, most) = (least.as_secs_f64(), MAX_DURATION.as_secs_f64());
    let seconds = text::number(seconds);
    let why = format!("wants {least} to {most} seconds (100 years), got {seconds}");
    NodeError::new("bad_duration", why)
}

/// Takes and reads the event of a timer.
pub(super) fn timer_event(context: &mut Context<'_>, services: &dyn Services) -> TimerEvent {
    read_event(&context.take_event(), services)
}

/// Reads the event of a timer.
pub(crate) fn read_event(event: &Value, services: &dyn Services) -> TimerEvent {
    match *event {
        Value::Int(timer) if timer < 0 => TimerEvent::Stopped(-timer),
        Value::Int(timer) if services.timer_due(timer) => TimerEvent::Tick(timer),
        _ => TimerEvent::Stale,
    }
}

/// Stops the timer that the first input names, and notifies the node that started it with the negated id, since a tick
/// carries the id itself.
pub(super) fn stop(context: &mut Context<'_>, services: &dyn Services) -> Result<Flow, NodeError> {
    let timer = context.int(0)?;
    let starter = services.stop_timer(timer);
    context.set(0, starter.is_some());
    match starter.map(|starter| starter.emit(-timer)) {
        Some(Err(EmitError::Full(_))) => Err(inbox_full(1, 1)),
        _ => Ok(Flow::NEXT),
    }
}
