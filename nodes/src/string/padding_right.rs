use super::padding;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Fills a string up on the right to a length, with copies of a character. A string that is long enough stays \
               as it is.\n\
               Fails with bad_padding when the padding is not a single character or the length is over 16777216.";
    let [string, character, size] = padding::inputs();
    NodeInfo::value("string.padding_right", "PaddingRight", doc)
        .input(string)
        .input(character)
        .input(size)
        .output(Socket::string("padded_right", "Padded right", "The string, filled up."))
        .example_of(
            "Dots",
            "padded_right",
            &[(r#"{ "string": "tea", "padding_char": ".", "padding_size": 6 }"#, "tea...")],
        )
        .compute(|context| padding::padded(context, |string, padding| string.to_owned() + &padding))
        .check_constants(padding::check_constants)
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn fills_up_on_the_right() {
        let case =
            |string, size| json!({ "string": string, "padding_char": "é", "padding_size": size });
        let cases = [
            (case("aé", 4), "aééé"),
            (case("", 2), "éé"),
            (case("abc", 3), "abc"),
            (case("abc", -5), "abc"),
            (case("", 0), ""),
            (json!({ "string": "a", "padding_size": 3 }), "a  "),
        ];
        check("string.padding_right", "padded_right", &cases);
    }
}
