//! Buffers shared by the connections on a thread: an idle connection holds none.

use std::cell::RefCell;

/// The size of each buffer: the most that is read at once, and collected before it is written.
pub(crate) const BUFFER: usize = 128 << 10;

/// The number of unused buffers that a thread keeps.
const MAX_UNUSED: usize = 4;

thread_local! {
    static UNUSED: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Returns an empty buffer.
#[inline]
pub(crate) fn take() -> Vec<u8> {
    let pooled = UNUSED.try_with(|unused| unused.borrow_mut().pop());
    pooled.ok().flatten().unwrap_or_else(|| Vec::with_capacity(BUFFER))
}

/// Returns a buffer to the pool, unless it has grown.
#[inline]
pub(crate) fn give_back(mut buffer: Vec<u8>) {
    if !(BUFFER..=2 * BUFFER).contains(&buffer.capacity()) {
        return;
    }
    buffer.clear();
    // If the thread is ending, the buffer is freed.
    let _ = UNUSED.try_with(|unused| {
        let mut unused = unused.borrow_mut();
        if unused.len() < MAX_UNUSED {
            unused.push(buffer);
        }
    });
}
