use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the sine of an angle.\n\
               Fails with not_finite when the angle is infinite or NaN.";
    NodeInfo::value("math.sine", "Sine", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("input", "Input", "The angle."))
        .output(Socket::float("output", "Output", "Its sine."))
        .example_of("Of 90 degrees", "output", &[(r#"{ "is_degree": true, "input": 90 }"#, "1.0")])
        .compute_with(|setup| trigonometry::of_angle(setup, f64::sin))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn angles_are_radians_or_degrees() {
        let case = |input: f64, degree| json!({ "input": input, "is_degree": degree });
        let cases = [
            (json!({}), "0.0"),
            (case(30.0, true), "0.49999999999999994"),
            (case(90.0, true), "1.0"),
            (case(90_f64.to_radians(), false), "1.0"),
        ];
        check("math.sine", "output", &cases);
    }

    #[test]
    fn infinity_and_nan_have_none() {
        let mut node = Bench::new("math.sine", json!({}));
        for angle in [f64::INFINITY, f64::NAN] {
            assert_eq!(node.set("input", angle).read(), "not_finite");
        }
    }
}
