use super::instance;
use crate::Services;
use pulsewire_plugin::{Context, NodeInfo, NodeType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends an interval (Incari calls this Reset Interval): its Start Interval no longer ticks, and its `on_reset` \
               fires once, after the current work of that graph. An interval of another graph can be stopped as well.";
    let services = services.clone();
    NodeInfo::action("timer.stop_interval", "Stop Interval", doc)
        .input(instance::input())
        .output(instance::was_running())
        .example("Stop after the first tick", EXAMPLE, "tick\nstopped")
        .run_with(move |_| {
            let services = services.clone();
            move |context: &mut Context<'_>| instance::stop(context, &*services)
        })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "ticks":   { "type": "timer.start_interval", "attributes": { "seconds": 0.02 } },
    "tick":    { "type": "console.print", "attributes": { "input": "tick" } },
    "stop":    { "type": "timer.stop_interval" },
    "stopped": { "type": "console.print", "attributes": { "input": "stopped" } },
    "exit":    { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> ticks.pulse",
    "ticks.pulse -> tick.pulse",
    "tick.pulse -> stop.pulse",
    "ticks.instance_id -> stop.instance_id",
    "ticks.on_reset -> stopped.pulse",
    "stopped.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn the_starting_node_is_notified_and_stale_ticks_are_ignored() {
        let toolbox = TestToolbox::new();
        let mut start = toolbox.node("timer.start_interval", 4, json!({}));
        start.pulse();
        let mut stop = toolbox.node("timer.stop_interval", 5, json!({ "instance_id": 1 }));
        assert_eq!((stop.pulse(), stop.get("was_running")), ("pulse".into(), &true.into()));
        assert_eq!(toolbox.inbox.take(), [(4, Value::Int(-1))]);
        assert_eq!((start.event(1), start.event(-1)), ("end".into(), "on_reset".into()));
    }

    #[test]
    fn an_unknown_id_does_nothing() {
        let mut stop = TestToolbox::new().node("timer.stop_interval", 5, json!({}));
        for id in [0, 99, i64::MIN] {
            stop.set("instance_id", id);
            assert_eq!((stop.pulse(), stop.get("was_running")), ("pulse".into(), &false.into()));
        }
    }
}
