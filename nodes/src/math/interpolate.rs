use super::easing::{self, Easing};
use super::number;
use crate::{Services, TimerId, timer};
use pulsewire_plugin::{
    Attribute, AttributeKind, Constants, Context, Emitter, Flow, Node, NodeError, NodeInfo,
    NodeType, PulseSocket, Setup, Socket, Trigger, Value, ValueType,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Leads a value from one number to another in a time: `pulse` fires at each interval with the value of that \
               moment, the last time with the value at the end; then `on_end` fires. Starting it while it runs begins \
               again. A slow graph gets fewer pulses, never late values.\n\
               Fails with bad_duration when a time is negative, under a millisecond for the interval, not a number or over \
               100 years, with bad_count when the count is less than 1, and with not_finite when `from` or `to` is \
               infinite or NaN.";
    let info = NodeInfo::action("math.interpolate", "Interpolate", doc)
        .pulse_input("reset", "Reset", "Ends it early: `value` is `from` again.")
        .pulse_output("on_start", "OnStart", "At once, when it begins.")
        .pulse_output("on_reset", "OnReset", "Reset ended it early.")
        .pulse_output("on_end", "OnEnd", "It has come to its end.")
        .output(Socket::float("value", "Value", "The value of this moment."))
        .example("Up to 10", EXAMPLE, "10");
    let mut info = with_inputs(with_attributes(info));
    info.sockets.pulse_outputs[0].doc = "At each interval, with the value of that moment.".into();
    info.sockets.pulse_inputs[0] = PulseSocket::new("start", "Start", "Begins, or begins again.");
    let services = services.clone();
    info.create(move |setup| Ok(Interpolate::new(&services, setup)))
        .apply_data_type(&["from", "to", "value"])
        .check_constants(check_constants)
}

fn with_attributes(info: NodeInfo) -> NodeInfo {
    let kinds = [ValueType::Float, ValueType::Int];
    let kind = "The type of the numbers.";
    let mode = "Once; repeat, from the beginning each time; alternate, there and back.";
    let easings = AttributeKind::Choice(easing::names());
    let easing = "How it proceeds: `constant` is linear in whole numbers; the others are slow at the beginning (in), the \
                  end (out) or both.";
    let infinite = "Whether it repeats or alternates until it is reset.";
    info.attribute(Attribute::value_type("data_type", "Data Type", &kinds, ValueType::Float, kind))
        .attribute(Attribute::new("type", "Type", easings, "linear", easing))
        .attribute(Attribute::choice("mode", "Mode", &["once", "repeat", "alternate"], mode))
        .attribute(Attribute::bool("infinite", "Infinite", false, infinite))
}

fn with_inputs(info: NodeInfo) -> NodeInfo {
    let duration = "How long one time takes, in seconds.";
    let interval = "The time between two pulses, in seconds, 0.001 or more.";
    let count = "How many times, 1 or more; not for `once`.";
    info.input(Socket::float("duration", "Duration (s)", duration).with_default(1.0))
        .input(Socket::float("interval_time", "Interval Time (s)", interval).with_default(0.02))
        .input(Socket::int("count", "Count", count).with_default(1))
        .input(Socket::float("from", "From", "The value at the beginning."))
        .input(Socket::float("to", "To", "The value at the end.").with_default(1))
}

/// Refuses constant times and counts with which the node can only fail.
fn check_constants(constants: &mut Constants<'_>) {
    for (input, least) in [("duration", Duration::ZERO), ("interval_time", MIN_INTERVAL)] {
        if let Some(seconds) = constants.float(input) {
            constants.check(input, timer::checked_duration(seconds, least));
        }
    }
    if let Some(count) = constants.int("count") {
        constants.check("count", checked_count(count));
    }
}

/// The shortest time between two pulses.
const MIN_INTERVAL: Duration = Duration::from_millis(1);

const RESET: Trigger = Trigger::Pulse(1);
const LAST_VALUE: Flow = Flow::Loop(0);
const ON_START: Flow = Flow::Emit(1);
const ON_RESET: Flow = Flow::Emit(2);
const ON_END: Flow = Flow::Emit(3);

struct Interpolate {
    services: Arc<dyn Services>,
    emitter: Emitter,
    easing: Easing,
    mode: Mode,
    infinite: bool,
    to_int: bool,
    running: Option<Running>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Once,
    Repeat,
    Alternate,
}

/// An interpolation under way.
struct Running {
    timer: TimerId,
    began: Duration,
    duration: Duration,
    /// How many times; infinite for ever.
    count: f64,
    from: f64,
    to: f64,
}

impl Interpolate {
    fn new(services: &Arc<dyn Services>, setup: Setup<'_>) -> Self {
        let mode = match setup.attributes.text("mode") {
            "repeat" => Mode::Repeat,
            "alternate" => Mode::Alternate,
            _ => Mode::Once,
        };
        Self {
            services: services.clone(),
            easing: Easing::of(setup.attributes.text("type")),
            mode,
            infinite: mode != Mode::Once && setup.attributes.bool("infinite"),
            to_int: setup.attributes.kind("data_type") == ValueType::Int,
            running: None,
            emitter: setup.emitter,
        }
    }

    fn start(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let duration = seconds(context, 0, Duration::ZERO)?;
        let interval = seconds(context, 1, MIN_INTERVAL)?;
        let count = match self.mode {
            Mode::Once => 1.0,
            _ if self.infinite => f64::INFINITY,
            _ => checked_count(context.int(2)?)?,
        };
        let (from, to) = (finite(context, 3)?, finite(context, 4)?);
        self.stop();
        let timer = self.services.start_timer(interval, Some(interval), &self.emitter);
        let began = self.services.elapsed();
        self.running = Some(Running { timer, began, duration, count, from, to });
        self.set_value(context, from)?;
        Ok(ON_START)
    }

    fn reset(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.stop();
        let from = finite(context, 3)?;
        self.set_value(context, from)?;
        Ok(ON_RESET)
    }

    fn tick(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let Value::Int(timer) = context.take_event() else { return Ok(Flow::End) };
        let Some(running) = self.running.as_ref().filter(|running| running.timer == timer) else {
            return Ok(Flow::End);
        };
        if !self.services.timer_due(timer) {
            return Ok(Flow::End);
        }
        let (value, has_ended) = running.value(self.services.elapsed(), self.easing, self.mode);
        if has_ended {
            self.stop();
        }
        self.set_value(context, value)?;
        Ok(if has_ended { LAST_VALUE } else { Flow::NEXT })
    }

    fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.services.stop_timer(running.timer);
        }
    }

    fn set_value(&self, context: &mut Context<'_>, value: f64) -> Result<(), NodeError> {
        match self.to_int {
            true => context.set(0, number::rounded(value)?),
            false => context.set(0, number::finite(value)?),
        }
        Ok(())
    }
}

impl Running {
    /// The value at this time of the run, and whether that is the last one.
    fn value(&self, now: Duration, easing: Easing, mode: Mode) -> (f64, bool) {
        let passed = now.saturating_sub(self.began).as_secs_f64() / self.duration.as_secs_f64();
        // Without a duration every time is over at once.
        let has_ended = passed >= self.count || passed.is_nan();
        let (round, part) = match has_ended {
            true => (self.count - 1.0, 1.0),
            false => (passed.floor(), passed.fract()),
        };
        match mode == Mode::Alternate && round % 2.0 == 1.0 {
            true => (easing.between(self.to, self.from, part), has_ended),
            false => (easing.between(self.from, self.to, part), has_ended),
        }
    }
}

impl Node for Interpolate {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match context.trigger() {
            Trigger::Event => self.tick(context),
            Trigger::Resume => Ok(ON_END),
            RESET => self.reset(context),
            _ => self.start(context),
        }
    }
}

fn seconds(context: &Context<'_>, input: usize, least: Duration) -> Result<Duration, NodeError> {
    let duration = timer::checked_duration(context.float(input)?, least);
    duration.map_err(|error| error.at_input(input))
}

fn finite(context: &Context<'_>, input: usize) -> Result<f64, NodeError> {
    number::finite(context.float(input)?).map_err(|error| error.at_input(input))
}

#[allow(clippy::cast_precision_loss)]
fn checked_count(count: i64) -> Result<f64, NodeError> {
    if count < 1 {
        let why = format!("wants 1 or more, got {count}: for ever is `infinite`");
        return Err(NodeError::new("bad_count", why).at_input(2));
    }
    Ok(count as f64)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "rise":  { "type": "math.interpolate",
               "attributes": { "data_type": "Int", "to": 10, "duration": 0.05, "interval_time": 0.01 } },
    "show":  { "type": "console.print" },
    "exit":  { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> rise.start",
    "rise.on_end -> show.pulse",
    "rise.value -> show.input",
    "show.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests;
