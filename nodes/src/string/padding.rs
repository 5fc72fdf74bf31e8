//! What the nodes that fill up strings share.

use crate::text::into_text;
use pulsewire_plugin::{Constants, Context, NodeError, Socket, Text};

/// The longest string that is made.
const MAX_SIZE: usize = 1 << 24;

/// The inputs of a node that fills up a string.
pub(super) fn inputs() -> [Socket; 3] {
    let size = "The length of the result in characters, up to 16777216.";
    [
        Socket::string("string", "String", "The string to fill up."),
        Socket::string("padding_char", "Padding char.", "The character to fill up with.")
            .with_default(" "),
        Socket::int("padding_size", "Padding size", size),
    ]
}

/// The string at the first input, joined with its padding.
pub(super) fn padded(
    context: &Context<'_>,
    join: impl Fn(&str, String) -> String,
) -> Result<Text, NodeError> {
    let string = context.text(0)?;
    check_char(context.text(1)?)?;
    let size = checked_size(context.int(2)?)?;
    match size.saturating_sub(string.chars().count()) {
        0 => Ok(string.clone()),
        missing => Ok(into_text(join(string, context.text(1)?.repeat(missing)))),
    }
}

/// Refuses a constant character or length with which the node can only fail.
pub(super) fn check_constants(constants: &mut Constants<'_>) {
    if let Some(character) = constants.text("padding_char") {
        constants.check("padding_char", check_char(&character));
    }
    if let Some(size) = constants.int("padding_size") {
        constants.check("padding_size", checked_size(size));
    }
}

fn check_char(character: &str) -> Result<(), NodeError> {
    let mut characters = character.chars();
    if characters.next().is_some() && characters.next().is_none() {
        return Ok(());
    }
    let why = format!("is {character:?}, but wants a single character");
    Err(NodeError::new("bad_padding", why).at_input(1))
}

fn checked_size(size: i64) -> Result<usize, NodeError> {
    match usize::try_from(size) {
        Ok(size) if size <= MAX_SIZE => Ok(size),
        Err(_) if size < 0 => Ok(0),
        _ => {
            let why =
                format!("is {size}, but a string is filled up to at most {MAX_SIZE} characters");
            Err(NodeError::new("bad_padding", why).at_input(2))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Bench, constant_mistakes};
    use serde_json::json;

    #[test]
    fn bad_padding_is_refused() {
        let (long, short) = (json!({ "padding_char": "ab" }), json!({ "padding_char": "" }));
        let huge = json!({ "padding_size": MAX_SIZE + 1 });
        for (attributes, input) in [(long, 1), (short, 1), (huge, 2)] {
            let error = Bench::new("string.padding_left", attributes.clone()).error();
            assert_eq!((error.code.as_ref(), error.input), ("bad_padding", Some(input)));
            let found = constant_mistakes("string.padding_left", attributes, &[]);
            assert!(found.len() == 1 && found[0].contains("bad_padding"), "{found:?}");
        }
        assert!(checked_size(1 << 24).is_ok() && checked_size(i64::MAX).is_err());
        assert_eq!(checked_size(i64::MIN).unwrap(), 0);
    }
}
