use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the characters of a string in reverse order. An accent that is a character of its own moves to \
               another letter.";
    NodeInfo::value("string.reverse", "Reverse", doc)
        .input(Socket::string("string", "String", "The string to reverse."))
        .output(Socket::string("reversed", "Reversed", "The characters, the last one first."))
        .example_of("Backwards", "reversed", &[(r#"{ "string": "abc" }"#, "cba")])
        .compute(|context| Ok(into_text(context.text(0)?.chars().rev().collect())))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn reverses_characters() {
        let case = |string| json!({ "string": string });
        let cases = [(case(""), ""), (case("aé😀"), "😀éa"), (case("e\u{301}a"), "a\u{301}e")];
        check("string.reverse", "reversed", &cases);
    }
}
