use super::trigonometry;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the angle between the x axis and the line from the origin to a point: -180 to 180 degrees.\n\
               Fails with not_finite when a coordinate is NaN.";
    NodeInfo::value("math.arc_tangent_2", "Arc Tangent 2", doc)
        .attribute(trigonometry::is_degree())
        .input(Socket::float("y", "y", "The y coordinate of the point."))
        .input(Socket::float("x", "x", "The x coordinate of the point."))
        .output(Socket::float("output", "Output", "The angle; 0 for the origin."))
        .example_of(
            "In degrees",
            "output",
            &[(r#"{ "is_degree": true, "y": 1, "x": -1 }"#, "135.0")],
        )
        .compute_with(|setup| {
            trigonometry::to_angle(setup, |context| Ok(context.float(0)?.atan2(context.float(1)?)))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn every_quadrant_has_its_angles() {
        let case = |y: f64, x: f64| json!({ "is_degree": true, "y": y, "x": x });
        let cases = [
            (json!({}), "0.0"),
            (case(1.0, 1.0), "45.0"),
            (case(0.0, -1.0), "180.0"),
            (case(-1.0, -1.0), "-135.0"),
            (json!({ "y": 2 }), "1.5707963267948966"),
        ];
        check("math.arc_tangent_2", "output", &cases);
        let mut node = Bench::new("math.arc_tangent_2", json!({}));
        assert_eq!(node.set("x", f64::NAN).read(), "not_finite");
    }
}
