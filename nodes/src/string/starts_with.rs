use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a string begins with another. Case matters; every string begins with the empty string.";
    let example = r#"{ "string": "temp/kitchen", "pattern": "temp/" }"#;
    NodeInfo::value("string.starts_with", "StartsWith", doc)
        .input(Socket::string("string", "String", "The string to test."))
        .input(Socket::string(
            "pattern",
            "Pattern",
            "What it should begin with, character by character.",
        ))
        .output(Socket::bool(
            "starts_with",
            "StartsWith",
            "Whether the string begins with the pattern.",
        ))
        .example_of("Messages of one kind", "starts_with", &[(example, "true")])
        .compute(|context| Ok(context.text(0)?.starts_with(context.text(1)?.as_str())))
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
        check("string.starts_with", "starts_with", &cases);
        let cases = [(case("éa"), "true"), (json!({}), "true"), (case("É"), "false")];
        check("string.starts_with", "starts_with", &cases);
    }
}
