use super::number::{self, Number};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::ops::Add as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Adds a step to a number: to count, wire Get Variable to it and it to Set Variable.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is no number.";
    NodeInfo::value("math.increment", "Increment", doc)
        .attribute(super::data_type())
        .input(super::number("input", "Input", "The number to begin with."))
        .input(super::number("step", "Step", "What to add.").with_default(1))
        .output(super::number("output", "Output", "The number after the step."))
        .example("Count in a variable", EXAMPLE, "42")
        .create(|setup| Ok(Increment { number: Number::of(&setup) }))
        .dynamic_sockets(super::TYPED, super::of_data_type)
}

struct Increment {
    number: Number,
}

impl Node for Increment {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        number::fold(context, self.number, i64::checked_add, f64::add)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "count": { "type": "Int", "initial": 41 } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "count": { "type": "variable.get", "attributes": { "variable": "count" } },
    "next":  { "type": "math.increment" },
    "keep":  { "type": "variable.set", "attributes": { "variable": "count" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> keep.pulse",
    "count.value -> next.input",
    "next.output -> keep.value",
    "keep.pulse -> show.pulse",
    "keep.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn goes_one_step_unless_told_otherwise() {
        let mut node = Bench::new("math.increment", json!({ "input": 41 }));
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "42".into()));
        let attributes = json!({ "data_type": "Float", "input": 1, "step": -0.5 });
        let mut node = Bench::new("math.increment", attributes);
        assert_eq!((node.read(), node.shown("output")), ("pulse".into(), "0.5".into()));
        assert_eq!(
            Bench::new("math.increment", json!({})).set("input", i64::MAX).read(),
            "overflow"
        );
    }
}
