use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the angle with a given sine: -90 to 90 degrees.\n\
               Fails with out_of_domain when the sine is not -1 to 1.";
    NodeInfo::value("math.arc_sine", "Arc Sine", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("input", "Input", "The sine, -1 to 1."))
        .output(Socket::float("output", "Output", "The angle."))
        .example_of("In degrees", "output", &[(r#"{ "is_degree": true, "input": 1 }"#, "90.0")])
        .compute_with(|setup| {
            trigonometry::to_angle(setup, |context| Ok(trigonometry::ratio(context)?.asin()))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn angles_are_radians_or_degrees() {
        let case = |input: f64, degree| json!({ "input": input, "is_degree": degree });
        let cases = [
            (case(1.0, true), "90.0"),
            (case(1.0, false), "1.5707963267948966"),
            (case(0.0, true), "0.0"),
        ];
        check("math.arc_sine", "output", &cases);
    }

    #[test]
    fn other_numbers_are_rejected() {
        let mut node = Bench::new("math.arc_sine", json!({}));
        for input in [1.000_001, -2.0, f64::NAN] {
            let error = node.set("input", input).error();
            assert_eq!((error.code.as_ref(), error.input), ("out_of_domain", Some(0)), "{input}");
        }
    }
}
