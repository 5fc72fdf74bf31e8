use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a string ends with another. Case matters; every string ends with the empty string.";
    let example = r#"{ "string": "photo.png", "pattern": ".png" }"#;
    NodeInfo::value("string.ends_with", "EndsWith", doc)
        .input(Socket::string("string", "String", "The string to test."))
        .input(Socket::string(
            "pattern",
            "Pattern",
            "What it should end with, character by character.",
        ))
        .output(Socket::bool("ends_with", "EndsWith", "Whether the string ends with the pattern."))
        .example_of("Files of one kind", "ends_with", &[(example, "true")])
        .compute(|context| Ok(context.text(0)?.ends_with(context.text(1)?.as_str())))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn compares_character_by_character() {
        let case = |pattern| json!({ "string": "éaé", "pattern": pattern });
        let cases = [
            (case("é"), "true"),
            (case("a"), "false"),
            (case(""), "true"),
            (case("ééaé"), "false"),
        ];
        check("string.ends_with", "ends_with", &cases);
        let cases = [(case("aé"), "true"), (json!({}), "true"), (case("É"), "false")];
        check("string.ends_with", "ends_with", &cases);
    }
}
