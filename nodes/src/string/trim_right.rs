use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, Text};

pub(crate) fn node_type() -> NodeType {
    let doc = "Removes characters from the end of a string: white space, or those that are given.";
    let characters = "The characters to remove; empty for white space.";
    NodeInfo::value("string.trim_right", "TrimRight", doc)
        .input(Socket::string("string", "String", "The string to trim."))
        .input(Socket::string("characters", "Characters", characters))
        .output(Socket::string("trimmed", "Trimmed", "What is left."))
        .example_of(
            "Without trailing zeros",
            "trimmed",
            &[(r#"{ "string": "2.500", "characters": "0" }"#, "2.5")],
        )
        .compute(|context| {
            let (string, characters) = (context.text(0)?, context.text(1)?);
            Ok(Text::from(match characters.as_str() {
                "" => string.trim_end(),
                characters => string.trim_end_matches(|one| characters.contains(one)),
            }))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn removes_the_characters_or_white_space() {
        let case = |string, characters| json!({ "string": string, "characters": characters });
        let cases = [
            (case("", ""), ""),
            (case(" é x ", ""), " é x"),
            (case(";.x;y.;", ".;"), ";.x;y"),
            (case("\u{a0}\t\n", ""), ""),
            (case("éé", "é"), ""),
        ];
        check("string.trim_right", "trimmed", &cases);
    }
}
