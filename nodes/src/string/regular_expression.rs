//! Regular expressions of nodes.

use pulsewire_plugin::{Constants, NodeError, Text};
use regex::{Regex, RegexBuilder};

/// The most memory that a compiled expression takes, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// The last expression, compiled: it seldom changes.
#[derive(Default)]
pub(super) struct RegularExpression(Option<(Text, Regex)>);

impl RegularExpression {
    /// The compiled form of `pattern`, which is the second input.
    pub(super) fn compiled(&mut self, pattern: &Text) -> Result<&Regex, NodeError> {
        let known = self.0.take().filter(|(text, _)| text == pattern);
        let (_, regex) = self.0.insert(match known {
            Some(known) => known,
            None => (pattern.clone(), compile(pattern)?),
        });
        Ok(regex)
    }
}

/// Refuses a constant expression that is invalid.
pub(super) fn check_constant(constants: &mut Constants<'_>, input: &str) {
    if let Some(pattern) = constants.text(input) {
        constants.check(input, compile(&pattern));
    }
}

fn compile(pattern: &str) -> Result<Regex, NodeError> {
    RegexBuilder::new(pattern).size_limit(MAX_SIZE).build().map_err(|error| {
        let why = match error {
            regex::Error::CompiledTooBig(_) => {
                "is too large: it takes more than 1 MiB when compiled; repeat fewer parts"
                    .to_owned()
            }
            error => format!("is not a regular expression: {}", reason(&error)),
        };
        NodeError::new("bad_regex", why).at_input(1)
    })
}

/// The last line of an error says what is wrong; those before it show where.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_compiled_once() {
        let mut expression = RegularExpression::default();
        for pattern in ["a+", "a+", "b", "a+"] {
            assert_eq!(expression.compiled(&Text::from(pattern)).unwrap().as_str(), pattern);
        }
    }

    #[test]
    fn invalid_expressions_are_rejected() {
        let error = |pattern: &str| {
            let error = compile(pattern).unwrap_err();
            assert_eq!((error.code.as_ref(), error.input), ("bad_regex", Some(1)));
            error.message
        };
        assert_eq!(error("(a"), "is not a regular expression: unclosed group");
        assert!(error("(?:\\w{500}){500}").contains("too large"));
        let mut expression = RegularExpression::default();
        assert!(expression.compiled(&Text::from("[")).is_err());
        assert!(expression.compiled(&Text::from("a")).is_ok());
    }
}
