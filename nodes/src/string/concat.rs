use crate::sockets;
use crate::text::Builder;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Puts strings one behind the other. For values of other types see Format.";
    NodeInfo::value("string.concat", "Concat Strings", doc)
        .attribute(sockets::count())
        .output(super::text("output", "Output", "All inputs in one string."))
        .example("Greet by name", EXAMPLE, "hello, ada")
        .create(|_| Ok(Concat::default()))
        .dynamic_sockets("`count` inputs: input_1, input_2, ...", |attributes, sockets| {
            let input = super::text("input", "Input", "One of the strings.");
            sockets::add_counted(attributes, sockets, &input);
            Ok(())
        })
}

#[derive(Default)]
struct Concat {
    builder: Builder,
}

impl Node for Concat {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let whole = self.builder.start();
        for input in 0..context.inputs() {
            whole.push_str(context.text(input)?);
        }
        context.set(0, self.builder.finish());
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "text":  { "type": "string.concat",
               "attributes": { "count": 3, "input_1": "hello", "input_2": ", ", "input_3": "ada" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "text.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn puts_all_inputs_together() {
        let mut node =
            Bench::new("string.concat", json!({ "count": 3, "input_1": "é", "input_3": "!" }));
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "é!".into()));
        let long = "x".repeat(3000);
        node.set("input_2", long.as_str()).read();
        assert_eq!(node.shown("output"), format!("é{long}!"));
        assert_eq!(node.set("input_2", 1).read(), "type_mismatch");
        node.set("input_2", "").read();
        assert_eq!(node.shown("output"), "é!");
    }
}
