use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a string has small letters and no capital ones. Other characters do not count.";
    NodeInfo::value("string.is_lower", "IsLower", doc)
        .input(Socket::string("string", "String", "The string to test."))
        .output(Socket::bool("is_lower", "IsLower", "Whether all its letters are small."))
        .example_of(
            "With and without a capital letter",
            "is_lower",
            &[(r#"{ "string": "no. 1" }"#, "true"), (r#"{ "string": "No. 1" }"#, "false")],
        )
        .compute(|context| {
            let string = context.text(0)?;
            Ok(string.contains(char::is_lowercase) && !string.contains(char::is_uppercase))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn only_letters_count() {
        let cases =
            [("", "false"), ("é1", "true"), ("éÉ", "false"), ("12", "false"), ("日", "false")];
        let cases = cases.map(|(string, lower)| (json!({ "string": string }), lower));
        check("string.is_lower", "is_lower", &cases);
    }
}
