use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the code of a character of a string.\n\
               Fails with index_out_of_range when there is no such character.";
    NodeInfo::value("string.char_code_at", "CharCodeAt", doc)
        .input(Socket::string("string", "String", "The string to read."))
        .input(Socket::int("at", "At", "The position of the character, from 0."))
        .output(Socket::int("char_code", "Char code", "The Unicode code point of the character."))
        .example_of("The code of A", "char_code", &[(r#"{ "string": "ABC", "at": 0 }"#, "65")])
        .compute(char_code_at)
        .check_constants(|constants| {
            if let Some(at) = constants.int("at").filter(|at| *at < 0) {
                constants
                    .check("at", Err::<(), _>(out_of_range(at, "the first has the position 0")));
            }
        })
}

fn char_code_at(context: &mut Context<'_>) -> Result<i64, NodeError> {
    let (string, at) = (context.text(0)?, context.int(1)?);
    let character = usize::try_from(at).ok().and_then(|at| string.chars().nth(at));
    let missing =
        || out_of_range(at, &format!("the string has {} characters", string.chars().count()));
    character.map(|one| i64::from(u32::from(one))).ok_or_else(missing)
}

#[cold]
fn out_of_range(at: i64, has: &str) -> NodeError {
    NodeError::new("index_out_of_range", format!("is {at}, but {has}")).at_input(1)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn counts_characters() {
        let case = |at| json!({ "string": "é😀a", "at": at });
        let cases = [
            (case(0), "233"),
            (case(1), "128512"),
            (case(2), "97"),
            (case(3), "index_out_of_range"),
            (case(-1), "index_out_of_range"),
            (case(i64::MIN), "index_out_of_range"),
            (json!({}), "index_out_of_range"),
        ];
        check("string.char_code_at", "char_code", &cases);
    }

    #[test]
    fn the_message_tells_the_length() {
        let error = Bench::new("string.char_code_at", json!({ "string": "é", "at": 1 })).error();
        assert_eq!(
            (error.message.as_str(), error.input),
            ("is 1, but the string has 1 characters", Some(1))
        );
        let found = constant_mistakes("string.char_code_at", json!({ "at": -1 }), &["string"]);
        assert!(found[0].starts_with("/at index_out_of_range"), "{found:?}");
    }
}
