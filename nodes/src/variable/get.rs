use pulsewire_plugin::{Attribute, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the value of a variable of this graph, at the moment it is read.";
    let value = Socket::any("value", "Value", "The value of the variable.");
    NodeInfo::value("variable.get", "Get Variable", doc)
        .attribute(Attribute::variable())
        .output(value.of_variable())
        .example("Print a variable", EXAMPLE, "18.5")
        .compute(|context| Ok(context.variable()?.clone()))
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
    fn returns_the_current_value() {
        let mut node = Bench::new("variable.get", json!({ "variable": "x" }));
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "0.0".into()));
        node.set_variable(2.5);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "2.5".into()));
    }
}
