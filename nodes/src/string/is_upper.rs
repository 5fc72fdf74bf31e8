use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a string has capital letters and no small ones. Other characters do not count.";
    NodeInfo::value("string.is_upper", "IsUpper", doc)
        .input(Socket::string("string", "String", "The string to test."))
        .output(Socket::bool("is_upper", "IsUpper", "Whether all its letters are capital."))
        .example_of(
            "With and without a small letter",
            "is_upper",
            &[(r#"{ "string": "NO. 1" }"#, "true"), (r#"{ "string": "No. 1" }"#, "false")],
        )
        .compute(|context| {
            let string = context.text(0)?;
            Ok(string.contains(char::is_uppercase) && !string.contains(char::is_lowercase))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn only_letters_count() {
        let cases =
            [("", "false"), ("É1", "true"), ("éÉ", "false"), ("12", "false"), ("日", "false")];
        let cases = cases.map(|(string, upper)| (json!({ "string": string }), upper));
        check("string.is_upper", "is_upper", &cases);
    }
}
