use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the angle with a given tangent: -90 to 90 degrees. For the angle of a point, use Arc Tangent 2.\n\
               Fails with not_finite when the tangent is NaN.";
    NodeInfo::value("math.arc_tangent", "Arc Tangent", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("input", "Input", "The tangent."))
        .output(Socket::float("output", "Output", "The angle."))
        .example_of("In degrees", "output", &[(r#"{ "is_degree": true, "input": 1 }"#, "45.0")])
        .compute_with(|setup| trigonometry::to_angle(setup, |context| Ok(context.float(0)?.atan())))
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
            (case(-1.0, true), "-45.0"),
            (case(1.0, false), "0.7853981633974483"),
        ];
        check("math.arc_tangent", "output", &cases);
    }

    #[test]
    fn infinity_is_a_right_angle_and_nan_fails() {
        let mut node = Bench::new("math.arc_tangent", json!({ "is_degree": true }));
        node.set("input", f64::INFINITY);
        assert_eq!((node.read(), node.text("output")), ("pulse".into(), "90.0".into()));
        assert_eq!(node.set("input", f64::NAN).read(), "not_finite");
    }
}
