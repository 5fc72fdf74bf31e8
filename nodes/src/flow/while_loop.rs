use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires `pulse` as long as the condition is true, then `on_end`. The condition is read before each \
               iteration, so it must depend on something that the iterations change, such as a variable. The project's \
               limit of steps stops an endless loop.";
    NodeInfo::action("flow.while_loop", "While Loop", doc)
        .pulse_output("on_end", "OnEnd", "The condition is false.")
        .input(Socket::bool("condition", "Condition", "Whether to run another iteration.").live())
        .example("Double until it is large enough", EXAMPLE, "16")
        .run(|context| Ok(if context.bool(0)? { BODY } else { ON_END }))
}

const BODY: Flow = Flow::Loop(0);
const ON_END: Flow = Flow::Emit(1);

const EXAMPLE: &str = r#"{
  "variables": { "number": { "type": "Int", "initial": 1 } },
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "number": { "type": "variable.get", "attributes": { "variable": "number" } },
    "small":  { "type": "compare.is_less_equal", "attributes": { "mode": "is_less", "b": 10 } },
    "loop":   { "type": "flow.while_loop" },
    "double": { "type": "math.multiply", "attributes": { "input_2": 2 } },
    "keep":   { "type": "variable.set", "attributes": { "variable": "number" } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> loop.pulse",
    "number.value -> small.a",
    "small.c -> loop.condition",
    "loop.pulse -> keep.pulse",
    "number.value -> double.input_1",
    "double.output -> keep.value",
    "loop.on_end -> show.pulse",
    "number.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn repeats_while_the_condition_is_true() {
        let mut node = Bench::new("flow.while_loop", json!({ "condition": true }));
        assert_eq!([node.pulse(), node.resume()], ["loop pulse", "loop pulse"]);
        assert_eq!(node.set("condition", false).resume(), "on_end");
        assert_eq!(node.pulse(), "on_end");
    }
}
