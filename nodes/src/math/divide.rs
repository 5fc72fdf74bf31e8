use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};
use std::ops::Div as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Divides one number by another. An Int result is rounded toward 0: 7 / 2 is 3, -7 / 2 is -3.\n\
               Fails with division_by_zero, with overflow when an Int result does not fit in 64 bits, and with \
               not_finite when a Float result is infinite.";
    NodeInfo::value("math.divide", "Divide", doc)
        .attribute(super::data_type())
        .input(Socket::int("dividend", "Dividend", "The number to divide."))
        .input(Socket::int("divisor", "Divisor", "The number to divide by; not 0.").with_default(1))
        .output(Socket::int("quotient", "Quotient", "The dividend divided by the divisor."))
        .example_of(
            "Quotients of Ints and of Floats",
            "quotient",
            &[
                (r#"{ "dividend": 7, "divisor": 2 }"#, "3"),
                (r#"{ "data_type": "Float", "dividend": 7, "divisor": 2 }"#, "3.5"),
            ],
        )
        .compute_with(|setup| number::division(setup, i64::checked_div, f64::div))
        .dynamic_sockets(super::TYPED, super::typed)
        .check_constants(super::check_divisor)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn ints_are_rounded_toward_zero() {
        let case = |dividend| json!({ "dividend": dividend, "divisor": 2 });
        check("math.divide", "quotient", &[(case(7), "3"), (case(-7), "-3"), (case(0), "0")]);
    }

    #[test]
    fn impossible_divisions_are_rejected() {
        let mut node = Bench::new("math.divide", json!({ "divisor": 0 }));
        assert_eq!((node.error().code.as_ref(), node.error().input), ("division_by_zero", Some(1)));
        let float = |a, b| json!({ "data_type": "Float", "dividend": a, "divisor": b });
        let cases = [
            (json!({ "dividend": i64::MIN, "divisor": -1 }), "overflow"),
            (float(0.0, 0.0), "division_by_zero"),
            (float(0.0, -0.0), "division_by_zero"),
            (float(1e300, 1e-300), "not_finite"),
        ];
        check("math.divide", "quotient", &cases);
    }
}
