use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Sends the pulse one of two ways, as an if statement does in other languages.";
    NodeInfo::action("flow.branch", "Branch", doc)
        .without_pulse_output()
        .pulse_output("on_true", "OnTrue", "The input is true.")
        .pulse_output("on_false", "OnFalse", "The input is false.")
        .input(Socket::bool("input", "Input", "The condition."))
        .example("Distinguish large from small", EXAMPLE, "large")
        .run(|context| Ok(if context.bool(0)? { ON_TRUE } else { ON_FALSE }))
}

const ON_TRUE: Flow = Flow::Emit(0);
const ON_FALSE: Flow = Flow::Emit(1);

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "test":   { "type": "compare.is_greater_equal", "attributes": { "a": 120, "b": 100 } },
    "choose": { "type": "flow.branch" },
    "large":  { "type": "console.print", "attributes": { "input": "large" } },
    "small":  { "type": "console.print", "attributes": { "input": "small" } }
  },
  "wires": [
    "begin.pulse -> choose.pulse",
    "test.c -> choose.input",
    "choose.on_true -> large.pulse",
    "choose.on_false -> small.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_input_decides() {
        let mut node = Bench::new("flow.branch", json!({}));
        assert_eq!(node.pulse(), "on_false");
        assert_eq!(node.set("input", true).pulse(), "on_true");
        assert_eq!(node.set("input", 1).pulse(), "type_mismatch");
    }
}
