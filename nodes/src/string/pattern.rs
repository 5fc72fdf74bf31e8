//! Text with placeholders for values.

use pulsewire_plugin::Value;
use std::fmt::Write as _;

/// A parsed pattern.
pub(super) struct Pattern(Vec<Segment>);

/// What the placeholders of a pattern may stand for.
pub(super) enum Parameters<'a> {
    /// Parameters of these names.
    Named(&'a [&'a str]),
    /// This many elements of an array.
    Elements(usize),
}

enum Segment {
    Text(String),
    Placeholder(Placeholder),
}

/// Stands for a value.
struct Placeholder {
    parameter: usize,
    width: usize,
    /// Numbers are filled up with zeros.
    zeros: bool,
    precision: Option<usize>,
}

impl Pattern {
    /// Parses a pattern for these parameters.
    ///
    /// # Errors
    /// Why the pattern is invalid.
    pub(super) fn parse(pattern: &str, parameters: &Parameters<'_>) -> Result<Self, String> {
        let (mut segments, mut text, mut next) = (Vec::new(), String::new(), 0);
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            text.push_str(before);
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                text.push_str(&brace[..1]);
                rest = after;
                continue;
            }
            let place = brace.strip_prefix('{').and_then(|brace| brace.split_once('}'));
            let (place, after) =
                place.ok_or_else(|| unmatched(pattern, pattern.len() - brace.len()))?;
            segments.push(Segment::Text(std::mem::take(&mut text)));
            segments.push(Segment::Placeholder(Placeholder::parse(place, parameters, &mut next)?));
            rest = after;
        }
        text.push_str(rest);
        segments.push(Segment::Text(text));
        Ok(Self(segments))
    }

    /// Writes the pattern with values in place of its placeholders.
    pub(super) fn write<'a>(&self, out: &mut String, value: impl Fn(usize) -> &'a Value) {
        for piece in &self.0 {
            match piece {
                Segment::Text(text) => out.push_str(text),
                Segment::Placeholder(place) => place.write(out, value(place.parameter)),
            }
        }
    }
}

fn unmatched(pattern: &str, at: usize) -> String {
    let column = pattern[..at].chars().count() + 1;
    let brace = &pattern[at..=at];
    format!(
        "the {brace} at character {column} of the pattern is unmatched: write {brace}{brace} for a literal brace"
    )
}

impl Parameters<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Named(names) => names.len(),
            Self::Elements(count) => *count,
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        match self {
            Self::Named(names) => names.iter().position(|known| *known == name),
            Self::Elements(_) => None,
        }
    }

    /// Why a placeholder stands for nothing.
    fn unknown(&self, place: &str, name: &str) -> String {
        let what = match self {
            Self::Named(_) => "parameter",
            Self::Elements(_) => "element",
        };
        let missing = match name {
            "" => format!("no further {what}"),
            name => format!("no {what} {name:?}"),
        };
        let has = match self {
            Self::Named([]) => "`parameters` has none".to_owned(),
            Self::Named(names) => format!("`parameters` has {}", names.join(", ")),
            Self::Elements(count) => format!("the array has {count}"),
        };
        format!("{{{place}}} in the pattern: there is {missing}; {has}")
    }
}

impl Placeholder {
    fn parse(place: &str, parameters: &Parameters<'_>, next: &mut usize) -> Result<Self, String> {
        let (name, shape) = place.split_once(':').unwrap_or((place, ""));
        let parameter = match name {
            "" => {
                *next += 1;
                *next - 1
            }
            digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                digits.parse().unwrap_or(usize::MAX)
            }
            name => parameters.position(name).unwrap_or(usize::MAX),
        };
        if parameter >= parameters.len() {
            return Err(parameters.unknown(place, name));
        }
        let (width, precision) = shape.split_once('.').unwrap_or((shape, ""));
        let zeros = width.starts_with('0');
        let width = width.strip_prefix('0').unwrap_or(width);
        let (width, precision) = (number(width, place)?, number(precision, place)?);
        if shape.ends_with('.') {
            return Err(bad_specification(place));
        }
        Ok(Self { parameter, width: width.unwrap_or(0), zeros, precision })
    }

    fn write(&self, out: &mut String, value: &Value) {
        let begin = out.len();
        // Writing to a string cannot fail.
        let _ = match (value, self.precision) {
            (Value::Float(value), Some(digits)) => write!(out, "{value:.digits$}"),
            (Value::Int(value), Some(digits)) => {
                let point = if digits > 0 { "." } else { "" };
                write!(out, "{value}{point}{:0<digits$}", "")
            }
            (value, _) => write!(out, "{value}"),
        };
        if let (Some(most), false) = (self.precision, is_number(value)) {
            let end = out[begin..].char_indices().nth(most).map(|(at, _)| begin + at);
            out.truncate(end.unwrap_or(out.len()));
        }
        if self.width > 0 {
            let missing = self.width.saturating_sub(out[begin..].chars().count());
            let (at, fill) = match self.zeros && is_number(value) {
                true => (begin + usize::from(out[begin..].starts_with('-')), "0"),
                false => (begin, " "),
            };
            out.insert_str(at, &fill.repeat(missing));
        }
    }
}

/// Infinity and NaN have no digits.
fn is_number(value: &Value) -> bool {
    match value {
        Value::Int(_) => true,
        Value::Float(value) => value.is_finite(),
        _ => false,
    }
}

fn number(digits: &str, place: &str) -> Result<Option<usize>, String> {
    match digits.len() {
        0 => Ok(None),
        1 | 2 if digits.bytes().all(|digit| digit.is_ascii_digit()) => Ok(digits.parse().ok()),
        _ => Err(bad_specification(place)),
    }
}

fn bad_specification(place: &str) -> String {
    format!(
        "{{{place}}} in the pattern: after the colon write a width, a precision or both, each up to \
         99, as in {{value:8.2}} or, filled with zeros, {{value:02}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_plugin::{Array, Binary};

    fn format(pattern: &str, values: &[Value]) -> Result<String, String> {
        let names = &["a", "b", "c"][..values.len()];
        let mut out = String::from("> ");
        Pattern::parse(pattern, &Parameters::Named(names))?.write(&mut out, |at| &values[at]);
        Ok(out.split_off(2))
    }

    #[test]
    fn placeholders_name_parameters_by_name_number_or_order() {
        let values = [Value::Int(1), Value::from("x"), Value::Bool(true)];
        assert_eq!(format("{c} {0} {b}{}{}", &values).unwrap(), "true 1 x1x");
        assert_eq!(format("{{}} {{a}} }}{{ é", &values).unwrap(), "{} {a} }{ é");
        assert_eq!(format("{{{a}}}", &values).unwrap(), "{1}");
    }

    #[test]
    fn width_and_precision_format_the_value() {
        let one = |pattern, value: Value| format(pattern, &[value]).unwrap();
        assert_eq!(one("{:.2}", 25.4739.into()), "25.47");
        assert_eq!(one("{:8.2}|", 1.5.into()), "    1.50|");
        assert_eq!(one("{a:.1} {a:.0} {a:4}", 7.into()), "7.0 7    7");
        assert_eq!(one("{:.3}", "fünfzig".into()), "fün");
        assert_eq!(one("{:5}", "é".into()), "    é");
        assert_eq!(one("{}", Array::from_iter([Value::Null]).into()), "[null]");
        assert_eq!(one("{:.2}", Binary::from(&[0xca, 0xfe][..]).into()), "ca");
        assert_eq!(one("{:99}", "".into()).len(), 99);
    }

    #[test]
    fn a_width_that_begins_with_zero_fills_numbers_with_zeros() {
        let one = |pattern, value: Value| format(pattern, &[value]).unwrap();
        assert_eq!(one("{a:02}|{a:012}|{a:0}", 7.into()), "07|000000000007|7");
        assert_eq!(one("{:05}", (-7).into()), "-0007");
        assert_eq!(one("{:08.2}", (-1.5).into()), "-0001.50");
        assert_eq!(one("{:03}", 1234.into()), "1234");
        assert_eq!(one("{:05}", "ab".into()), "   ab");
        assert_eq!(one("{:05}", f64::INFINITY.into()), "  inf");
    }

    #[test]
    fn invalid_patterns_are_rejected() {
        let error = |pattern| format(pattern, &[Value::Null]).unwrap_err();
        assert!(error("é {a").starts_with("the { at character 3"), "{}", error("é {a"));
        assert!(error("a }").starts_with("the } at character 3"));
        assert!(error("{x}").contains("no parameter \"x\"; `parameters` has a"));
        assert!(error("{+0}").contains("no parameter \"+0\""));
        assert!(error("{1}").contains("no parameter \"1\""));
        assert!(error("{} {}").contains("no further parameter"));
        for shape in ["{:x}", "{:.}", "{:100}", "{:2.}", "{:-1}", "{:1.2.3}"] {
            assert!(error(shape).contains("after the colon"), "{shape}");
        }
    }
}
