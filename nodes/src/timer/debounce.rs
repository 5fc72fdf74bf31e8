use super::instance::{self, TimerEvent};
use crate::{Services, TimerId};
use pulsewire_plugin::{
    Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger, Value,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Passes a pulse on when no other has come for a time, and drops those before it: the last of a burst.\n\
               Fails with bad_duration when the time is negative, not a number or over 100 years.";
    let seconds = "How long no other pulse may come, in seconds, 0 or more.";
    let services = services.clone();
    NodeInfo::action("timer.debounce", "Debounce", doc)
        .input(Socket::float("seconds", "Seconds", seconds).with_default(0.1))
        .input(Socket::any("value", "Value", "A value to pass on with the pulse."))
        .output(Socket::any("value", "Value", "The value of the pulse that is passed on."))
        .example("The last of two pulses", EXAMPLE, "2")
        .create(move |setup| {
            let (services, emitter) = (services.clone(), setup.emitter);
            Ok(Debounce { services, emitter, waiting: None })
        })
        .check_constants(|constants| instance::check_seconds(constants, Duration::ZERO))
}

struct Debounce {
    services: Arc<dyn Services>,
    emitter: Emitter,
    /// The timer, and the value of the last pulse.
    waiting: Option<(TimerId, Value)>,
}

impl Node for Debounce {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() != Trigger::Event {
            let after = instance::duration(context, Duration::ZERO)?;
            if let Some((timer, _)) = self.waiting.take() {
                self.services.stop_timer(timer);
            }
            let timer = self.services.start_timer(after, None, &self.emitter);
            self.waiting = Some((timer, context.input(1).clone()));
            return Ok(Flow::End);
        }
        let TimerEvent::Tick(timer) = instance::timer_event(context, &*self.services) else {
            return Ok(Flow::End);
        };
        match self.waiting.take_if(|(waiting, _)| *waiting == timer) {
            Some((_, value)) => {
                context.set(0, value);
                Ok(Flow::NEXT)
            }
            None => Ok(Flow::End),
        }
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "each":  { "type": "flow.for_each_loop", "attributes": { "array": [1, 2], "data_type": "Int" } },
    "last":  { "type": "timer.debounce", "attributes": { "seconds": 0.01 } },
    "show":  { "type": "console.print" },
    "exit":  { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> last.pulse",
    "each.value -> last.value",
    "last.pulse -> show.pulse",
    "last.value -> show.input",
    "show.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;

    #[test]
    fn only_the_last_pulse_is_passed_on() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.debounce", 4, json!({ "seconds": 2 }));
        assert_eq!(
            (node.set("value", "a").pulse(), node.set("value", "b").pulse()),
            ("end".into(), "end".into())
        );
        assert_eq!(toolbox.services.take_calls()[1], "timer 2 after 2s every None");
        assert_eq!(node.event(1), "end", "the first timer was stopped");
        assert_eq!((node.event(2), node.text("value")), ("pulse".into(), "b".into()));
        assert_eq!(node.event(2), "end");
        assert_eq!(node.set("seconds", -1.0).pulse(), "bad_duration");
    }
}
