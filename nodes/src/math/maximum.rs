use super::number;
use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the largest of several numbers. NaN does not count.\n\
               Fails with not_finite when the result is infinite or all numbers are NaN.";
    let example = r#"{ "count": 3, "input_1": 5, "input_2": 7, "input_3": -3 }"#;
    NodeInfo::value("math.maximum", "Maximum", doc)
        .attribute(super::data_type())
        .attribute(sockets::count())
        .output(Socket::int("maximum", "Maximum", "The largest number."))
        .example_of("The largest of three", "maximum", &[(example, "7")])
        .compute_with(|setup| number::fold(setup, |a, b| Some(a.max(b)), f64::max))
        .dynamic_sockets(super::COUNTED, super::counted)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_largest_counts() {
        let case = |kind, a, b| json!({ "data_type": kind, "input_1": a, "input_2": b });
        let cases = [
            (case("Int", json!(7), json!(-3)), "7"),
            (case("Float", json!(-1.5), json!(2.5)), "2.5"),
            (case("Number", json!(-3), json!(7)), "7"),
            (case("Number", json!(2.5), json!(-1.5)), "2.5"),
        ];
        check("math.maximum", "maximum", &cases);
    }

    #[test]
    fn nan_does_not_count() {
        let mut node = Bench::new("math.maximum", json!({ "data_type": "Float", "input_2": 1 }));
        node.set("input_1", f64::NAN);
        assert_eq!((node.read(), node.text("maximum")), ("pulse".into(), "1.0".into()));
        assert_eq!(node.set("input_2", f64::NAN).read(), "not_finite");
    }
}
