use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the cosine of an angle.\n\
               Fails with not_finite when the angle is infinite or NaN.";
    NodeInfo::value("math.cosine", "Cosine", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("input", "Input", "The angle."))
        .output(Socket::float("output", "Output", "Its cosine."))
        .example_of(
            "Of 180 degrees",
            "output",
            &[(r#"{ "is_degree": true, "input": 180 }"#, "-1.0")],
        )
        .compute_with(|setup| trigonometry::of_angle(setup, f64::cos))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn angles_are_radians_or_degrees() {
        let case = |input: f64, degree| json!({ "input": input, "is_degree": degree });
        let cases = [
            (json!({}), "1.0"),
            (case(60.0, true), "0.5000000000000001"),
            (case(180.0, true), "-1.0"),
            (case(180_f64.to_radians(), false), "-1.0"),
        ];
        check("math.cosine", "output", &cases);
    }

    #[test]
    fn infinity_and_nan_have_none() {
        let mut node = Bench::new("math.cosine", json!({}));
        for angle in [f64::INFINITY, f64::NAN] {
            assert_eq!(node.set("input", angle).read(), "not_finite");
        }
    }
}
