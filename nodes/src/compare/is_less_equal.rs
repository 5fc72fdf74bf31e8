use super::order;
use pulsewire_plugin::{Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, ValueType};
use std::cmp::Ordering;

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells whether one value is less than another, or equal. Strings are compared by their \
               characters' code points, so capitals come before small letters.\n\
               Fails with type_mismatch when one is a number and the other a string.";
    let modes = super::mode(["is_less_equal", "is_less"], "What to tell: a ≤ b, or a < b.");
    super::with_sockets(NodeInfo::value("compare.is_less_equal", "Is Less Equal", doc))
        .attribute(Attribute::data_type(&super::ORDERED, ValueType::Int))
        .attribute(modes)
        .example("At most, and less than", EXAMPLE, "true\nfalse")
        .create(|setup| {
            let or_equal = setup.attributes.text("mode") == "is_less_equal";
            Ok(IsLessEqual { kind: setup.attributes.kind("data_type"), or_equal })
        })
        .dynamic_sockets(super::RULE, super::of_data_type)
}

struct IsLessEqual {
    kind: ValueType,
    or_equal: bool,
}

impl Node for IsLessEqual {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let holds = match order(context, self.kind)? {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => self.or_equal,
            _ => false,
        };
        context.set(0, holds);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "both":   { "type": "compare.is_less_equal", "attributes": { "a": 5, "b": 5 } },
    "show":   { "type": "console.print" },
    "only":   { "type": "compare.is_less_equal",
                "attributes": { "data_type": "String", "mode": "is_less", "a": "ada", "b": "Zoe" } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "both.c -> show.input",
    "show.pulse -> show_2.pulse",
    "only.c -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::{Value as Json, json};

    fn holds(mode: &str, a: Json, b: Json) -> String {
        let attributes = json!({ "data_type": "Any", "mode": mode, "a": a, "b": b });
        let mut node = Bench::new("compare.is_less_equal", attributes);
        assert_eq!(node.read(), "pulse");
        node.shown("c")
    }

    #[test]
    fn tells_which_comes_first() {
        let (a, b) = (json!(2), json!(2.5));
        assert_eq!(holds("is_less", a.clone(), b.clone()), "true");
        assert_eq!(holds("is_less_equal", b.clone(), a.clone()), "false");
        assert_eq!(holds("is_less", a.clone(), a.clone()), "false");
        assert_eq!(holds("is_less_equal", a.clone(), a), "true");
        assert_eq!(holds("is_less", json!("a"), json!("b")), "true");
    }

    #[test]
    fn what_has_no_order_is_refused() {
        for (a, b) in [(json!(1), json!("1")), (json!(true), json!(false)), (json!(null), json!(1))]
        {
            let attributes = json!({ "data_type": "Any", "a": a, "b": b });
            assert_eq!(Bench::new("compare.is_less_equal", attributes).read(), "type_mismatch");
        }
        let nan = Bench::new("compare.is_less_equal", json!({ "data_type": "Float" }))
            .set("a", f64::NAN)
            .read();
        assert_eq!(nan, "pulse");
    }
}
