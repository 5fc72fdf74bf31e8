use pulsewire_plugin::Text;

/// Up to here a copy into one allocation is cheaper than a second allocation that owns the first.
const COPIED: usize = 1024;

/// Text put together piece by piece. It keeps its memory from one text to the next, so that a short text costs
/// one allocation; a long one is handed over without a copy.
#[derive(Default)]
pub(crate) struct Builder(String);

impl Builder {
    /// Where the next text is written to: empty.
    pub(crate) fn start(&mut self) -> &mut String {
        self.0.clear();
        &mut self.0
    }

    /// What was written.
    pub(crate) fn finish(&mut self) -> Text {
        if self.0.len() <= COPIED {
            return Text::from(self.0.as_str());
        }
        shared(std::mem::take(&mut self.0))
    }
}

/// A string as a value's text, copied only while it is short.
pub(crate) fn shared(text: String) -> Text {
    if text.len() <= COPIED { Text::from(text) } else { Text::from_owner(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_builds_again_and_again() {
        let mut builder = Builder::default();
        for length in [3, 0, 5000, 1024, 1025] {
            let wanted = "x".repeat(length);
            builder.start().push_str(&wanted);
            assert_eq!(builder.finish().as_str(), wanted);
        }
    }
}
