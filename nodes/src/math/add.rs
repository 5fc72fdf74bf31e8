use super::number;
use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};
use std::ops::Add as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Adds numbers.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is infinite.";
    NodeInfo::value("math.add", "Add", doc)
        .attribute(super::data_type())
        .attribute(sockets::count())
        .output(Socket::int("output", "Output", "The sum."))
        .example_of(
            "Sums of Ints and of Floats",
            "output",
            &[
                (r#"{ "count": 3, "input_1": 1, "input_2": 2, "input_3": 4 }"#, "7"),
                (r#"{ "data_type": "Float", "input_1": 0.5, "input_2": 0.25 }"#, "0.75"),
            ],
        )
        .compute_with(|setup| number::fold(setup, i64::checked_add, f64::add))
        .dynamic_sockets(super::COUNTED, super::counted)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn computes_with_both_types() {
        let floats =
            json!({ "data_type": "Float", "count": 3, "input_1": 2, "input_2": 0.5, "input_3": 4 });
        let cases = [(json!({ "input_1": 7, "input_2": -2 }), "5"), (floats, "6.5")];
        check("math.add", "output", &cases);
    }

    #[test]
    fn never_wraps() {
        let ints = json!({ "input_1": i64::MAX, "input_2": 1 });
        let floats = json!({ "data_type": "Float", "input_1": f64::MAX, "input_2": f64::MAX });
        check("math.add", "output", &[(ints, "overflow"), (floats, "not_finite")]);
        let mut node = Bench::new("math.add", json!({}));
        assert_eq!(node.set("input_2", "2").error().input, Some(1));
    }
}
