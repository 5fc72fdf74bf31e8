use super::instance::{self, Came};
use crate::Services;
use pulsewire_plugin::{
    Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger, ValueType,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Lets the pulse go on after some time. Each pulse in starts a timeout of its own with an instance \
               id of its own; meanwhile everything else goes on. As in Incari, `on_end` fires when Cancel \
               Timeout ended it early, and `pulse` then does not.\n\
               Fails with bad_duration when the time is negative, not a number or over 100 years.";
    let services = services.clone();
    NodeInfo::action("timer.start_timeout", "Start Timeout", doc)
        .pulse_output("on_start", "OnStart", "At once, when the timeout begins.")
        .pulse_output("on_end", "OnEnd", "Cancel Timeout ended the timeout before its time.")
        .input(
            Socket::new(
                "seconds",
                "Seconds",
                ValueType::Float,
                "How long to wait, in seconds, 0 or more.",
            )
            .with_default(1.0),
        )
        .output(instance::output())
        .example("Print later what was asked for first", EXAMPLE, "waiting\nover")
        .create(move |setup| {
            Ok(StartTimeout { services: services.clone(), emitter: setup.emitter })
        })
}

const OVER: Flow = Flow::NEXT;
const ON_START: Flow = Flow::Emit(1);
const ON_END: Flow = Flow::Emit(2);

struct StartTimeout {
    services: Arc<dyn Services>,
    emitter: Emitter,
}

impl Node for StartTimeout {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (timer, flow) = match context.trigger() {
            Trigger::Event => match instance::came(context, &*self.services) {
                Came::Tick(timer) => (timer, OVER),
                Came::Stopped(timer) => (timer, ON_END),
                Came::Stale => return Ok(Flow::End),
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
    use crate::testing::Kit;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn a_timeout_starts_ticks_and_ends() {
        let kit = Kit::new();
        let mut node = kit.node("timer.start_timeout", 4, json!({ "seconds": 0.25 }));
        assert_eq!((node.pulse(), node.get("instance_id")), ("on_start".into(), &Value::Int(1)));
        assert_eq!((node.pulse(), node.get("instance_id")), ("on_start".into(), &Value::Int(2)));
        assert_eq!(kit.program.heard()[0], "timer 1 after 250ms every None");
        assert_eq!((node.event(1), node.get("instance_id")), ("pulse".into(), &Value::Int(1)));
        assert_eq!((node.event(-2), node.get("instance_id")), ("on_end".into(), &Value::Int(2)));
        assert_eq!(node.event(9), "end");
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        let kit = Kit::new();
        let mut node = kit.node("timer.start_timeout", 0, json!({ "seconds": 0 }));
        assert_eq!(node.pulse(), "on_start");
        for seconds in [-0.1, f64::NAN, f64::INFINITY, 1e19, 4e9] {
            assert_eq!(node.set("seconds", seconds).error().code, "bad_duration", "{seconds}");
        }
    }
}
