use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Converts an angle from radians to degrees, or back.\n\
               Fails with not_finite when the result is infinite or NaN.";
    let modes = ["radian_to_degree", "degree_to_radian"];
    NodeInfo::value("math.radian_degree_converter", "Radian-Degree Converter", doc)
        .attribute(Attribute::choice("mode", "Mode", &modes, "What to convert to what."))
        .input(Socket::float("input", "Input", "The angle."))
        .output(Socket::float("output", "Output", "The converted angle."))
        .example_of(
            "Half a turn",
            "output",
            &[
                (r#"{ "input": 3.141592653589793 }"#, "180.0"),
                (r#"{ "mode": "degree_to_radian", "input": 180 }"#, "3.141592653589793"),
            ],
        )
        .compute_with(|setup| {
            let to_degree = setup.attributes.text("mode") == "radian_to_degree";
            move |context: &mut Context<'_>| {
                let angle = context.float(0)?;
                number::finite(if to_degree { angle.to_degrees() } else { angle.to_radians() })
            }
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn converts_both_ways() {
        let case = |mode, input: f64| json!({ "mode": mode, "input": input });
        let cases = [
            (json!({}), "0.0"),
            (case("radian_to_degree", -std::f64::consts::FRAC_PI_2), "-90.0"),
            (case("degree_to_radian", 360.0), "6.283185307179586"),
            (case("radian_to_degree", f64::MAX), "not_finite"),
        ];
        check("math.radian_degree_converter", "output", &cases);
        let mut node = Bench::new("math.radian_degree_converter", json!({}));
        assert_eq!(node.set("input", f64::NAN).read(), "not_finite");
    }
}
