//! The synchronisation primitives of the send queue and its gate. The test in `plugin/websocket/tests/outbox` replaces
//! them with those of loom.

pub(crate) use crossbeam_queue::SegQueue;
pub(crate) use futures_util::task::AtomicWaker;
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
pub(crate) use std::sync::{Mutex, MutexGuard};
pub(crate) use std::thread_local;
