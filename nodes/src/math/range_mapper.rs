use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Attribute, Constants, Context, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Maps a number from one range to another: the ends of the first become the ends of the second, and \
               everything between and beyond in proportion. It computes with Floats; an Int result is rounded to the nearest.\n\
               Fails with empty_range when both ends of the input range are the same, with overflow when an Int result \
               does not fit in 64 bits, and with not_finite when a Float result is infinite or NaN.";
    let clamp = "Whether a number beyond the input range becomes the end of the output range.";
    let example = r#"{ "input": 512, "input_data_type": "Int", "input_to": 1024, "output_to": 5 }"#;
    NodeInfo::value("math.range_mapper", "Range Mapper", doc)
        .attribute(data_type("input_data_type", "Input Data Type", "The type of the input and its range."))
        .attribute(data_type("output_data_type", "Output Data Type", "The type of the output and its range."))
        .attribute(Attribute::bool("clamp", "Clamp", false, clamp))
        .input(Socket::float("input", "Input", "The number to map."))
        .input(Socket::float("input_from", "Input From", "One end of the input range."))
        .input(Socket::float("input_to", "Input To", "Its other end.").with_default(1))
        .input(Socket::float("output_from", "Output From", "What `input_from` becomes."))
        .input(Socket::float("output_to", "Output To", "What `input_to` becomes.").with_default(1))
        .output(Socket::float("output", "Output", "The mapped number."))
        .example_of("A reading as a voltage", "output", &[(example, "2.5")])
        .compute_with(map)
        .dynamic_sockets(
            "`input_data_type` is the type of `input`, `input_from` and `input_to`, `output_data_type` that of the others.",
            |attributes, sockets| {
                let kinds = ["input_data_type", "output_data_type"].map(|id| attributes.kind(id));
                sockets.set_kind(&["input", "input_from", "input_to"], kinds[0]);
                sockets.set_kind(&["output", "output_from", "output_to"], kinds[1]);
                Ok(())
            },
        )
        .check_constants(check_range)
}

fn data_type(id: &str, title: &str, doc: &str) -> Attribute {
    Attribute::value_type(id, title, &[ValueType::Int, ValueType::Float], ValueType::Float, doc)
}

fn map(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<> {
    let clamp = setup.attributes.bool("clamp");
    let to_int = setup.attributes.kind("output_data_type") == ValueType::Int;
    move |context| {
        let (input, from, to) = (context.float(0)?, context.float(1)?, context.float(2)?);
        if from == to {
            return Err(empty_range(context.input(1)));
        }
        let part = (input - from) / (to - from);
        let part = if clamp { part.clamp(0.0, 1.0) } else { part };
        let (from, to) = (context.float(3)?, context.float(4)?);
        // Each end is exact.
        let mapped = if part == 1.0 { to } else { from + part * (to - from) };
        match to_int {
            true => Ok(Value::Int(number::rounded(mapped)?)),
            false => Ok(Value::Float(number::finite(mapped)?)),
        }
    }
}

/// Refuses a constant input range of no length.
fn check_range(constants: &mut Constants<'_>) {
    if let [Some(from), Some(to)] = ["input_from", "input_to"].map(|id| constants.value(id))
        && from == to
    {
        constants.check("input_to", Err::<(), _>(empty_range(&from)));
    }
}

#[cold]
fn empty_range(end: &Value) -> NodeError {
    let why = format!("is {end}, and so is `input_from`: a range needs two ends");
    NodeError::new("empty_range", why).at_input(2)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::{Value as Json, json};

    fn case(input: f64, clamp: bool) -> Json {
        json!({ "input": input, "clamp": clamp, "input_from": 10, "input_to": 20, "output_from": 1, "output_to": -1 })
    }

    #[test]
    fn maps_in_proportion() {
        let cases = [
            (case(10.0, false), "1.0"),
            (case(15.0, false), "0.0"),
            (case(25.0, false), "-2.0"),
            (case(25.0, true), "-1.0"),
            (case(-5.0, true), "1.0"),
            (json!({ "input": 0.3 }), "0.3"),
            (json!({ "input": 1, "output_from": 0.1, "output_to": 0.7 }), "0.7"),
            (json!({ "input_to": 0 }), "empty_range"),
        ];
        check("math.range_mapper", "output", &cases);
    }

    #[test]
    fn an_int_is_rounded_and_never_wraps() {
        let int = |input: f64, to: i64| json!({ "output_data_type": "Int", "input": input, "output_to": to });
        let cases =
            [(int(0.26, 10), "3"), (int(-0.25, 10), "-3"), (int(2.0, i64::MAX), "overflow")];
        check("math.range_mapper", "output", &cases);
        let mut node = Bench::new("math.range_mapper", json!({ "output_data_type": "Int" }));
        assert_eq!(node.set("input", f64::NAN).read(), "not_finite");
        let mut node = Bench::new("math.range_mapper", json!({ "clamp": true }));
        assert_eq!(node.set("input", f64::NAN).read(), "not_finite");
        assert_eq!(
            (node.set("input", f64::INFINITY).read(), node.text("output")),
            ("pulse".into(), "1.0".into())
        );
    }

    #[test]
    fn a_constant_range_of_no_length_is_refused() {
        let ints = json!({ "input_data_type": "Int", "input_from": 5, "input_to": 5 });
        let found = constant_mistakes("math.range_mapper", ints, &["input"]);
        assert!(
            found[0].starts_with("/input_to empty_range") && found[0].contains("is 5,"),
            "{found:?}"
        );
        assert!(constant_mistakes("math.range_mapper", json!({}), &[]).is_empty());
    }
}
