//! Positions within bytes.

use pulsewire_plugin::NodeError;

/// The position `index` within `length` bytes.
pub(super) fn checked(index: i64, length: usize, input: usize) -> Result<usize, NodeError> {
    usize::try_from(index).ok().filter(|at| *at < length).ok_or_else(|| {
        let why = match length {
            0 => format!("is {index}, but the Binary is empty"),
            length => format!("is {index}, but the positions are 0 to {}", length - 1),
        };
        NodeError::new("index_out_of_range", why).at_input(input)
    })
}
