use super::same;
use crate::kinds;
use pulsewire_plugin::{Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells whether two values are equal, or whether they are not. Arrays are equal when all their \
               elements are, dictionaries when they have the same keys with equal values, in whatever order. An \
               Int and a Float of the same number are equal.";
    let modes = super::mode(["is_equal", "is_not_equal"], "What to tell: a = b, or a ≠ b.");
    super::with_sockets(NodeInfo::value("compare.is_equal", "Is Equal", doc))
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(modes)
        .example("Compare a word with another", EXAMPLE, "true\nfalse")
        .create(|setup| {
            let wanted = setup.attributes.text("mode") == "is_equal";
            Ok(IsEqual { kind: setup.attributes.kind("data_type"), wanted })
        })
        .dynamic_sockets(super::RULE, super::of_data_type)
}

struct IsEqual {
    kind: ValueType,
    wanted: bool,
}

impl Node for IsEqual {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let a = kinds::check(context, 0, self.kind)?;
        let equal = same(a, kinds::check(context, 1, self.kind)?);
        context.set(0, equal == self.wanted);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "same":   { "type": "compare.is_equal", "attributes": { "a": "yes", "b": "yes" } },
    "show":   { "type": "console.print" },
    "other":  { "type": "compare.is_equal", "attributes": { "mode": "is_not_equal", "a": 5, "b": 5.0 } },
    "show_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "same.c -> show.input",
    "show.pulse -> show_2.pulse",
    "other.c -> show_2.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_mode_turns_the_answer_around() {
        for (mode, wanted) in [("is_equal", "true"), ("is_not_equal", "false")] {
            let attributes = json!({ "mode": mode, "a": [1, "x"], "b": [1.0, "x"] });
            let mut node = Bench::new("compare.is_equal", attributes);
            assert_eq!((node.read(), node.shown("c")), ("pulse".into(), wanted.into()));
        }
    }

    #[test]
    fn values_of_another_type_are_no_comparison() {
        let mut node = Bench::new("compare.is_equal", json!({ "data_type": "String", "a": "1" }));
        assert_eq!(node.set("b", 1).error().input, Some(1));
        assert_eq!(Bench::new("compare.is_equal", json!({ "a": "1", "b": 1 })).read(), "pulse");
    }
}
