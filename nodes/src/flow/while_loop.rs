use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fires `pulse` as long as the condition holds, then `on_end`. The condition is read before each \
               round, so it must depend on something that the rounds change, such as a variable. A loop that \
               never ends is stopped by the project's limit of steps.";
    NodeInfo::action("flow.while_loop", "While Loop", doc)
        .pulse_output("on_end", "OnEnd", "The condition does not hold (any more).")
        .input(Socket::new("condition", "Condition", ValueType::Bool, "Whether to go round again."))
        .example("Double until it is large enough", EXAMPLE, "16")
        .create(|_| Ok(WhileLoop))
}

const BODY: Flow = Flow::Loop(0);
const ON_END: Flow = Flow::Emit(1);

struct WhileLoop;

impl Node for WhileLoop {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(if context.bool(0)? { BODY } else { ON_END })
    }
}

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
    fn goes_round_while_the_condition_holds() {
        let mut node = Bench::new("flow.while_loop", json!({ "condition": true }));
        assert_eq!([node.pulse(), node.back()], ["loop pulse", "loop pulse"]);
        assert_eq!(node.set("condition", false).back(), "on_end");
        assert_eq!(node.pulse(), "on_end");
    }
}
