//! Buffers that connections on the same thread use in turn: one that has nothing to read or write holds none.

use std::cell::RefCell;

/// Room in each buffer: what is read at once, and what is collected before it is written.
pub(crate) const BUFFER: usize = 128 << 10;

/// How many unused buffers a thread keeps.
const KEPT: usize = 4;

thread_local! {
    static UNUSED: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer.
#[inline]
pub(crate) fn take() -> Vec<u8> {
    let kept = UNUSED.try_with(|unused| unused.borrow_mut().pop());
    kept.ok().flatten().unwrap_or_else(|| Vec::with_capacity(BUFFER))
}

/// Gives a buffer back. One that had to grow is not worth to be kept.
#[inline]
pub(crate) fn give_back(mut buffer: Vec<u8>) {
    if !(BUFFER..=2 * BUFFER).contains(&buffer.capacity()) {
        return;
    }
    buffer.clear();
    // The thread may be ending; then the buffer goes with it.
    let _ = UNUSED.try_with(|unused| {
        let mut unused = unused.borrow_mut();
        if unused.len() < KEPT {
            unused.push(buffer);
        }
    });
}
