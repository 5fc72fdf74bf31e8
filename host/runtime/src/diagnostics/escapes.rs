//! Maps positions in the text of a JSON string to positions in its source, where characters may be escaped.

/// The offset in the source between the quotes of the byte `decoded` of a string's text.
pub(crate) fn source_offset(raw: &str, decoded: usize) -> usize {
    let (mut text, mut source) = (0, 0);
    while text < decoded && source < raw.len() {
        let (text_length, source_length) = character(&raw[source..]);
        text += text_length;
        source += source_length;
    }
    source.min(raw.len())
}

/// The length of the first character in bytes: as text and in the source.
fn character(raw: &str) -> (usize, usize) {
    let mut characters = raw.chars();
    match characters.next() {
        Some('\\') if characters.next() == Some('u') => {
            let code = raw.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            match code.map(char::from_u32) {
                Some(Some(character)) => (character.len_utf8(), 6),
                // Half of a surrogate pair: the other half follows, the two are one character of four bytes.
                _ => (4, 12),
            }
        }
        Some('\\') => (1, 2),
        Some(plain) => (plain.len_utf8(), plain.len_utf8()),
        None => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One character as it may be written: as it is, as a short escape, or as one or two `\u`.
    fn written(character: char, form: u8) -> String {
        let plain = serde_json::to_string(&character.to_string()).unwrap_or_default();
        if form == 0 {
            return plain[1..plain.len() - 1].to_owned();
        }
        let mut units = [0; 2];
        character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
    }

    proptest! {
        #[test]
        fn part_of_a_text_is_located_whatever_its_escapes(
            characters in prop::collection::vec((any::<char>(), 0..2_u8), 0..40),
            from in 0..40_usize,
            to in 0..40_usize,
        ) {
            let (to, from) = (to.min(characters.len()), from.min(to).min(characters.len()));
            let raw: String = characters.iter().map(|(c, form)| written(*c, *form)).collect();
            let part: String = characters[from..to].iter().map(|(c, _)| c).collect();
            let start: usize = characters[..from].iter().map(|(c, _)| c.len_utf8()).sum();
            let found = source_offset(&raw, start)..source_offset(&raw, start + part.len());
            let read: String = serde_json::from_str(&format!("\"{}\"", &raw[found])).unwrap();
            prop_assert_eq!(read, part);
        }
    }
}
