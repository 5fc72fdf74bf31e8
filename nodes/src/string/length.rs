use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Tells how long a string is.";
    let int = |id, title, doc| Socket::new(id, title, ValueType::Int, doc);
    NodeInfo::value("string.length", "Length", doc)
        .input(super::text("string", "String", "What to measure."))
        .output(int("length", "Length", "How many characters (Unicode scalar values) it has."))
        .output(int("bytes", "Bytes", "How many bytes it takes in UTF-8, as messages do."))
        .example("Characters and bytes", EXAMPLE, "4\n5")
        .create(|_| Ok(Length))
}

struct Length;

impl Node for Length {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let string = context.text(0)?;
        let (characters, bytes) = (string.chars().count(), string.len());
        context.set(0, i64::try_from(characters).unwrap_or(i64::MAX));
        context.set(1, i64::try_from(bytes).unwrap_or(i64::MAX));
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":      { "type": "event.initialize" },
    "length":     { "type": "string.length", "attributes": { "string": "café" } },
    "characters": { "type": "console.print" },
    "bytes":      { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> characters.pulse",
    "length.length -> characters.input",
    "characters.pulse -> bytes.pulse",
    "length.bytes -> bytes.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn counts_characters_and_bytes() {
        let mut node = Bench::new("string.length", json!({}));
        for (string, length, bytes) in [("", "0", "0"), ("ab", "2", "2"), ("é😀", "2", "6")] {
            assert_eq!(node.set("string", string).read(), "pulse");
            assert_eq!((node.shown("length"), node.shown("bytes")), (length.into(), bytes.into()));
        }
    }
}
