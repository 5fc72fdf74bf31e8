use super::instance::{self, TimerEvent};
use crate::{Services, TimerId};
use pulsewire_plugin::{
    Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Passes each pulse on at once, and fires `expired` when no other has come for a time; then it waits for the \
               next pulse to begin again. A pulse into `stop` ends the wait.\n\
               Fails with bad_duration when the time is under a millisecond, not a number or over 100 years.";
    let seconds = "How long to wait for a pulse, in seconds, 0.001 or more.";
    let services = services.clone();
    NodeInfo::action("timer.watchdog", "Watchdog", doc)
        .pulse_input("stop", "Stop", "Ends the wait.")
        .pulse_output("expired", "Expired", "No pulse came in time.")
        .input(Socket::float("seconds", "Seconds", seconds).with_default(10.0))
        .example("No second pulse comes", EXAMPLE, "alive\nsilent")
        .create(move |setup| {
            let (services, emitter) = (services.clone(), setup.emitter);
            Ok(Watchdog { services, emitter, timer: None })
        })
        .check_constants(|constants| instance::check_seconds(constants, MIN_WAIT))
}

const MIN_WAIT: Duration = Duration::from_millis(1);
const STOP: Trigger = Trigger::Pulse(1);
const EXPIRED: Flow = Flow::Emit(1);

struct Watchdog {
    services: Arc<dyn Services>,
    emitter: Emitter,
    timer: Option<TimerId>,
}

impl Watchdog {
    fn stop(&mut self) {
        if let Some(timer) = self.timer.take() {
            self.services.stop_timer(timer);
        }
    }
}

impl Node for Watchdog {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match context.trigger() {
            Trigger::Event => match instance::timer_event(context, &*self.services) {
                TimerEvent::Tick(timer) if self.timer == Some(timer) => {
                    self.timer = None;
                    Ok(EXPIRED)
                }
                _ => Ok(Flow::End),
            },
            STOP => {
                self.stop();
                Ok(Flow::End)
            }
            _ => {
                let after = instance::duration(context, MIN_WAIT)?;
                self.stop();
                self.timer = Some(self.services.start_timer(after, None, &self.emitter));
                Ok(Flow::NEXT)
            }
        }
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "dog":    { "type": "timer.watchdog", "attributes": { "seconds": 0.02 } },
    "alive":  { "type": "console.print", "attributes": { "input": "alive" } },
    "silent": { "type": "console.print", "attributes": { "input": "silent" } },
    "exit":   { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> dog.pulse",
    "dog.pulse -> alive.pulse",
    "dog.expired -> silent.pulse",
    "silent.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;

    #[test]
    fn each_pulse_starts_the_wait_again() {
        let toolbox = TestToolbox::new();
        let mut node = toolbox.node("timer.watchdog", 4, json!({ "seconds": 5 }));
        assert_eq!((node.pulse(), node.pulse()), ("pulse".into(), "pulse".into()));
        assert_eq!(toolbox.services.take_calls()[1], "timer 2 after 5s every None");
        assert_eq!(
            (node.event(1), node.event(2), node.event(2)),
            ("end".into(), "expired".into(), "end".into())
        );
        node.pulse();
        assert_eq!((node.pulse_at(1), node.event(3)), ("end".into(), "end".into()));
        assert_eq!(node.set("seconds", 0.0).pulse(), "bad_duration");
    }
}
