use super::pending::Pendings;
use pulsewire_plugin::{Attribute, Flow, NodeInfo, NodeType, Socket, Value, ValueType};
use std::sync::Arc;

pub(crate) fn node_type(pendings: &Arc<Pendings>) -> NodeType {
    let doc = "Returns the next number of a channel: 1, 2, 3 and so on. All Next Id nodes of a channel count together, so \
               each request gets a key of its own.";
    let kinds = [ValueType::Int, ValueType::String];
    let pendings = pendings.clone();
    NodeInfo::action("reply.next_id", "Next Id", doc)
        .attribute(super::channel())
        .attribute(Attribute::data_type(&kinds, ValueType::Int))
        .output(Socket::int("id", "Id", "The number, as a String if `data_type` says so."))
        .example("Two numbers", EXAMPLE, "1\n2")
        .run_with(move |setup| {
            let pending = pendings.open(setup.attributes.text("channel"));
            let as_text = setup.attributes.kind("data_type") == ValueType::String;
            move |context| {
                let id = Value::Int(pending.next_id());
                context.set(0, if as_text { Value::from(id.to_string()) } else { id });
                Ok(Flow::NEXT)
            }
        })
        .apply_data_type(&["id"])
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "one":    { "type": "reply.next_id", "attributes": { "channel": "calls" } },
    "show":   { "type": "console.print" },
    "two":    { "type": "reply.next_id", "attributes": { "channel": "calls" } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> one.pulse",
    "one.pulse -> show.pulse",
    "one.id -> show.input",
    "show.pulse -> two.pulse",
    "two.pulse -> show_2.pulse",
    "two.id -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn each_channel_counts_by_itself() {
        let toolbox = TestToolbox::new();
        let node = |channel, kind| {
            toolbox.node("reply.next_id", 0, json!({ "channel": channel, "data_type": kind }))
        };
        let (mut a, mut again, mut b) = (node("a", "Int"), node("a", "String"), node("b", "Int"));
        for one in [&mut a, &mut again, &mut b] {
            assert_eq!(one.pulse(), "pulse");
        }
        let ids = [a.get("id"), again.get("id"), b.get("id")];
        assert_eq!(ids, [&Value::Int(1), &Value::from("2"), &Value::Int(1)]);
    }
}
