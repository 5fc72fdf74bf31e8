use crate::example::ExampleOf as _;
use crate::text::TextBuilder;
use pulsewire_plugin::{Context, NodeInfo, NodeType, Socket};
use std::fmt::Write as _;

pub(crate) fn node_type() -> NodeType {
    let doc = "Joins the elements of an array to one string, with a separator between them. Elements that are no strings \
               are written as the Console prints them.";
    let example = r#"{ "array_of_strings": ["red", "green", 3], "separator": ", " }"#;
    NodeInfo::value("string.join", "Join", doc)
        .input(Socket::array("array_of_strings", "Array of strings", "The strings to join."))
        .input(
            Socket::string("separator", "Separator", "What stands between two of them.")
                .with_default(","),
        )
        .output(Socket::string("joined_string", "Joined string", "All of them in one string."))
        .example_of("A list", "joined_string", &[(example, "red, green, 3")])
        .compute_with(|_| {
            let mut builder = TextBuilder::default();
            move |context: &mut Context<'_>| {
                let (array, separator) = (context.array(0)?, context.text(1)?);
                let whole = builder.start();
                for (at, element) in array.iter().enumerate() {
                    whole.push_str(if at == 0 { "" } else { separator });
                    // Writing to a string cannot fail.
                    let _ = write!(whole, "{element}");
                }
                Ok(builder.finish())
            }
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn the_separator_is_between_elements_only() {
        let case = |array, separator| json!({ "array_of_strings": array, "separator": separator });
        let cases = [
            (json!({}), ""),
            (json!({ "array_of_strings": ["a", "b"] }), "a,b"),
            (case(json!(["é"]), "-"), "é"),
            (case(json!(["", ""]), "-"), "-"),
            (case(json!([1, 2.5, null, ["x"]]), ""), r#"12.5null["x"]"#),
        ];
        check("string.join", "joined_string", &cases);
    }
}
