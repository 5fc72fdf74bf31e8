use crate::compare::equal;
use crate::types;
use pulsewire_plugin::{
    Attribute, AttributeKind, Attributes, Context, Flow, Node, NodeError, NodeInfo, NodeType,
    PulseSocket, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Sends the pulse to the output whose case equals the input, or to `default` when no case does.";
    let kinds =
        [ValueType::String, ValueType::Int, ValueType::Float, ValueType::Bool, ValueType::Any];
    let list = AttributeKind::List(Box::new(AttributeKind::Value(ValueType::Any)));
    let cases = "The values to compare the input with, of the node's data type, each once.";
    NodeInfo::action("flow.switch", "Switch", doc)
        .without_pulse_output()
        .attribute(Attribute::data_type(&kinds, ValueType::String))
        .attribute(Attribute::new("cases", "Cases", list, Vec::<String>::new(), cases))
        .input(Socket::string("input", "Input", "The value to compare."))
        .example("Handle a command", EXAMPLE, "stopping")
        .create(|setup| Switch::new(&setup))
        .dynamic_sockets(
            "A pulse output for each of `cases`: case_1, case_2, ..., and `default` last. `data_type` is the \
             type of the input.",
            |attributes, sockets| {
                sockets.set_kind(&["input"], attributes.kind("data_type"));
                sockets.pulse_outputs = outputs(&read_cases(attributes)?);
                Ok(())
            },
        )
}

fn outputs(cases: &[Value]) -> Vec<PulseSocket> {
    let output = |(at, case): (usize, &Value)| {
        let (id, title) = (format!("case_{}", at + 1), format!("Case: {case}"));
        PulseSocket::new(&id, &title, "The input is equal to this case.")
    };
    let mut outputs: Vec<PulseSocket> = cases.iter().enumerate().map(output).collect();
    outputs.push(PulseSocket::new("default", "Default", "The input is equal to no case."));
    outputs
}

fn read_cases(attributes: Attributes<'_>) -> Result<Vec<Value>, String> {
    let kind = attributes.kind("data_type");
    let mut cases: Vec<Value> = Vec::new();
    for (at, written) in attributes.list("cases").iter().enumerate() {
        let case = Value::from_attribute(written, kind)
            .map_err(|bad| format!("number {} of `cases` {bad}, as `data_type` says", at + 1))?;
        if cases.iter().any(|before| equal(before, &case)) {
            return Err(format!("`cases` has {} twice", types::quote(&case)));
        }
        cases.push(case);
    }
    Ok(cases)
}

struct Switch {
    kind: ValueType,
    cases: Vec<Value>,
}

impl Switch {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let cases = read_cases(setup.attributes);
        let cases = cases.map_err(|why| NodeError::new("bad_attribute", why))?;
        Ok(Self { kind: setup.attributes.kind("data_type"), cases })
    }
}

impl Node for Switch {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let input = types::check_input(context, 0, self.kind)?;
        let case = self.cases.iter().position(|case| equal(case, input));
        let output = case.unwrap_or(self.cases.len());
        Ok(Flow::Emit(u32::try_from(output).unwrap_or_default()))
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":    { "type": "event.initialize" },
    "command":  { "type": "flow.switch", "attributes": { "cases": ["start", "stop"], "input": "stop" } },
    "starting": { "type": "console.print", "attributes": { "input": "starting" } },
    "stopping": { "type": "console.print", "attributes": { "input": "stopping" } },
    "unknown":  { "type": "console.print", "attributes": { "input": "unknown command" } }
  },
  "wires": [
    "begin.pulse -> command.pulse",
    "command.case_1 -> starting.pulse",
    "command.case_2 -> stopping.pulse",
    "command.default -> unknown.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_equal_case_decides() {
        let mut node = Bench::new("flow.switch", json!({ "cases": ["a", "b"] }));
        assert_eq!(node.set("input", "b").pulse(), "case_2");
        assert_eq!(node.set("input", "B").pulse(), "default");
        assert_eq!(node.set("input", 1).pulse(), "type_mismatch");
        assert_eq!(Bench::new("flow.switch", json!({})).pulse(), "default");
    }

    #[test]
    fn cases_are_of_the_data_type() {
        let floats = json!({ "data_type": "Float", "cases": [1, 2.5] });
        assert_eq!(Bench::new("flow.switch", floats).set("input", 1.0).pulse(), "case_1");
        let any = json!({ "data_type": "Any", "cases": [1, "1", [1], null] });
        let mut any = Bench::new("flow.switch", any);
        assert_eq!(any.pulse(), "case_4");
        assert_eq!(any.set("input", 1.0).pulse(), "case_1");
        let wrong = json!({ "data_type": "Int", "cases": [1, "x"] });
        assert!(
            Bench::creation_error("flow.switch", wrong).contains("number 2 of `cases` wants Int")
        );
        let twice = Bench::creation_error("flow.switch", json!({ "cases": ["a", "a"] }));
        assert_eq!(twice, "`cases` has \"a\" twice");
    }
}
