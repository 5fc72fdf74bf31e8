//! What the hand-over is made of. Its test in `host/tests/handover` puts loom's in the place of these.

pub(super) use std::sync::atomic::{Ordering, fence};
pub(super) use std::sync::{MutexGuard, TryLockError};
pub(super) use std::thread_local;
