use crate::compare::{order, same};
use crate::{Services, kinds, sockets};
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket,
    ValueType,
};
use std::cmp::Ordering;
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Checks that two values compare as they should. When they do not, it says so with the label, and \
               the run will not exit with status 0; the pulse goes on either way.\n\
               Fails with type_mismatch when it is to order values that have no order.";
    let names = OPERATORS.iter().map(|(name, _, _)| (*name).to_owned()).collect();
    let operator = "How `a` must compare with `b`. All but the first two want numbers or strings.";
    let label = "What the check is about, for its message.";
    let services = services.clone();
    NodeInfo::action("program.assert", "Assert", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::new(
            "operator",
            "Operator",
            AttributeKind::Choice(names),
            "is_equal",
            operator,
        ))
        .attribute(Attribute::new(
            "label",
            "Label",
            AttributeKind::Value(ValueType::String),
            "",
            label,
        ))
        .input(Socket::new("a", "A", ValueType::Any, "What there is."))
        .input(Socket::new("b", "B", ValueType::Any, "What there should be."))
        .output(Socket::new("c", "C", ValueType::Bool, "Whether the check holds."))
        .example("Check a sum", EXAMPLE, "true")
        .create(move |setup| Ok(Assert::new(services.clone(), &setup)))
        .dynamic_sockets("`data_type` is the type of `a` and `b`.", |attributes, sockets| {
            sockets::retype(&mut sockets.inputs, attributes.kind("data_type"));
            Ok(())
        })
}

/// Each operator, how it is written in messages, and which orders it takes; none asks for equality.
const OPERATORS: [(&str, &str, Takes); 6] = [
    ("is_equal", "=", Takes::Equality(true)),
    ("is_not_equal", "≠", Takes::Equality(false)),
    ("is_greater", ">", Takes::Order(&[Ordering::Greater])),
    ("is_greater_equal", "≥", Takes::Order(&[Ordering::Greater, Ordering::Equal])),
    ("is_less", "<", Takes::Order(&[Ordering::Less])),
    ("is_less_equal", "≤", Takes::Order(&[Ordering::Less, Ordering::Equal])),
];

/// When an operator holds.
#[derive(Clone, Copy)]
enum Takes {
    Equality(bool),
    Order(&'static [Ordering]),
}

struct Assert {
    services: Arc<dyn Services>,
    graph: String,
    node: String,
    label: String,
    kind: ValueType,
    sign: &'static str,
    takes: Takes,
}

impl Assert {
    fn new(services: Arc<dyn Services>, setup: &Setup<'_>) -> Self {
        let wanted = setup.attributes.text("operator");
        let operator = OPERATORS.iter().find(|(name, _, _)| *name == wanted);
        let (_, sign, takes) = *operator.unwrap_or(&OPERATORS[0]);
        Self {
            services,
            graph: setup.graph.to_owned(),
            node: setup.node.to_owned(),
            label: setup.attributes.text("label").to_owned(),
            kind: setup.attributes.kind("data_type"),
            sign,
            takes,
        }
    }

    fn holds(&self, context: &Context<'_>) -> Result<bool, NodeError> {
        match self.takes {
            Takes::Order(orders) => {
                Ok(order(context, self.kind)?.is_some_and(|found| orders.contains(&found)))
            }
            Takes::Equality(wanted) => {
                let a = kinds::check(context, 0, self.kind)?;
                Ok(same(a, kinds::check(context, 1, self.kind)?) == wanted)
            }
        }
    }

    #[cold]
    fn tell(&self, context: &Context<'_>) {
        let (a, b) = (kinds::show(context.input(0)), kinds::show(context.input(1)));
        let label = if self.label.is_empty() { String::new() } else { format!("{}: ", self.label) };
        let message = format!("{label}{a} {} {b} does not hold", self.sign);
        self.services.assertion_failed(&self.graph, &self.node, &message);
    }
}

impl Node for Assert {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let holds = self.holds(context)?;
        if !holds {
            self.tell(context);
        }
        context.set(0, holds);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "sum":   { "type": "math.add", "attributes": { "input_1": 2, "input_2": 2 } },
    "check": { "type": "program.assert", "attributes": { "label": "sum of 2 and 2", "b": 4 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> check.pulse",
    "sum.output -> check.a",
    "check.pulse -> show.pulse",
    "check.c -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::{Value as Json, json};

    fn check(operator: &str, a: Json, b: Json) -> (String, Vec<String>) {
        let attributes = json!({ "operator": operator, "a": a, "b": b });
        let mut node = Bench::new("program.assert", attributes);
        assert_eq!(node.pulse(), "pulse");
        (node.shown("c"), node.program.heard())
    }

    #[test]
    fn every_operator_says_what_it_means() {
        let holds = [
            ("is_equal", [false, true, false]),
            ("is_not_equal", [true, false, true]),
            ("is_greater", [false, false, true]),
            ("is_greater_equal", [false, true, true]),
            ("is_less", [true, false, false]),
            ("is_less_equal", [true, true, false]),
        ];
        for (operator, wanted) in holds {
            for (a, wanted) in [1, 2, 3].into_iter().zip(wanted) {
                let (holds, said) = check(operator, json!(a), json!(2.0));
                assert_eq!(
                    (holds, said.is_empty()),
                    (wanted.to_string(), wanted),
                    "{operator} {a}"
                );
            }
        }
    }

    #[test]
    fn what_does_not_hold_is_told_with_both_values() {
        let (_, said) = check("is_equal", json!("x"), json!([1]));
        assert_eq!(said, ["g/n: \"x\" = [1] does not hold"]);
        let attributes = json!({ "label": "sum", "a": 1, "b": 2, "operator": "is_greater" });
        let mut node = Bench::new("program.assert", attributes);
        node.pulse();
        assert_eq!(node.program.heard(), ["g/n: sum: 1 > 2 does not hold"]);
    }

    #[test]
    fn what_cannot_be_compared_is_a_failure() {
        let attributes = json!({ "operator": "is_less", "a": 1, "b": "2" });
        assert_eq!(Bench::new("program.assert", attributes).pulse(), "type_mismatch");
        let mut typed = Bench::new("program.assert", json!({ "data_type": "Int" }));
        assert_eq!(typed.set("b", "0").error().input, Some(1));
    }
}
