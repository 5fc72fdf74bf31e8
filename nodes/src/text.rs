use pulsewire_plugin::{FloatText, Text};

/// Up to this many bytes, a copy into one allocation is cheaper than a second allocation that owns the first.
pub(crate) const MAX_COPIED: usize = 1024;

/// Builds texts. It keeps its memory from one text to the next, so that a short text costs one allocation; a long
/// one is handed over without a copy.
#[derive(Default)]
pub(crate) struct TextBuilder(String);

impl TextBuilder {
    /// The empty buffer for the next text.
    pub(crate) fn start(&mut self) -> &mut String {
        self.0.clear();
        &mut self.0
    }

    /// The text in the buffer.
    pub(crate) fn finish(&mut self) -> Text {
        if self.0.len() <= MAX_COPIED {
            return Text::from(self.0.as_str());
        }
        into_text(std::mem::take(&mut self.0))
    }
}

/// A number within a message: as short as a person would write it.
#[cold]
pub(crate) fn number(number: f64) -> String {
    let text = FloatText(number).to_string();
    text.strip_suffix(".0").map_or_else(|| text.clone(), ToOwned::to_owned)
}

/// A string as a shared text. Only a short one is copied.
pub(crate) fn into_text(text: String) -> Text {
    if text.len() <= MAX_COPIED { Text::from(text) } else { Text::from_owner(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_people_write_them() {
        let cases = [(-1.0, "-1"), (0.0, "0"), (0.25, "0.25"), (1e300, "1e300"), (-1e16, "-1e16")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_builder_can_be_used_again() {
        let mut builder = TextBuilder::default();
        for length in [3, 0, 5000, 1024, 1025] {
            let wanted = "x".repeat(length);
            builder.start().push_str(&wanted);
            assert_eq!(builder.finish().as_str(), wanted);
        }
    }
}
