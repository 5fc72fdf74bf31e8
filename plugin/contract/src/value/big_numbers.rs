//! Whole numbers in JSON that no Int can hold.

use serde::de::IgnoredAny;
use std::ops::Range;

/// What becomes of a whole number in JSON that does not fit in an Int (64 bits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BigNumbers {
    /// The text is refused.
    #[default]
    Error,
    /// It becomes a Float, which has about 16 exact digits.
    Float,
    /// It becomes a String of its digits.
    String,
}

/// A whole number that does not fit in an Int, and where it is in its text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{number} at line {line} column {column} does not fit in an Int (64 bits)")]
pub struct BigNumber {
    /// Its digits; only the first of a long number.
    pub number: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// The column of its first character, counted from 1.
    pub column: usize,
}

/// The most digits that a message shows.
const SHOWN: usize = 40;

/// The text with each big number as `rule` wants it, and `-0` as the Int that it is. None when nothing has to change, or
/// the text is not JSON.
///
/// # Errors
/// The first big number, if the rule refuses them.
pub(super) fn rewrite(text: &str, rule: BigNumbers) -> Result<Option<String>, BigNumber> {
    let found = integers(text).map(|at| (at.clone(), &text[at]));
    let special: Vec<_> = found.filter(|(_, digits)| *digits == "-0" || is_big(digits)).collect();
    if special.is_empty() || !is_json(text, special.iter().map(|(at, _)| at.clone())) {
        return Ok(None);
    }
    let (mut written, mut done) = (String::with_capacity(text.len() + 2 * special.len()), 0);
    for (at, digits) in special {
        written.push_str(&text[done..at.start]);
        match rule {
            _ if digits == "-0" => written.push('0'),
            BigNumbers::Error => return Err(refused(text, at)),
            BigNumbers::Float => written.push_str(digits),
            BigNumbers::String => written.extend(["\"", digits, "\""]),
        }
        done = at.end;
    }
    written.push_str(&text[done..]);
    Ok(Some(written))
}

fn is_big(digits: &str) -> bool {
    digits.len() > 18 && digits.parse::<i64>().is_err()
}

/// Whether a text is JSON, but for the size of these numbers: a zero takes the place of each.
fn is_json(text: &str, numbers: impl Iterator<Item = Range<usize>>) -> bool {
    let mut plain = text.to_owned();
    // From the last to the first, since the text becomes shorter.
    let numbers: Vec<_> = numbers.collect();
    numbers.into_iter().rev().for_each(|at| plain.replace_range(at, "0"));
    serde_json::from_str::<IgnoredAny>(&plain).is_ok()
}

#[cold]
fn refused(text: &str, at: Range<usize>) -> BigNumber {
    let before = &text[..at.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let digits = &text[at];
    let number = match digits.get(..SHOWN) {
        Some(first) if digits.len() > SHOWN => format!("{first}…"),
        _ => digits.to_owned(),
    };
    BigNumber { number, line, column }
}

/// Where a text has numbers without fraction and exponent, outside of strings.
fn integers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut in_string) = (0, false);
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b'\\' if in_string => at += 1,
                b'"' => in_string = !in_string,
                b'-' | b'0'..=b'9' if !in_string => {
                    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                    at += bytes[at..].iter().take_while(|byte| is_part(byte)).count();
                    if is_integer(&bytes[start..at]) {
                        return Some(start..at);
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// Whether this is `-?(0|[1-9][0-9]*)`.
fn is_integer(number: &[u8]) -> bool {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    match digits {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_big_numbers_and_negative_zeros_are_rewritten() {
        let big = "18446744073709551616";
        let float = |text: &str| rewrite(text, BigNumbers::Float).unwrap();
        let string = |text: &str| rewrite(text, BigNumbers::String).unwrap();
        for text in ["", "[1, -0.0, -0e1]", "9223372036854775807", "[-9223372036854775808]"] {
            assert_eq!(string(text), None, "{text}");
        }
        let text = format!(r#"{{"a\"{big}": [{big}, -{big}, {big}.5, {big}e1, -0, "{big}"]}}"#);
        let wanted =
            format!(r#"{{"a\"{big}": ["{big}", "-{big}", {big}.5, {big}e1, 0, "{big}"]}}"#);
        assert_eq!(string(&text), Some(wanted.clone()));
        assert_eq!(float("[-0, 1]").as_deref(), Some("[0, 1]"));
    }

    #[test]
    fn what_is_not_json_does_not_become_json() {
        let big = "9".repeat(400);
        for text in [format!("{{{big}: 1}}"), format!("[{big} 1]"), format!("{big}\"")] {
            assert_eq!(rewrite(&text, BigNumbers::String), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_refusal_says_where() {
        let text = format!("[1,\n \"é\", 99999999999999999999, {}]", "9".repeat(60));
        let refused = rewrite(&text, BigNumbers::Error).unwrap_err();
        assert_eq!(
            (refused.line, refused.column, &*refused.number),
            (2, 7, "99999999999999999999")
        );
        let refused = rewrite(&"8".repeat(60), BigNumbers::Error).unwrap_err();
        assert_eq!(refused.number, format!("{}…", "8".repeat(40)));
    }
}
