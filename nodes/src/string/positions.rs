//! Positions in strings: users count characters, Rust counts bytes.

use pulsewire_plugin::Socket;
use std::ops::Range;

/// The inputs of a node that searches a part of a string.
pub(super) fn inputs([start, end]: [[&str; 2]; 2]) -> [Socket; 2] {
    let begin = "Where the search begins: the position of a character, from 0.";
    let until = "Where the search ends: the position after the last character; -1 for the end of the string.";
    [Socket::int(start[0], start[1], begin), Socket::int(end[0], end[1], until).with_default(-1)]
}

/// The bytes of these characters, as far as they exist.
pub(super) fn bytes(string: &str, characters: Range<usize>) -> Range<usize> {
    let start = byte(string, characters.start);
    let length = characters.end.saturating_sub(characters.start);
    start..start + byte(&string[start..], length)
}

/// The part of a string from one character to another, and the number of characters before it. A negative start is the
/// beginning, a negative end is the end.
pub(super) fn window(string: &str, start: i64, end: i64) -> (&str, usize) {
    let start = usize::try_from(start).unwrap_or(0);
    let end = usize::try_from(end).unwrap_or(usize::MAX);
    let part = bytes(string, start..end);
    // A start beyond the end is the end.
    let before = if part.start == string.len() { string.chars().count() } else { start };
    (&string[part], before)
}

/// The position of a character: the number of those before it in the searched part, and of those before that part.
pub(super) fn position(part: &str, at: usize, before: usize) -> i64 {
    i64::try_from(before + part[..at].chars().count()).unwrap_or(i64::MAX)
}

/// The first byte of a character; the end of the string when there is none.
fn byte(string: &str, character: usize) -> usize {
    string.char_indices().nth(character).map_or(string.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_become_bytes() {
        let text = "aé😀b";
        for (characters, part) in [(0..1, "a"), (1..3, "é😀"), (3..99, "b"), (9..9, ""), (4..4, "")]
        {
            assert_eq!(&text[bytes(text, characters)], part);
        }
        #[allow(clippy::reversed_empty_ranges)]
        let reversed = bytes(text, 3..1);
        assert!(reversed.is_empty());
        assert_eq!(window(text, -5, -1), (text, 0));
        assert_eq!(window(text, 1, 2), ("é", 1));
        assert_eq!(window(text, 4, -1), ("", 4));
        assert_eq!(window(text, i64::MAX, 2), ("", 4));
        assert_eq!(position("é😀b", 6, 1), 3);
    }
}
