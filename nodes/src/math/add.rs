use super::number::{self, Number};
use crate::sockets;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType};
use std::ops::Add as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Adds numbers.\n\
               Fails with overflow when an Int result does not fit in 64 bits, and with not_finite when a Float \
               result is no number.";
    NodeInfo::value("math.add", "Add", doc)
        .attribute(super::data_type())
        .attribute(sockets::count())
        .output(super::number("output", "Output", "The sum."))
        .example("Sums of Ints and of Floats", EXAMPLE, "7\n0.75")
        .create(|setup| Ok(Add { number: Number::of(&setup) }))
        .dynamic_sockets(super::COUNTED, super::counted)
}

struct Add {
    number: Number,
}

impl Node for Add {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        number::fold(context, self.number, i64::checked_add, f64::add)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "sum": { "type": "math.add", "attributes": { "count": 3, "input_1": 1, "input_2": 2, "input_3": 4 } },
    "show":   { "type": "console.print" },
    "half": { "type": "math.add", "attributes": { "data_type": "Float", "input_1": 0.5, "input_2": 0.25 } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "sum.output -> show.input",
    "show.pulse -> show_2.pulse",
    "half.output -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn computes_with_both_types() {
        let mut ints = Bench::new("math.add", json!({ "input_1": 7, "input_2": -2 }));
        assert_eq!((ints.read(), ints.shown("output")), ("pulse".into(), "5".into()));
        let floats = json!({ "data_type": "Float", "count": 3, "input_1": 2, "input_2": 0.5 });
        let mut floats = Bench::new("math.add", floats);
        floats.set("input_3", 4);
        assert_eq!((floats.read(), floats.shown("output")), ("pulse".into(), "6.5".into()));
    }

    #[test]
    fn never_wraps() {
        let mut ints = Bench::new("math.add", json!({}));
        ints.set("input_1", i64::MAX).set("input_2", 1);
        assert_eq!(ints.read(), "overflow");
        let mut floats = Bench::new("math.add", json!({ "data_type": "Float" }));
        floats.set("input_1", f64::MAX).set("input_2", f64::MAX);
        assert_eq!(floats.read(), "not_finite");
        assert_eq!(ints.set("input_2", "2").error().input, Some(1));
    }
}
