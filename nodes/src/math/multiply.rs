use super::number::{self, Number};
use crate::sockets;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::ops::Mul as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Multiplies numbers.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is no number.";
    NodeInfo::value("math.multiply", "Multiply", doc)
        .attribute(super::data_type())
        .attribute(sockets::count())
        .output(super::number("output", "Output", "The product."))
        .example("Products of Ints and of Floats", EXAMPLE, "24\n0.125")
        .create(|setup| Ok(Multiply { number: Number::of(&setup) }))
        .dynamic_sockets(super::COUNTED, super::counted)
}

struct Multiply {
    number: Number,
}

impl Node for Multiply {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        number::fold(context, self.number, i64::checked_mul, f64::mul)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "product": { "type": "math.multiply", "attributes": { "count": 3, "input_1": 2, "input_2": 3, "input_3": 4 } },
    "show":   { "type": "console.print" },
    "eighth": { "type": "math.multiply", "attributes": { "data_type": "Float", "input_1": 0.5, "input_2": 0.25 } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "product.output -> show.input",
    "show.pulse -> show_2.pulse",
    "eighth.output -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn computes_with_both_types() {
        let mut ints = Bench::new("math.multiply", json!({ "input_1": 7, "input_2": -2 }));
        assert_eq!((ints.read(), ints.shown("output")), ("pulse".into(), "-14".into()));
        let floats = json!({ "data_type": "Float", "count": 3, "input_1": 2, "input_2": 0.5 });
        let mut floats = Bench::new("math.multiply", floats);
        floats.set("input_3", 4);
        assert_eq!((floats.read(), floats.shown("output")), ("pulse".into(), "4.0".into()));
    }

    #[test]
    fn never_wraps() {
        let mut ints = Bench::new("math.multiply", json!({}));
        ints.set("input_1", i64::MIN).set("input_2", -1);
        assert_eq!(ints.read(), "overflow");
        let mut floats = Bench::new("math.multiply", json!({ "data_type": "Float" }));
        floats.set("input_1", f64::MAX).set("input_2", 2.0);
        assert_eq!(floats.read(), "not_finite");
        assert_eq!(ints.set("input_2", "2").error().input, Some(1));
    }
}
