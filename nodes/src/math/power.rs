use super::number::{self, NumberType, Numbers};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Raises a number to a power.\n\
               Fails with overflow when an Int result does not fit in 64 bits, with not_finite when a Float result is \
               infinite or NaN, such as a root of a negative number, and with negative_exponent for Ints.";
    let exponent = "The power; 0 or more for Ints.";
    NodeInfo::value("math.power", "Power", doc)
        .attribute(super::data_type())
        .input(Socket::int("base", "Base", "The number to raise."))
        .input(Socket::int("exponent", "Exponent", exponent).with_default(1))
        .output(Socket::int("output", "Output", "The base to the power of the exponent."))
        .example_of(
            "Powers of Ints and of Floats",
            "output",
            &[
                (r#"{ "base": 2, "exponent": 10 }"#, "1024"),
                (r#"{ "data_type": "Float", "base": 2, "exponent": -1 }"#, "0.5"),
            ],
        )
        .compute_with(|setup| {
            let kind = NumberType::of(setup);
            move |context: &mut Context<'_>| match kind.inputs(context)? {
                Numbers::Ints([base, exponent]) => int_power(base, exponent, kind),
                Numbers::Floats([base, exponent]) => {
                    Ok(Value::Float(number::finite(base.powf(exponent))?))
                }
            }
        })
        .dynamic_sockets(super::TYPED, super::typed)
        .check_constants(|constants| {
            let ints = constants.attributes().text("data_type") == "Int";
            if ints && constants.int("exponent").is_some_and(|exponent| exponent < 0) {
                constants.check("exponent", Err::<(), _>(negative_exponent()));
            }
        })
}

#[allow(clippy::cast_precision_loss)]
fn int_power(base: i64, exponent: i64, kind: NumberType) -> Result<Value, NodeError> {
    match (kind, base, exponent) {
        (NumberType::Number, _, ..=-1) => {
            Ok(Value::Float(number::finite((base as f64).powf(exponent as f64))?))
        }
        (_, _, ..=-1) => Err(negative_exponent()),
        (_, -1, _) => Ok(Value::Int(if exponent % 2 == 0 { 1 } else { -1 })),
        (_, 0 | 1, 1..) => Ok(Value::Int(base)),
        _ => {
            let exponent = u32::try_from(exponent).ok();
            let power = exponent.and_then(|exponent| base.checked_pow(exponent));
            power.map(Value::Int).ok_or_else(number::overflow)
        }
    }
}

#[cold]
fn negative_exponent() -> NodeError {
    let why = "is negative, so that the result is no whole number: set data_type to Float";
    NodeError::new("negative_exponent", why).at_input(1)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn ints_never_wrap() {
        let case = |base, exponent| json!({ "base": base, "exponent": exponent });
        let cases = [
            (case(-2, 3), "-8"),
            (case(0, 0), "1"),
            (case(-2, 63), "-9223372036854775808"),
            (case(2, 63), "overflow"),
            (case(2, i64::MAX), "overflow"),
            (case(-1, i64::MAX), "-1"),
            (case(1, i64::MAX), "1"),
            (case(0, i64::MAX), "0"),
            (case(2, -1), "negative_exponent"),
        ];
        check("math.power", "output", &cases);
    }

    #[test]
    fn floats_are_finite_and_numbers_are_what_they_must_be() {
        let case =
            |kind, base, exponent| json!({ "data_type": kind, "base": base, "exponent": exponent });
        let cases = [
            (case("Float", json!(9), json!(0.5)), "3.0"),
            (case("Float", json!(-8), json!(0.5)), "not_finite"),
            (case("Float", json!(10), json!(400)), "not_finite"),
            (case("Number", json!(2), json!(3)), "8"),
            (case("Number", json!(2), json!(-1)), "0.5"),
            (case("Number", json!(0), json!(-1)), "not_finite"),
            (case("Number", json!(1.5), json!(2)), "2.25"),
        ];
        check("math.power", "output", &cases);
        let found = constant_mistakes("math.power", json!({ "exponent": -1 }), &["base"]);
        assert!(found[0].starts_with("/exponent negative_exponent"), "{found:?}");
        assert!(
            constant_mistakes("math.power", case("Float", json!(1), json!(-1)), &[]).is_empty()
        );
    }
}
