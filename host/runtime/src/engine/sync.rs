//! The synchronisation primitives of `dispatch`. Its test in `tests/dispatch` replaces them by loom's.

pub(super) use std::sync::atomic::{Ordering, fence};
pub(super) use std::sync::{MutexGuard, TryLockError};
pub(super) use std::thread_local;
