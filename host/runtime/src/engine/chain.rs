//! Chains of events: an event that a graph raises while it handles another is one further in the chain.

use std::cell::Cell;

thread_local! {
    static POSITION: Cell<u32> = const { Cell::new(0) };
}

/// How many events lead to the one that this thread handles; 0 for one that came from outside.
pub(super) fn position() -> u32 {
    POSITION.get()
}

/// This thread handles an event of that position in its chain.
#[inline]
pub(super) fn set_position(position: u32) {
    POSITION.set(position);
}
