use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};
use std::ops::Rem as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the remainder of a division. It has the sign of the dividend: 7 modulo 3 is 1, -7 modulo 3 is \
               -1.\n\
               Fails with division_by_zero.";
    NodeInfo::value("math.modulo", "Modulo", doc)
        .attribute(super::data_type())
        .input(Socket::int("dividend", "Dividend", "The number to divide."))
        .input(Socket::int("divisor", "Divisor", "The number to divide by; not 0.").with_default(1))
        .output(Socket::int("remainder", "Remainder", "The remainder of the division."))
        .example_of(
            "Remainders of Ints and of Floats",
            "remainder",
            &[
                (r#"{ "dividend": 7, "divisor": 3 }"#, "1"),
                (r#"{ "data_type": "Float", "dividend": 7.5, "divisor": 2 }"#, "1.5"),
            ],
        )
        // The quotient of the smallest Int and -1 does not fit, but its remainder is 0.
        .compute_with(|setup| {
            number::division(
                setup,
                |dividend, divisor| Some(dividend.wrapping_rem(divisor)),
                f64::rem,
            )
        })
        .dynamic_sockets(super::TYPED, super::typed)
        .check_constants(super::check_divisor)
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn the_remainder_has_the_sign_of_the_dividend() {
        let case = |dividend, divisor| json!({ "dividend": dividend, "divisor": divisor });
        let cases = [(case(7, 3), "1"), (case(-7, 3), "-1"), (case(7, -3), "1"), (case(6, 3), "0")];
        check("math.modulo", "remainder", &cases);
    }

    #[test]
    fn the_smallest_int_and_zero_do_not_panic() {
        let cases = [
            (json!({ "dividend": i64::MIN, "divisor": -1 }), "0"),
            (json!({ "dividend": i64::MIN, "divisor": 0 }), "division_by_zero"),
            (json!({ "data_type": "Float", "divisor": 0 }), "division_by_zero"),
        ];
        check("math.modulo", "remainder", &cases);
    }
}
