use crate::sockets;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells whether all its inputs are true.";
    NodeInfo::value("logic.and", "AND", doc)
        .attribute(sockets::count())
        .output(Socket::new("output", "Output", ValueType::Bool, "Whether all inputs are true."))
        .example("All three or nothing", EXAMPLE, "false")
        .create(|_| Ok(And))
        .dynamic_sockets("`count` inputs: input_1, input_2, ...", |attributes, sockets| {
            let input = Socket::new("input", "Input", ValueType::Bool, "One of the values.");
            sockets::add_counted(attributes, sockets, &input);
            Ok(())
        })
}

struct And;

impl Node for And {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let mut output = true;
        for input in 0..context.inputs() {
            output &= context.bool(input)?;
        }
        context.set(0, output);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "all":   { "type": "logic.and",
               "attributes": { "count": 3, "input_1": true, "input_2": true, "input_3": false } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "all.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn true_when_all_are() {
        let mut node = Bench::new("logic.and", json!({ "count": 3 }));
        for inputs in 0..8 {
            let bits = [inputs & 1, inputs & 2, inputs & 4].map(|bit| bit != 0);
            for (id, bit) in ["input_1", "input_2", "input_3"].into_iter().zip(bits) {
                node.set(id, bit);
            }
            assert_eq!(node.read(), "pulse");
            assert_eq!(node.get("output"), &(inputs == 7).into(), "{bits:?}");
        }
        assert_eq!(node.set("input_3", 1).read(), "type_mismatch");
    }
}
