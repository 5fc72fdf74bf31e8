use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells how many elements an array has.";
    NodeInfo::value("array.length", "Length of Array", doc)
        .input(super::array("What to measure."))
        .output(Socket::new("length", "Length", ValueType::Int, "How many elements it has."))
        .output(super::array("The same array."))
        .example("Count three colors", EXAMPLE, "3")
        .create(|_| Ok(Length))
}

struct Length;

impl Node for Length {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let array = context.array(0)?.clone();
        context.set(0, i64::try_from(array.len()).unwrap_or(i64::MAX));
        context.set(1, array);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "length": { "type": "array.length", "attributes": { "array": ["red", "green", "blue"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "length.length -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn counts_the_elements() {
        for (array, length) in [(json!([]), "0"), (json!([[1, 2], null]), "2")] {
            let mut node = Bench::new("array.length", json!({ "array": array }));
            assert_eq!((node.read(), node.shown("length")), ("pulse".into(), length.into()));
            assert_eq!(node.shown("array"), array.to_string());
        }
    }
}
