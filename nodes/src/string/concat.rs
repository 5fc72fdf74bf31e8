use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket, Text, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Joins strings, one after the other. For values of other types, use Format.";
    let example = r#"{ "count": 3, "input_1": "hello", "input_2": ", ", "input_3": "ada" }"#;
    NodeInfo::value("string.concat", "Concat Strings", doc)
        .attribute(sockets::count())
        .output(Socket::string("output", "Output", "All inputs in one string."))
        .example_of("Greet by name", "output", &[(example, "hello, ada")])
        .compute(concat)
        .dynamic_sockets(
            sockets::COUNTED,
            sockets::counted_inputs(ValueType::String, "One of the strings."),
        )
}

/// Appends to the first string, so that a string that grows in a loop is not copied each time.
fn concat(context: &mut Context<'_>) -> Result<Text, NodeError> {
    for input in 0..context.inputs() {
        context.text(input)?;
    }
    let part = |input| context.text(input).map_or("", Text::as_str);
    Ok(context.text(0)?.append((1..context.inputs()).map(part)))
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn joins_all_inputs() {
        let mut node =
            Bench::new("string.concat", json!({ "count": 3, "input_1": "é", "input_3": "!" }));
        assert_eq!((node.read(), node.text("output")), ("pulse".into(), "é!".into()));
        let long = "x".repeat(3000);
        node.set("input_2", long.as_str()).read();
        assert_eq!(node.text("output"), format!("é{long}!"));
        assert_eq!(node.set("input_2", 1).read(), "type_mismatch");
        node.set("input_2", "").read();
        assert_eq!(node.text("output"), "é!");
    }
}
