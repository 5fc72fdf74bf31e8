use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Gives the value of a variable of this graph. Each action that reads it gets the value of that \
               moment.";
    let value = Socket::new("value", "Value", ValueType::Any, "What the variable holds.");
    NodeInfo::value("variable.get", "Get Variable", doc)
        .attribute(Attribute::variable())
        .output(value.of_variable())
        .example("Show what a variable holds", EXAMPLE, "18.5")
        .create(|_| Ok(Get))
}

struct Get;

impl Node for Get {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = context.variable()?.clone();
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "variables": { "temperature": { "type": "Float", "initial": 18.5 } },
  "nodes": {
    "begin": { "type": "event.initialize" },
    "now":   { "type": "variable.get", "attributes": { "variable": "temperature" } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "now.value -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn gives_the_value_of_the_moment() {
        let mut node = Bench::new("variable.get", json!({ "variable": "x" }));
        assert_eq!((node.read(), node.shown("value")), ("pulse".into(), "0.0".into()));
        node.set_variable(2.5);
        assert_eq!((node.read(), node.shown("value")), ("pulse".into(), "2.5".into()));
    }
}
