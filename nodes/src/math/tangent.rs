use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the tangent of an angle.\n\
               Fails with not_finite when the angle is infinite or NaN.";
    NodeInfo::value("math.tangent", "Tangent", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("input", "Input", "The angle."))
        .output(Socket::float("output", "Output", "Its tangent."))
        .example_of("Of 0 degrees", "output", &[(r#"{ "is_degree": true, "input": 0 }"#, "0.0")])
        .compute_with(|setup| trigonometry::of_angle(setup, f64::tan))
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
            (case(45.0, true), "0.9999999999999999"),
            (case(0.0, true), "0.0"),
            (case(0_f64.to_radians(), false), "0.0"),
        ];
        check("math.tangent", "output", &cases);
    }

    #[test]
    fn infinity_and_nan_have_none() {
        let mut node = Bench::new("math.tangent", json!({}));
        for angle in [f64::INFINITY, f64::NAN] {
            assert_eq!(node.set("input", angle).read(), "not_finite");
        }
    }
}
