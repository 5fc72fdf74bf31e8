use super::number::{self, Number};
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Divides one number by another. An Int result is rounded toward 0: 7 / 2 is 3, -7 / 2 is -3.\n\
               Fails with division_by_zero, with overflow when an Int result does not fit in 64 bits, and with \
               not_finite when a Float result is no number.";
    NodeInfo::value("math.divide", "Divide", doc)
        .attribute(super::data_type())
        .input(super::number("dividend", "Dividend", "What to divide."))
        .input(super::number("divisor", "Divisor", "What to divide by; not 0.").with_default(1))
        .output(super::number(
            "quotient",
            "Quotient",
            "How often the divisor fits in the dividend.",
        ))
        .example("Quotients of Ints and of Floats", EXAMPLE, "3\n3.5")
        .create(|setup| Ok(Divide { number: Number::of(&setup) }))
        .dynamic_sockets(super::TYPED, super::of_data_type)
}

struct Divide {
    number: Number,
}

impl Node for Divide {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let quotient = match self.number {
            Number::Int => Value::Int(ints(context.int(0)?, context.int(1)?)?),
            Number::Float => Value::Float(floats(context.float(0)?, context.float(1)?)?),
        };
        context.set(0, quotient);
        Ok(Flow::NEXT)
    }
}

fn ints(dividend: i64, divisor: i64) -> Result<i64, NodeError> {
    if divisor == 0 {
        return Err(number::division_by_zero());
    }
    dividend.checked_div(divisor).ok_or_else(number::overflow)
}

fn floats(dividend: f64, divisor: f64) -> Result<f64, NodeError> {
    if divisor == 0.0 {
        return Err(number::division_by_zero());
    }
    number::finite(dividend / divisor)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "whole":  { "type": "math.divide", "attributes": { "dividend": 7, "divisor": 2 } },
    "show":   { "type": "console.print" },
    "exact":  { "type": "math.divide", "attributes": { "data_type": "Float", "dividend": 7, "divisor": 2 } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "whole.quotient -> show.input",
    "show.pulse -> show_2.pulse",
    "exact.quotient -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn ints_are_rounded_toward_zero() {
        for (dividend, quotient) in [(7, "3"), (-7, "-3"), (0, "0")] {
            let attributes = json!({ "dividend": dividend, "divisor": 2 });
            let mut node = Bench::new("math.divide", attributes);
            assert_eq!((node.read(), node.shown("quotient")), ("pulse".into(), quotient.into()));
        }
    }

    #[test]
    fn what_has_no_quotient_is_refused() {
        let mut ints = Bench::new("math.divide", json!({ "divisor": 0 }));
        assert_eq!((ints.error().code.as_ref(), ints.error().input), ("division_by_zero", Some(1)));
        assert_eq!(ints.set("dividend", i64::MIN).set("divisor", -1).read(), "overflow");
        let mut floats = Bench::new("math.divide", json!({ "data_type": "Float", "divisor": 0 }));
        assert_eq!(floats.read(), "division_by_zero");
        assert_eq!(floats.set("divisor", -0.0).read(), "division_by_zero");
        assert_eq!(floats.set("dividend", 1e300).set("divisor", 1e-300).read(), "not_finite");
    }
}
