use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Puts a string on one line: each run of white space, line breaks included, becomes one space, and there is \
               none at either end.";
    NodeInfo::value("string.flatten", "Flatten", doc)
        .input(Socket::string("string", "String", "The string to flatten."))
        .output(Socket::string("flattened", "Flattened", "The string on one line."))
        .example_of("Two lines", "flattened", &[(r#"{ "string": "one\n  two " }"#, "one two")])
        .compute(|context| {
            let words: Vec<&str> = context.text(0)?.split_whitespace().collect();
            Ok(into_text(words.join(" ")))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn runs_of_white_space_become_one_space() {
        let case = |string| json!({ "string": string });
        let cases = [
            (case(""), ""),
            (case(" \t\r\n"), ""),
            (case("a\u{a0}\u{2003}é"), "a é"),
            (case("\na\r\n\r\nb c"), "a b c"),
        ];
        check("string.flatten", "flattened", &cases);
    }
}
