use crate::example::ExampleOf as _;
use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};
use std::cmp::Ordering;

pub(crate) fn node_type() -> NodeType {
    let doc = "Compares two strings by the code points of their characters, so capital letters come before small ones.";
    let result =
        "-1 when the first string comes before the second, 0 when they are equal, 1 otherwise.";
    NodeInfo::value("string.compare", "Compare", doc)
        .input(Socket::string("string_1", "String 1", "The first string."))
        .input(Socket::string("string_2", "String 2", "The second string."))
        .output(Socket::int("result", "Result", result))
        .output(Socket::bool("equal", "Equal", "Whether the strings are equal."))
        .example_of("In order", "result", &[(r#"{ "string_1": "ada", "string_2": "bob" }"#, "-1")])
        .run(|context| {
            let order = context.text(0)?.as_str().cmp(context.text(1)?);
            context.set(0, i64::from(order as i8));
            context.set(1, order == Ordering::Equal);
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn compares_code_points() {
        let case = |a, b| json!({ "string_1": a, "string_2": b });
        let cases = [
            (case("", ""), "0"),
            (case("a", "B"), "1"),
            (case("a", "ab"), "-1"),
            (case("é", "z"), "1"),
            (case("\u{ffff}", "😀"), "-1"),
        ];
        check("string.compare", "result", &cases);
        check("string.compare", "equal", &[(case("é", "é"), "true"), (case("é", "e"), "false")]);
    }
}
