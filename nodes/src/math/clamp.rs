use super::number::{self, NumberType, Numbers};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Keeps a number within two limits: returns the lower limit when it is below, the upper one when it is above. \
               The limits may come in either order.\n\
               Fails with not_finite when the result is infinite or NaN.";
    NodeInfo::value("math.clamp", "Clamp", doc)
        .attribute(super::data_type())
        .input(Socket::int("value", "Value", "The number to limit."))
        .input(Socket::int("from", "From", "One limit."))
        .input(Socket::int("to", "To", "The other limit.").with_default(1))
        .output(Socket::int("result", "Result", "The number within the limits."))
        .example_of(
            "A percentage",
            "result",
            &[
                (r#"{ "value": 120, "from": 0, "to": 100 }"#, "100"),
                (r#"{ "value": 42, "from": 0, "to": 100 }"#, "42"),
            ],
        )
        .compute_with(|setup| {
            let kind = NumberType::of(setup);
            move |context: &mut Context<'_>| {
                Ok(match kind.inputs(context)? {
                    Numbers::Ints([value, from, to]) => {
                        Value::Int(value.max(from.min(to)).min(from.max(to)))
                    }
                    Numbers::Floats([value, ..]) if value.is_nan() => {
                        Value::Float(number::finite(value)?)
                    }
                    Numbers::Floats([value, from, to]) => {
                        let limited = value.max(from.min(to)).min(from.max(to));
                        Value::Float(number::finite(limited)?)
                    }
                })
            }
        })
        .dynamic_sockets(super::TYPED, super::typed)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_limits_may_come_in_either_order() {
        let case = |value, from, to| json!({ "value": value, "from": from, "to": to });
        let cases = [
            (case(5, 1, 3), "3"),
            (case(-5, 1, 3), "1"),
            (case(2, 3, 1), "2"),
            (case(i64::MAX, i64::MIN, i64::MAX), "9223372036854775807"),
            (json!({ "data_type": "Float", "value": 0.5 }), "0.5"),
            (json!({ "data_type": "Number", "value": 7, "to": 2.5 }), "2.5"),
            (json!({ "data_type": "Number", "value": 7, "to": 5 }), "5"),
        ];
        check("math.clamp", "result", &cases);
    }

    #[test]
    fn infinity_is_limited_and_nan_fails() {
        let mut node = Bench::new("math.clamp", json!({ "data_type": "Float", "to": 5 }));
        assert_eq!(
            (node.set("value", f64::INFINITY).read(), node.text("result")),
            ("pulse".into(), "5.0".into())
        );
        assert_eq!(node.set("value", f64::NAN).read(), "not_finite");
        assert_eq!(node.set("value", f64::INFINITY).set("to", f64::INFINITY).read(), "not_finite");
    }
}
