use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Makes the first character of a string, or of each word in it, a capital letter. The others stay as they \
               are. White space separates words.";
    let all = "Whether each word is capitalized; otherwise only the first character of the string.";
    NodeInfo::value("string.capitalize", "Capitalize", doc)
        .input(Socket::string("string", "String", "The string to capitalize."))
        .input(Socket::bool("all_words", "All words", all))
        .output(Socket::string("capitalized", "Capitalized", "The capitalized string."))
        .example_of(
            "The first word, and all words",
            "capitalized",
            &[
                (r#"{ "string": "ada lovelace" }"#, "Ada lovelace"),
                (r#"{ "string": "ada lovelace", "all_words": true }"#, "Ada Lovelace"),
            ],
        )
        .compute(|context| Ok(into_text(capitalize(context.text(0)?, context.bool(1)?))))
}

fn capitalize(string: &str, all_words: bool) -> String {
    let (mut capitalized, mut begins) = (String::with_capacity(string.len()), true);
    for character in string.chars() {
        match begins {
            true => capitalized.extend(character.to_uppercase()),
            false => capitalized.push(character),
        }
        begins = all_words && character.is_whitespace();
    }
    capitalized
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn capitalizes_the_first_character_or_each_word() {
        let case = |string, all| json!({ "string": string, "all_words": all });
        let cases = [
            (case("", true), ""),
            (case("élan vital", false), "Élan vital"),
            (case(" a b", false), " a b"),
            (case(" a\n bC-d", true), " A\n BC-d"),
            (case("ßa", false), "SSa"),
        ];
        check("string.capitalize", "capitalized", &cases);
    }
}
