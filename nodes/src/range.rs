//! Parts of strings and arrays.

use pulsewire_plugin::Socket;
use std::ops::Range;

/// The inputs `start_index` and `count` of a node that takes a part; `what` is what they count.
pub(crate) fn inputs(what: &str) -> [Socket; 2] {
    let start = format!(
        "The position of the first {what}, from 0; a negative one counts from the end: -1 is the last."
    );
    let count = format!("How many {what}s; -1 for all that follow.");
    [
        Socket::int("start_index", "Start Index", &start),
        Socket::int("count", "Count", &count).with_default(-1),
    ]
}

/// The part of something of this length that begins at `start` and has `count` elements, as far as they exist. A
/// negative `start` counts from the end; a negative `count` stands for all that follow.
pub(crate) fn part(start: i64, count: i64, length: usize) -> Range<usize> {
    let start = match usize::try_from(start) {
        Ok(start) => start.min(length),
        Err(_) => {
            length.saturating_sub(usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX))
        }
    };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    start..start.saturating_add(count).min(length)
}
