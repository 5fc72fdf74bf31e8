use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the length of a string.";
    NodeInfo::value("string.length", "Length", doc)
        .input(Socket::string("string", "String", "The string to measure."))
        .output(Socket::int(
            "length",
            "Length",
            "The number of characters (Unicode scalar values).",
        ))
        .output(Socket::int("bytes", "Bytes", "The number of bytes in UTF-8, as in a message."))
        .example("Characters and bytes", EXAMPLE, "4\n5")
        .run(|context| {
            let string = context.text(0)?;
            let (characters, bytes) = (string.chars().count(), string.len());
            context.set(0, i64::try_from(characters).unwrap_or(i64::MAX));
            context.set(1, i64::try_from(bytes).unwrap_or(i64::MAX));
            Ok(Flow::NEXT)
        })
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
            assert_eq!((node.text("length"), node.text("bytes")), (length.into(), bytes.into()));
        }
    }
}
