use crate::compare::{equal, order};
use crate::{Services, types};
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, ValueType,
};
use std::cmp::Ordering;
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Checks a comparison of two values. When it is false, a message with the label is printed, and the run \
               will not exit with status 0. The pulse continues in either case.\n\
               Fails with type_mismatch when the operator orders values that have no order.";
    let names = OPERATORS.map(|(name, _, _)| name);
    let operator = "How `a` must compare with `b`. All but the first two need numbers or strings.";
    let label = "What the check is about, for its message.";
    let services = services.clone();
    NodeInfo::action("program.assert", "Assert", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::choice("operator", "Operator", &names, operator))
        .attribute(Attribute::string("label", "Label", "", label))
        .input(Socket::any("a", "A", "The actual value."))
        .input(Socket::any("b", "B", "The expected value."))
        .output(Socket::bool("c", "C", "Whether the comparison is true."))
        .example("Check a sum", EXAMPLE, "true")
        .create(move |setup| Ok(Assert::new(services.clone(), &setup)))
        .apply_data_type(&["a", "b"])
}

/// Each operator, its sign in messages, and when it is true.
const OPERATORS: [(&str, &str, Condition); 6] = [
    ("is_equal", "=", Condition::Equality(true)),
    ("is_not_equal", "≠", Condition::Equality(false)),
    ("is_greater", ">", Condition::Order(&[Ordering::Greater])),
    ("is_greater_equal", "≥", Condition::Order(&[Ordering::Greater, Ordering::Equal])),
    ("is_less", "<", Condition::Order(&[Ordering::Less])),
    ("is_less_equal", "≤", Condition::Order(&[Ordering::Less, Ordering::Equal])),
];

/// When an operator is true.
#[derive(Clone, Copy)]
enum Condition {
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
    condition: Condition,
}

impl Assert {
    fn new(services: Arc<dyn Services>, setup: &Setup<'_>) -> Self {
        let wanted = setup.attributes.text("operator");
        let operator = OPERATORS.iter().find(|(name, _, _)| *name == wanted);
        let (_, sign, condition) = *operator.unwrap_or(&OPERATORS[0]);
        Self {
            services,
            graph: setup.graph.to_owned(),
            node: setup.node.to_owned(),
            label: setup.attributes.text("label").to_owned(),
            kind: setup.attributes.kind("data_type"),
            sign,
            condition,
        }
    }

    fn holds(&self, context: &Context<'_>) -> Result<bool, NodeError> {
        match self.condition {
            Condition::Order(orders) => {
                Ok(order(context, self.kind)?.is_some_and(|found| orders.contains(&found)))
            }
            Condition::Equality(wanted) => {
                let a = types::check_input(context, 0, self.kind)?;
                Ok(equal(a, types::check_input(context, 1, self.kind)?) == wanted)
            }
        }
    }

    #[cold]
    fn report(&self, context: &Context<'_>) {
        let (a, b) = (types::quote(context.input(0)), types::quote(context.input(1)));
        let label = if self.label.is_empty() { String::new() } else { format!("{}: ", self.label) };
        let message = format!("{label}{a} {} {b} does not hold", self.sign);
        self.services.assertion_failed(&self.graph, &self.node, &message);
    }
}

impl Node for Assert {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let holds = self.holds(context)?;
        if !holds {
            self.report(context);
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
        (node.text("c"), node.services.take_calls())
    }

    #[test]
    fn every_operator_compares() {
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
    fn a_failed_assertion_reports_both_values() {
        let (_, said) = check("is_equal", json!("x"), json!([1]));
        assert_eq!(said, ["g/n: \"x\" = [1] does not hold"]);
        let attributes = json!({ "label": "sum", "a": 1, "b": 2, "operator": "is_greater" });
        let mut node = Bench::new("program.assert", attributes);
        node.pulse();
        assert_eq!(node.services.take_calls(), ["g/n: sum: 1 > 2 does not hold"]);
    }

    #[test]
    fn values_without_an_order_are_a_failure() {
        let attributes = json!({ "operator": "is_less", "a": 1, "b": "2" });
        assert_eq!(Bench::new("program.assert", attributes).pulse(), "type_mismatch");
        let mut typed = Bench::new("program.assert", json!({ "data_type": "Int" }));
        assert_eq!(typed.set("b", "0").error().input, Some(1));
    }
}
