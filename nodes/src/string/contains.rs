use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a string contains another. Case matters; every string contains the empty string.";
    let example = r#"{ "string": "hello world", "pattern": "wor" }"#;
    NodeInfo::value("string.contains", "Contains", doc)
        .input(Socket::string("string", "String", "The string to search."))
        .input(Socket::string(
            "pattern",
            "Pattern",
            "The string to look for, character by character.",
        ))
        .output(Socket::bool("contains", "Contains", "Whether the string contains the pattern."))
        .example_of("Look for a word", "contains", &[(example, "true")])
        .compute(|context| Ok(context.text(0)?.contains(context.text(1)?.as_str())))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn compares_character_by_character() {
        let case = |pattern| json!({ "string": "hello world", "pattern": pattern });
        let cases = [
            (case("world"), "true"),
            (case("World"), "false"),
            (case(""), "true"),
            (case(".*"), "false"),
        ];
        check("string.contains", "contains", &cases);
    }
}
