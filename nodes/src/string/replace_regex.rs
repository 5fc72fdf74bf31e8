use super::regular_expression::{RegularExpression, check_constant};
use crate::example::ExampleOf as _;
use crate::text::into_text;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket};
use std::borrow::Cow;

pub(crate) fn node_type() -> NodeType {
    let doc = "Replaces every match of a regular expression within a string. The syntax is that of MatchRegex.\n\
               Fails with bad_regex when the expression is invalid.";
    let to = "What to put in its place. `${1}` stands for the first group in parentheses, `${name}` for the group \
              `(?<name>...)`, `$$` for a dollar sign.";
    let example = r#"{ "string": "2026-11-28", "from": "(\\d+)-(\\d+)-(\\d+)", "to": "$3.$2.$1" }"#;
    NodeInfo::value("string.replace_regex", "ReplaceRegex", doc)
        .input(Socket::string("string", "String", "The string in which to replace."))
        .input(Socket::string("from", "From", "The regular expression; empty for nothing."))
        .input(Socket::string("to", "To", to))
        .output(Socket::string("result", "Result", "The string with the replacements."))
        .example_of("Another order", "result", &[(example, "28.11.2026")])
        .create(|_| Ok(ReplaceRegex(RegularExpression::default())))
        .check_constants(|constants| check_constant(constants, "from"))
}

struct ReplaceRegex(RegularExpression);

impl Node for ReplaceRegex {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (string, from) = (context.text(0)?, context.text(1)?);
        let result = match from.is_empty() {
            true => string.clone(),
            false => match self.0.compiled(from)?.replace_all(string, context.text(2)?.as_str()) {
                Cow::Borrowed(_) => string.clone(),
                Cow::Owned(replaced) => into_text(replaced),
            },
        };
        context.set(0, result);
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn replaces_every_match() {
        let case = |from, to| json!({ "string": "aé1 b22", "from": from, "to": to });
        let cases = [
            (case("\\d+", "#"), "aé# b#"),
            (case("(?<l>[a-zé]+)(\\d)", "$2${l}"), "1aé 2b2"),
            (case("x", "y"), "aé1 b22"),
            (case("", "y"), "aé1 b22"),
            (case(" ", "$$"), "aé1$b22"),
            (case("\\d", "$9"), "aé b"),
            (case("[", ""), "bad_regex"),
            (json!({}), ""),
        ];
        check("string.replace_regex", "result", &cases);
    }
}
