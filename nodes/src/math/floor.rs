use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Rounds a number down to the next whole number. An Int stays as it is.\n\
               Fails with not_finite for infinity and NaN.";
    NodeInfo::value("math.floor", "Floor", doc)
        .attribute(super::data_type_float())
        .input(Socket::int("input", "Input", "The number to round."))
        .output(Socket::int("output", "Output", "The rounded number."))
        .example_of("Round a number", "output", &[(r#"{ "input": 2.9 }"#, "2.0")])
        .compute_with(|setup| number::unary(setup, Some, f64::floor))
        .dynamic_sockets(super::TYPED, super::typed)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn rounds_floats_and_leaves_ints() {
        let cases = [
            (json!({ "input": 2.9 }), "2.0"),
            (json!({ "input": -2.1 }), "-3.0"),
            (json!({ "input": 1e300 }), "1e300"),
            (json!({ "data_type": "Int", "input": i64::MAX }), "9223372036854775807"),
            (json!({ "data_type": "Number", "input": -7 }), "-7"),
        ];
        check("math.floor", "output", &cases);
        let mut node = Bench::new("math.floor", json!({}));
        assert_eq!(node.set("input", f64::INFINITY).read(), "not_finite");
    }
}
