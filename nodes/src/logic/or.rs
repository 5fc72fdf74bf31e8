use crate::sockets;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells whether at least one of its inputs is true.";
    NodeInfo::value("logic.or", "OR", doc)
        .attribute(sockets::count())
        .output(Socket::new("output", "Output", ValueType::Bool, "Whether an input is true."))
        .example("One of three is enough", EXAMPLE, "true")
        .create(|_| Ok(Or))
        .dynamic_sockets("`count` inputs: input_1, input_2, ...", |attributes, sockets| {
            let input = Socket::new("input", "Input", ValueType::Bool, "One of the values.");
            sockets::add_counted(attributes, sockets, &input);
            Ok(())
        })
}

struct Or;

impl Node for Or {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let mut output = false;
        for input in 0..context.inputs() {
            output |= context.bool(input)?;
        }
        context.set(0, output);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "any":   { "type": "logic.or",
               "attributes": { "count": 3, "input_1": false, "input_2": true, "input_3": false } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "any.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn true_when_one_is() {
        let mut node = Bench::new("logic.or", json!({ "count": 3 }));
        for inputs in 0..8 {
            let bits = [inputs & 1, inputs & 2, inputs & 4].map(|bit| bit != 0);
            for (id, bit) in ["input_1", "input_2", "input_3"].into_iter().zip(bits) {
                node.set(id, bit);
            }
            assert_eq!(node.read(), "pulse");
            assert_eq!(node.get("output"), &(inputs != 0).into(), "{bits:?}");
        }
        assert_eq!(node.set("input_3", 1).read(), "type_mismatch");
    }
}
