use super::instance;
use crate::Services;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends a timeout before its time: the `pulse` of its Start Timeout does not come any more, its \
               `on_end` does, once what runs now is done. A timeout of another graph can be cancelled too.";
    let services = services.clone();
    NodeInfo::action("timer.cancel_timeout", "Cancel Timeout", doc)
        .input(instance::input())
        .output(instance::was_running())
        .example("Think better of it", EXAMPLE, "true\ncancelled")
        .create(move |_| Ok(CancelTimeout { services: services.clone() }))
}

struct CancelTimeout {
    services: Arc<dyn Services>,
}

impl Node for CancelTimeout {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        instance::stop(context, &*self.services)
    }
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
    use crate::testing::Kit;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn the_starter_is_told_once() {
        let kit = Kit::new();
        kit.node("timer.start_timeout", 4, json!({})).pulse();
        let mut cancel = kit.node("timer.cancel_timeout", 5, json!({ "instance_id": 1 }));
        assert_eq!((cancel.pulse(), cancel.get("was_running")), ("pulse".into(), &true.into()));
        assert_eq!(kit.inbox.take(), [(4, Value::Int(-1))]);
        assert_eq!((cancel.pulse(), cancel.get("was_running")), ("pulse".into(), &false.into()));
        assert!(kit.inbox.take().is_empty());
    }

    #[test]
    fn a_starter_that_cannot_be_told_is_a_failure() {
        let kit = Kit::new();
        kit.node("timer.start_timeout", 4, json!({})).pulse();
        kit.inbox.fill();
        let mut cancel = kit.node("timer.cancel_timeout", 5, json!({ "instance_id": 1 }));
        assert_eq!(cancel.pulse(), "inbox_full");
    }
}
