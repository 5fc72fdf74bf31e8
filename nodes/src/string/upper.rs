use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a string in capital letters, of every script that has them. It may get longer: ß becomes SS.";
    NodeInfo::value("string.upper", "Upper", doc)
        .input(Socket::string("string", "String", "The string to convert."))
        .output(Socket::string("result", "Result", "The string in capital letters."))
        .example_of("Capital letters", "result", &[(r#"{ "string": "Hello" }"#, "HELLO")])
        .compute(|context| Ok(into_text(context.text(0)?.to_uppercase())))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn converts_every_script() {
        let case = |string| json!({ "string": string });
        let cases = [(case(""), ""), (case("àb1 ω"), "ÀB1 Ω"), (case("straße"), "STRASSE")];
        check("string.upper", "result", &cases);
    }
}
