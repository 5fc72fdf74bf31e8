use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a string in small letters, of every script that has them.";
    NodeInfo::value("string.lower", "Lower", doc)
        .input(Socket::string("string", "String", "The string to convert."))
        .output(Socket::string("result", "Result", "The string in small letters."))
        .example_of("Small letters", "result", &[(r#"{ "string": "Hello" }"#, "hello")])
        .compute(|context| Ok(into_text(context.text(0)?.to_lowercase())))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn converts_every_script() {
        let case = |string| json!({ "string": string });
        let cases = [(case(""), ""), (case("ÀB1 Ω"), "àb1 ω"), (case("ΟΔΟΣ"), "οδος")];
        check("string.lower", "result", &cases);
    }
}
