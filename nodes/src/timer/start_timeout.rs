use super::instance::{self, TimerEvent};
use crate::Services;
use pulsewire_plugin::{
    Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Fires `pulse` after a delay; everything else continues in the meantime. Each incoming pulse starts a \
               separate timeout with its own instance id. As in Incari, `on_end` fires instead of `pulse` when \
               Cancel Timeout ends it early.\n\
               Fails with bad_duration when the time is negative, not a number or over 100 years.";
    let services = services.clone();
    NodeInfo::action("timer.start_timeout", "Start Timeout", doc)
        .pulse_output("on_start", "OnStart", "At once, when the timeout begins.")
        .pulse_output("on_end", "OnEnd", "Cancel Timeout ended the timeout early.")
        .input(
            Socket::float("seconds", "Seconds", "The delay in seconds, 0 or more.")
                .with_default(1.0),
        )
        .output(instance::output())
        .example("Print after a delay", EXAMPLE, "waiting\nover")
        .create(move |setup| {
            Ok(StartTimeout { services: services.clone(), emitter: setup.emitter })
        })
        .check_constants(|constants| instance::check_seconds(constants, Duration::ZERO))
}

const EXPIRED: Flow = Flow::NEXT;
const ON_START: Flow = Flow::Emit(1);
const ON_END: Flow = Flow::Emit(2);

struct StartTimeout {
    services: Arc<dyn Services>,
    emitter: Emitter,
}

impl Node for StartTimeout {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (timer, flow) = match context.trigger() {
            Trigger::Event => match instance::timer_event(context, &*self.services) {
                TimerEvent::Tick(timer) => (timer, EXPIRED),
                TimerEvent::Stopped(timer) => (timer, ON_END),
                TimerEvent::Stale => return Ok(Flow::End),
            },
            _ => {
                let after = instance::duration(context, Duration::ZERO)?;
                (self.services.start_timer(after, None, &self.emitter), ON_START)
            }
        };
        context.set(0, timer);
        Ok(flow)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "wait":    { "type": "timer.start_timeout", "attributes": { "seconds": 0.05 } },
    "waiting": { "type": "console.print", "attributes": { "input": "waiting" } },
    "over":    { "type": "console.print", "attributes": { "input": "over" } },
    "exit":    { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> wait.pulse",
    "wait.on_start -> waiting.pulse",
    "wait.pulse -> over.pulse",
    "over.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn a_timeout_starts_ticks_and_ends() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.start_timeout", 4, json!({ "seconds": 0.25 }));
        assert_eq!((node.pulse(), node.get("instance_id")), ("on_start".into(), &Value::Int(1)));
        assert_eq!((node.pulse(), node.get("instance_id")), ("on_start".into(), &Value::Int(2)));
        assert_eq!(toolbox.services.take_calls()[0], "timer 1 after 250ms every None");
        assert_eq!((node.event(1), node.get("instance_id")), ("pulse".into(), &Value::Int(1)));
        assert_eq!((node.event(-2), node.get("instance_id")), ("on_end".into(), &Value::Int(2)));
        assert_eq!(node.event(9), "end");
    }

    #[test]
    fn invalid_durations_are_rejected() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.start_timeout", 0, json!({ "seconds": 0 }));
        assert_eq!(node.pulse(), "on_start");
        for seconds in [-0.1, f64::NAN, f64::INFINITY, 1e19, 4e9] {
            assert_eq!(node.set("seconds", seconds).error().code, "bad_duration", "{seconds}");
        }
    }
}
