use crate::Services;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket,
};
use std::fmt::Write as _;
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Prints a value of any type as a line on the standard output. Strings are printed as they are, binaries \
               as hexadecimal digits, arrays and dictionaries as JSON.";
    let levels = ["info", "warning", "error"];
    let level = "The kind of message. A warning begins with \"warning: \", an error with \"error: \". It does not \
                 change the exit status.";
    let label = "A label before the value, followed by a colon; none when empty.";
    let services = services.clone();
    NodeInfo::action("console.print", "Console", doc)
        .attribute(Attribute::choice("level", "Type", &levels, level))
        .attribute(Attribute::string("label", "Label", "", label))
        .input(Socket::any("input", "Input", "The value to print."))
        .output(Socket::any("output", "Output", "The same value."))
        .example("Lines of three levels", EXAMPLE, "hello\nwarning: celsius: 38.5\nerror: [1,null]")
        .create(move |setup| Ok(Print::new(services.clone(), &setup)))
}

struct Print {
    services: Arc<dyn Services>,
    /// The text before each value.
    prefix: String,
    line: String,
}

impl Print {
    fn new(services: Arc<dyn Services>, setup: &Setup<'_>) -> Self {
        let level = match setup.attributes.text("level") {
            "warning" => "warning: ",
            "error" => "error: ",
            _ => "",
        };
        let prefix = match setup.attributes.text("label") {
            "" => level.to_owned(),
            label => format!("{level}{label}: "),
        };
        Self { services, prefix, line: String::new() }
    }
}

impl Node for Print {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let value = context.input(0).clone();
        self.line.clear();
        self.line.push_str(&self.prefix);
        // Writing to a string cannot fail.
        let _ = write!(self.line, "{value}");
        self.services.print(&self.line);
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "info":    { "type": "console.print", "attributes": { "input": "hello" } },
    "warning": { "type": "console.print", "attributes": { "level": "warning", "label": "celsius", "input": 38.5 } },
    "error":   { "type": "console.print", "attributes": { "level": "error", "input": [1, null] } }
  },
  "wires": [
    "begin.pulse -> info.pulse",
    "info.pulse -> warning.pulse",
    "warning.pulse -> error.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::{Binary, Value};
    use serde_json::json;

    #[test]
    fn level_and_label_come_before_the_value() {
        for (level, label, line) in [
            ("info", "", "5"),
            ("info", "a", "a: 5"),
            ("warning", "", "warning: 5"),
            ("error", "a", "error: a: 5"),
        ] {
            let attributes = json!({ "level": level, "label": label, "input": 5 });
            let mut node = Bench::new("console.print", attributes);
            assert_eq!(
                (node.pulse(), node.services.take_calls()),
                ("pulse".into(), vec![line.into()])
            );
        }
    }

    #[test]
    fn every_value_is_printed_and_passed_on() {
        let mut node = Bench::new("console.print", json!({}));
        let values = [
            (Value::Null, "null"),
            (Value::Float(2.0), "2.0"),
            (Value::from("a\nb"), "a\nb"),
            (Binary::from(&[0xca_u8][..]).into(), "ca"),
        ];
        for (value, line) in values {
            node.set("input", value.clone()).pulse();
            assert_eq!(
                (node.services.take_calls(), node.get("output")),
                (vec![line.into()], &value)
            );
        }
    }
}
