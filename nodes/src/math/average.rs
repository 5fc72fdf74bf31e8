use super::number;
use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the average of several numbers: their sum, divided by how many there are.\n\
               Fails with not_finite when a number is infinite or NaN.";
    let example = r#"{ "count": 3, "input_1": 1, "input_2": 2, "input_3": 4.5 }"#;
    NodeInfo::value("math.average", "Average", doc)
        .attribute(sockets::count())
        .output(Socket::float("output", "Output", "The average."))
        .example_of("The average of three", "output", &[(example, "2.5")])
        .compute(average)
        .dynamic_sockets(
            sockets::COUNTED,
            sockets::counted_inputs(ValueType::Float, "One of the numbers."),
        )
}

#[allow(clippy::cast_precision_loss)]
fn average(context: &mut Context<'_>) -> Result<f64, NodeError> {
    let count = context.inputs() as f64;
    let (mut sum, mut scaled) = (0.0, 0.0);
    for at in 0..context.inputs() {
        let number = context.float(at)?;
        sum += number;
        // The sum of large numbers may be infinite even though their average is not.
        scaled += number / count;
    }
    number::finite(if f64::is_finite(sum) { sum / count } else { scaled })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_average_of_large_numbers_is_finite() {
        let case = |a, b| json!({ "input_1": a, "input_2": b });
        let cases = [
            (case(1.0, 2.0), "1.5"),
            (case(f64::MAX, f64::MAX), "1.7976931348623157e308"),
            (case(f64::MAX, -f64::MAX), "0.0"),
            (json!({}), "0.0"),
        ];
        check("math.average", "output", &cases);
        let mut node = Bench::new("math.average", json!({}));
        assert_eq!(node.set("input_2", f64::INFINITY).read(), "not_finite");
        assert_eq!(node.set("input_2", "1").error().input, Some(1));
    }
}
