use super::instance::{self, TimerEvent};
use crate::{Services, TimerId};
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Setup,
    Socket, Trigger, Value,
};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Passes on at most `count` pulses in any time of `seconds`. What is too much leaves by `dropped`; with \
               `max_queued` over 0, up to so many wait with their values, in their order, and are passed on as soon as \
               there is room.\n\
               Fails with bad_duration when the time is under a millisecond, not a number or over 100 years.";
    let count = "How many pulses are passed on in the time.";
    let queued = "How many pulses may wait; 0 drops all that are too much.";
    let seconds = "The time in seconds, 0.001 or more.";
    let services = services.clone();
    NodeInfo::action("timer.throttle", "Throttle", doc)
        .pulse_output("dropped", "Dropped", "The pulse was too much.")
        .attribute(Attribute::new("count", "Count", AttributeKind::Range(1, 65_536), 1, count))
        .attribute(Attribute::new(
            "max_queued",
            "Max Queued",
            AttributeKind::Range(0, 65_536),
            0,
            queued,
        ))
        .input(Socket::float("seconds", "Seconds", seconds).with_default(1.0))
        .input(Socket::any("value", "Value", "A value to pass on with the pulse."))
        .output(Socket::any(
            "value",
            "Value",
            "The value of the pulse that is passed on or dropped.",
        ))
        .output(Socket::int("queued", "Queued", "How many pulses wait."))
        .example("One of three pulses", EXAMPLE, "1")
        .create(move |setup| Ok(Throttle::new(services.clone(), setup)))
        .check_constants(|constants| instance::check_seconds(constants, MIN_TIME))
}

const MIN_TIME: Duration = Duration::from_millis(1);
const DROPPED: Flow = Flow::Emit(1);

struct Throttle {
    services: Arc<dyn Services>,
    emitter: Emitter,
    count: usize,
    most: usize,
    /// When the last pulses were passed on, up to `count` of them.
    passed: VecDeque<Duration>,
    queue: VecDeque<Value>,
    timer: Option<TimerId>,
}

impl Throttle {
    fn new(services: Arc<dyn Services>, setup: Setup<'_>) -> Self {
        Self {
            services,
            count: setup.attributes.count("count"),
            most: setup.attributes.count("max_queued"),
            emitter: setup.emitter,
            passed: VecDeque::new(),
            queue: VecDeque::new(),
            timer: None,
        }
    }

    /// How long until another pulse may pass; none when it may now.
    fn wait(&self, within: Duration) -> Option<Duration> {
        if self.passed.len() < self.count {
            return None;
        }
        let free = self.passed.front()?.saturating_add(within);
        free.checked_sub(self.services.elapsed()).filter(|wait| !wait.is_zero())
    }

    fn pass(&mut self, context: &mut Context<'_>, value: Value) -> Flow {
        if self.passed.len() >= self.count {
            self.passed.pop_front();
        }
        self.passed.push_back(self.services.elapsed());
        self.set(context, value);
        Flow::NEXT
    }

    fn set(&self, context: &mut Context<'_>, value: Value) {
        context.set(0, value);
        context.set(1, i64::try_from(self.queue.len()).unwrap_or(i64::MAX));
    }

    /// Starts the timer for the next pulse that waits.
    fn arm(&mut self, within: Duration) {
        if self.timer.is_none() && !self.queue.is_empty() {
            // A wait of no time: what comes next comes as an event of its own.
            let wait = self.wait(within).unwrap_or_default();
            self.timer = Some(self.services.start_timer(wait, None, &self.emitter));
        }
    }

    fn pulse(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let within = instance::duration(context, MIN_TIME)?;
        let value = context.input(1).clone();
        if self.queue.is_empty() && self.wait(within).is_none() {
            return Ok(self.pass(context, value));
        }
        if self.queue.len() >= self.most {
            self.set(context, value);
            return Ok(DROPPED);
        }
        self.queue.push_back(value);
        self.arm(within);
        context.set(1, i64::try_from(self.queue.len()).unwrap_or(i64::MAX));
        Ok(Flow::End)
    }

    fn tick(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match instance::timer_event(context, &*self.services) {
            TimerEvent::Tick(timer) if self.timer == Some(timer) => self.timer = None,
            _ => return Ok(Flow::End),
        }
        let within = instance::duration(context, MIN_TIME)?;
        let mut flow = Flow::End;
        if self.wait(within).is_none()
            && let Some(value) = self.queue.pop_front()
        {
            flow = self.pass(context, value);
        }
        self.arm(within);
        Ok(flow)
    }
}

impl Node for Throttle {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() == Trigger::Event { self.tick(context) } else { self.pulse(context) }
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "each":  { "type": "flow.for_each_loop", "attributes": { "array": [1, 2, 3], "data_type": "Int" } },
    "few":   { "type": "timer.throttle", "attributes": { "seconds": 60 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> few.pulse",
    "each.value -> few.value",
    "few.pulse -> show.pulse",
    "few.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn what_is_too_much_is_dropped_until_time_has_passed() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.throttle", 4, json!({ "count": 2, "seconds": 1 }));
        assert_eq!([node.pulse(), node.pulse(), node.pulse()], ["pulse", "pulse", "dropped"]);
        toolbox.services.advance(Duration::from_micros(999_999));
        assert_eq!(node.pulse(), "dropped");
        toolbox.services.advance(Duration::from_micros(1));
        assert_eq!([node.pulse(), node.pulse(), node.pulse()], ["pulse", "pulse", "dropped"]);
        assert_eq!(node.set("seconds", 0.0).pulse(), "bad_duration");
    }

    #[test]
    fn what_waits_is_passed_on_in_order() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.throttle", 4, json!({ "max_queued": 2, "seconds": 1 }));
        let flows: Vec<String> = (0..4).map(|value| node.set("value", value).pulse()).collect();
        assert_eq!(flows, ["pulse", "end", "end", "dropped"]);
        assert_eq!(toolbox.services.take_calls(), ["timer 1 after 1s every None"]);
        toolbox.services.advance(Duration::from_secs(1));
        assert_eq!(
            (node.event(1), node.text("value"), node.text("queued")),
            ("pulse".into(), "1".into(), "1".into())
        );
        assert_eq!(toolbox.services.take_calls(), ["timer 2 after 1s every None"]);
        assert_eq!(node.event(1), "end");
        toolbox.services.advance(Duration::from_secs(1));
        assert_eq!(
            (node.event(2), node.text("value"), node.text("queued")),
            ("pulse".into(), "2".into(), "0".into())
        );
        assert!(toolbox.services.take_calls().is_empty());
    }
}
