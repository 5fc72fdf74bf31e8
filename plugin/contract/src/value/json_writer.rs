//! Writes JSON with Floats as [`FloatText`] writes them.

use super::FloatText;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use serde_json::{Result, Value as Json};
use std::io::{self, Write};

/// A JSON value, such as an attribute in a file, as compact JSON.
#[must_use]
pub fn json_text(value: &Json) -> String {
    to_text(value, false).unwrap_or_else(|error| format!("<{error}>"))
}

/// A value as JSON, compact or indented.
pub(super) fn to_text(value: &impl Serialize, indented: bool) -> Result<String> {
    let mut text = Vec::with_capacity(128);
    if indented {
        let formatter = Floats(PrettyFormatter::new());
        value.serialize(&mut Serializer::with_formatter(&mut text, formatter))?;
    } else {
        let formatter = Floats(CompactFormatter);
        value.serialize(&mut Serializer::with_formatter(&mut text, formatter))?;
    }
    String::from_utf8(text).map_err(serde::ser::Error::custom)
}

/// Another formatter, except for Floats.
struct Floats<F>(F);

impl<F: Formatter> Formatter for Floats<F> {
    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        write!(out, "{}", FloatText(value))
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_floats_differ_from_plain_json() {
        let value =
            serde_json::json!({ "a": [1, -2.5, { "b": [], "c": {} }, "x\n", null], "d": 1e-9 });
        assert_eq!(to_text(&value, false).unwrap(), value.to_string());
        assert_eq!(to_text(&value, true).unwrap(), format!("{value:#}"));
        assert_eq!(json_text(&serde_json::json!([1e300, 1e16, 1.0])), "[1e300,1e16,1.0]");
    }
}
