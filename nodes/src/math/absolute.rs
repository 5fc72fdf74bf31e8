use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a number without its sign.\n\
               Fails with overflow for the smallest Int, and with not_finite for infinity and NaN.";
    NodeInfo::value("math.absolute", "Absolute", doc)
        .attribute(super::data_type())
        .input(Socket::int("input", "Input", "The number."))
        .output(Socket::int("output", "Output", "The number without its sign."))
        .example_of("Without the sign", "output", &[(r#"{ "input": -5 }"#, "5")])
        .compute_with(|setup| number::unary(setup, i64::checked_abs, f64::abs))
        .dynamic_sockets(super::TYPED, super::typed)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_sign_is_gone() {
        let cases = [
            (json!({}), "0"),
            (json!({ "input": -7 }), "7"),
            (json!({ "input": i64::MIN }), "overflow"),
            (json!({ "data_type": "Float", "input": -0.0 }), "0.0"),
            (json!({ "data_type": "Number", "input": -2.5 }), "2.5"),
        ];
        check("math.absolute", "output", &cases);
        let mut node = Bench::new("math.absolute", json!({ "data_type": "Float" }));
        assert_eq!(node.set("input", f64::NAN).read(), "not_finite");
    }
}
