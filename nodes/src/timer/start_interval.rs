use super::instance::{self, TimerEvent};
use crate::Services;
use pulsewire_plugin::{
    Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Fires `pulse` repeatedly, the first time after one interval, until Stop Interval or the end of the \
               run. Each incoming pulse starts a separate interval with its own instance id. A tick is skipped while \
               the one before still waits, so that a slow graph is not flooded.\n\
               Fails with bad_duration when the time is under a millisecond, not a number or over 100 years.";
    let seconds = "The time between two ticks, in seconds, 0.001 or more.";
    let services = services.clone();
    NodeInfo::action("timer.start_interval", "Start Interval", doc)
        .pulse_output("on_start", "OnStart", "At once, when the interval begins.")
        .pulse_output("on_reset", "OnReset", "Stop Interval ended the interval.")
        .input(Socket::float("seconds", "Seconds", seconds).with_default(1.0))
        .output(instance::output())
        .example("Count three ticks", EXAMPLE, "1\n2\n3")
        .create(move |setup| {
            Ok(StartInterval { services: services.clone(), emitter: setup.emitter })
        })
        .check_constants(|constants| instance::check_seconds(constants, MIN_PERIOD))
}

/// The shortest interval.
const MIN_PERIOD: Duration = Duration::from_millis(1);

const TICK: Flow = Flow::NEXT;
const ON_START: Flow = Flow::Emit(1);
const ON_RESET: Flow = Flow::Emit(2);

struct StartInterval {
    services: Arc<dyn Services>,
    emitter: Emitter,
}

impl Node for StartInterval {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (timer, flow) = match context.trigger() {
            Trigger::Event => match instance::timer_event(context, &*self.services) {
                TimerEvent::Tick(timer) => (timer, TICK),
                TimerEvent::Stopped(timer) => (timer, ON_RESET),
                TimerEvent::Stale => return Ok(Flow::End),
            },
            _ => {
                let every = instance::duration(context, MIN_PERIOD)?;
                (self.services.start_timer(every, Some(every), &self.emitter), ON_START)
            }
        };
        context.set(0, timer);
        Ok(flow)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "ticks": { "type": "Int" } },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "ticks":  { "type": "timer.start_interval", "attributes": { "seconds": 0.01 } },
    "before": { "type": "variable.get", "attributes": { "variable": "ticks" } },
    "one":    { "type": "math.increment" },
    "keep":   { "type": "variable.set", "attributes": { "variable": "ticks" } },
    "show":   { "type": "console.print" },
    "third":  { "type": "compare.is_equal", "attributes": { "data_type": "Int", "b": 3 } },
    "done":   { "type": "flow.branch" },
    "exit":   { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> ticks.pulse",
    "ticks.pulse -> keep.pulse",
    "before.value -> one.input",
    "one.output -> keep.value",
    "keep.pulse -> show.pulse",
    "keep.value -> show.input",
    "show.pulse -> done.pulse",
    "keep.value -> third.a",
    "third.c -> done.input",
    "done.on_true -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn an_interval_starts_ticks_and_is_reset() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.start_interval", 4, json!({ "seconds": 2 }));
        assert_eq!((node.pulse(), node.get("instance_id")), ("on_start".into(), &Value::Int(1)));
        assert_eq!(toolbox.services.take_calls(), ["timer 1 after 2s every Some(2s)"]);
        assert_eq!((node.event(1), node.event(1)), ("pulse".into(), "pulse".into()));
        assert_eq!(node.event(-1), "on_reset");
        assert_eq!(node.event(7), "end");
    }

    #[test]
    fn an_interval_of_no_time_is_refused() {
        let mut node =
            TestToolbox::new().node("timer.start_interval", 0, json!({ "seconds": 0.001 }));
        assert_eq!(node.pulse(), "on_start");
        let error = node.set("seconds", 0.0).error();
        assert_eq!((error.code.as_ref(), error.input), ("bad_duration", Some(0)));
    }
}
