use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};
use std::ops::Sub as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Subtracts a step from a number.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is infinite.";
    NodeInfo::value("math.decrement", "Decrement", doc)
        .attribute(super::data_type())
        .input(Socket::int("input", "Input", "The number to subtract from."))
        .input(Socket::int("step", "Step", "The number to subtract.").with_default(1))
        .output(Socket::int("output", "Output", "The difference of input and step."))
        .example_of("One less", "output", &[(r#"{ "input": 43 }"#, "42")])
        .compute_with(|setup| number::fold(setup, i64::checked_sub, f64::sub))
        .dynamic_sockets(super::TYPED, super::typed)
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn subtracts_one_unless_there_is_a_step() {
        let cases = [
            (json!({ "input": 43 }), "42"),
            (json!({ "data_type": "Float", "input": 1, "step": -0.5 }), "1.5"),
            (json!({ "data_type": "Number", "input": 1.5 }), "0.5"),
            (json!({ "data_type": "Number" }), "-1"),
            (json!({ "input": i64::MIN }), "overflow"),
        ];
        check("math.decrement", "output", &cases);
    }
}
