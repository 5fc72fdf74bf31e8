use super::instance;
use crate::Services;
use pulsewire_plugin::{Context, NodeInfo, NodeType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends a timeout early: instead of `pulse`, the `on_end` of its Start Timeout fires, after the current work of \
               that graph. A timeout of another graph can be cancelled as well.";
    let services = services.clone();
    NodeInfo::action("timer.cancel_timeout", "Cancel Timeout", doc)
        .input(instance::input())
        .output(instance::was_running())
        .example("Cancel a timeout", EXAMPLE, "true\ncancelled")
        .run_with(move |_| {
            let services = services.clone();
            move |context: &mut Context<'_>| instance::stop(context, &*services)
        })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":     { "type": "event.initialize" },
    "wait":      { "type": "timer.start_timeout", "attributes": { "seconds": 60 } },
    "never":     { "type": "console.print", "attributes": { "input": "never printed" } },
    "cancel":    { "type": "timer.cancel_timeout" },
    "show":      { "type": "console.print" },
    "cancelled": { "type": "console.print", "attributes": { "input": "cancelled" } },
    "exit":      { "type": "program.exit" }
  },
  "wires": [
    "begin.pulse -> wait.pulse",
    "wait.pulse -> never.pulse",
    "wait.on_start -> cancel.pulse",
    "wait.instance_id -> cancel.instance_id",
    "cancel.pulse -> show.pulse",
    "cancel.was_running -> show.input",
    "wait.on_end -> cancelled.pulse",
    "cancelled.pulse -> exit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn the_starting_node_is_notified_once() {
        let toolbox = TestToolbox::new();
        toolbox.node("timer.start_timeout", 4, json!({})).pulse();
        let mut cancel = toolbox.node("timer.cancel_timeout", 5, json!({ "instance_id": 1 }));
        assert_eq!((cancel.pulse(), cancel.get("was_running")), ("pulse".into(), &true.into()));
        assert_eq!(toolbox.inbox.take(), [(4, Value::Int(-1))]);
        assert_eq!((cancel.pulse(), cancel.get("was_running")), ("pulse".into(), &false.into()));
        assert!(toolbox.inbox.take().is_empty());
    }

    #[test]
    fn a_starting_node_that_cannot_be_notified_is_a_failure() {
        let toolbox = TestToolbox::new();
        toolbox.node("timer.start_timeout", 4, json!({})).pulse();
        toolbox.inbox.fill();
        let mut cancel = toolbox.node("timer.cancel_timeout", 5, json!({ "instance_id": 1 }));
        assert_eq!(cancel.pulse(), "inbox_full");
    }
}
