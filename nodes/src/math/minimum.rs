use super::number;
use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the smallest of several numbers. NaN does not count.\n\
               Fails with not_finite when the result is infinite or all numbers are NaN.";
    let example = r#"{ "count": 3, "input_1": 5, "input_2": 7, "input_3": -3 }"#;
    NodeInfo::value("math.minimum", "Minimum", doc)
        .attribute(super::data_type())
        .attribute(sockets::count())
        .output(Socket::int("minimum", "Minimum", "The smallest number."))
        .example_of("The smallest of three", "minimum", &[(example, "-3")])
        .compute_with(|setup| number::fold(setup, |a, b| Some(a.min(b)), f64::min))
        .dynamic_sockets(super::COUNTED, super::counted)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_smallest_counts() {
        let case = |kind, a, b| json!({ "data_type": kind, "input_1": a, "input_2": b });
        let cases = [
            (case("Int", json!(7), json!(-3)), "-3"),
            (case("Float", json!(-1.5), json!(2.5)), "-1.5"),
            (case("Number", json!(-3), json!(7)), "-3"),
            (case("Number", json!(2.5), json!(-1.5)), "-1.5"),
        ];
        check("math.minimum", "minimum", &cases);
    }

    #[test]
    fn nan_does_not_count() {
        let mut node = Bench::new("math.minimum", json!({ "data_type": "Float", "input_2": 1 }));
        node.set("input_1", f64::NAN);
        assert_eq!((node.read(), node.text("minimum")), ("pulse".into(), "1.0".into()));
        assert_eq!(node.set("input_2", f64::NAN).read(), "not_finite");
    }
}
