use super::number::{self, Number};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Gives what is left of a division. The remainder has the sign of the dividend: 7 modulo 3 is 1, -7 \
               modulo 3 is -1.\n\
               Fails with division_by_zero.";
    NodeInfo::value("math.modulo", "Modulo", doc)
        .attribute(super::data_type())
        .input(super::number("dividend", "Dividend", "What to divide."))
        .input(super::number("divisor", "Divisor", "What to divide by; not 0.").with_default(1))
        .output(super::number("remainder", "Remainder", "What is left."))
        .example("Remainders of Ints and of Floats", EXAMPLE, "1\n1.5")
        .create(|setup| Ok(Modulo { number: Number::of(&setup) }))
        .dynamic_sockets(super::TYPED, super::of_data_type)
}

struct Modulo {
    number: Number,
}

impl Node for Modulo {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let remainder = match self.number {
            Number::Int => Value::Int(ints(context.int(0)?, context.int(1)?)?),
            Number::Float => Value::Float(floats(context.float(0)?, context.float(1)?)?),
        };
        context.set(0, remainder);
        Ok(Flow::NEXT)
    }
}

fn ints(dividend: i64, divisor: i64) -> Result<i64, NodeError> {
    if divisor == 0 {
        return Err(number::division_by_zero());
    }
    // The quotient of the smallest Int and -1 does not fit, but its remainder is 0.
    Ok(dividend.wrapping_rem(divisor))
}

fn floats(dividend: f64, divisor: f64) -> Result<f64, NodeError> {
    if divisor == 0.0 {
        return Err(number::division_by_zero());
    }
    number::finite(dividend % divisor)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "whole":  { "type": "math.modulo", "attributes": { "dividend": 7, "divisor": 3 } },
    "show":   { "type": "console.print" },
    "exact":  { "type": "math.modulo", "attributes": { "data_type": "Float", "dividend": 7.5, "divisor": 2 } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "whole.remainder -> show.input",
    "show.pulse -> show_2.pulse",
    "exact.remainder -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_remainder_has_the_sign_of_the_dividend() {
        for (dividend, divisor, remainder) in
            [(7, 3, "1"), (-7, 3, "-1"), (7, -3, "1"), (6, 3, "0")]
        {
            let attributes = json!({ "dividend": dividend, "divisor": divisor });
            let mut node = Bench::new("math.modulo", attributes);
            assert_eq!((node.read(), node.shown("remainder")), ("pulse".into(), remainder.into()));
        }
    }

    #[test]
    fn the_edges_are_no_panic() {
        let mut ints = Bench::new("math.modulo", json!({ "divisor": -1 }));
        ints.set("dividend", i64::MIN);
        assert_eq!((ints.read(), ints.shown("remainder")), ("pulse".into(), "0".into()));
        assert_eq!(ints.set("divisor", 0).read(), "division_by_zero");
        let mut floats = Bench::new("math.modulo", json!({ "data_type": "Float", "divisor": 0 }));
        assert_eq!(floats.read(), "division_by_zero");
    }
}
