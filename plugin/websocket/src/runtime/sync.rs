//! What the send queue and its gate are made of. Their test in `plugin/websocket/tests/outbox` puts loom's in the
//! place of these.

pub(crate) use crossbeam_queue::SegQueue;
pub(crate) use futures_util::task::AtomicWaker;
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
pub(crate) use std::sync::{Mutex, MutexGuard};
pub(crate) use std::thread_local;
