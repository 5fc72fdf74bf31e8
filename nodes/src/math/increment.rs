use super::number;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};
use std::ops::Add as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Adds a step to a number. To count in a variable, wire Get Variable to its input and its output to Set \
               Variable.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is infinite.";
    NodeInfo::value("math.increment", "Increment", doc)
        .attribute(super::data_type())
        .input(Socket::int("input", "Input", "The number to add to."))
        .input(Socket::int("step", "Step", "The number to add.").with_default(1))
        .output(Socket::int("output", "Output", "The sum of input and step."))
        .example("Count in a variable", EXAMPLE, "42")
        .compute_with(|setup| number::fold(setup, i64::checked_add, f64::add))
        .dynamic_sockets(super::TYPED, super::typed)
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
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn adds_one_unless_there_is_a_step() {
        let cases = [
            (json!({ "input": 41 }), "42"),
            (json!({ "data_type": "Float", "input": 1, "step": -0.5 }), "0.5"),
            (json!({ "input": i64::MAX }), "overflow"),
        ];
        check("math.increment", "output", &cases);
    }
}
