use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Removes characters from a string, wherever they are.";
    let example = r#"{ "string": "+49 (0) 30", "characters": " ()" }"#;
    NodeInfo::value("string.remove_characters", "RemoveCharacters", doc)
        .input(Socket::string("string", "String", "The string to remove from."))
        .input(Socket::string("characters", "Characters", "The characters to remove."))
        .output(Socket::string("output", "Output", "What is left."))
        .example_of("The digits of a telephone number", "output", &[(example, "+49030")])
        .compute(|context| {
            let (string, characters) = (context.text(0)?, context.text(1)?);
            Ok(into_text(string.chars().filter(|one| !characters.contains(*one)).collect()))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn removes_each_of_the_characters() {
        let case = |string, characters| json!({ "string": string, "characters": characters });
        let cases = [
            (case("", "a"), ""),
            (case("aéa", ""), "aéa"),
            (case("aé😀b", "😀a"), "éb"),
            (case("aaa", "a"), ""),
        ];
        check("string.remove_characters", "output", &cases);
    }
}
