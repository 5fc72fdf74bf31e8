//! Loom's primitives for `dispatch`: see `sync.rs` of the engine.

pub(crate) use crate::thread_local;
pub(crate) use loom::sync::MutexGuard;
pub(crate) use loom::sync::atomic::{Ordering, fence};
pub(crate) use std::sync::TryLockError;

use loom::sync::Mutex;
use loom::sync::atomic::AtomicUsize;
use loom::thread::LocalKey;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// As [`std::thread::LocalKey`]; each thread of the model has its own.
pub(crate) struct Local<T: 'static>(pub(crate) &'static LocalKey<T>);

impl<T: Copy> Local<Cell<T>> {
    pub(crate) fn get(&self) -> T {
        self.0.with(Cell::get)
    }

    pub(crate) fn set(&self, value: T) {
        self.0.with(|cell| cell.set(value));
    }

    pub(crate) fn replace(&self, value: T) -> T {
        self.0.with(|cell| cell.replace(value))
    }
}

impl<T> Local<RefCell<T>> {
    pub(crate) fn with_borrow_mut<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        self.0.with(|cell| work(&mut cell.borrow_mut()))
    }
}

/// As the one of the standard library.
#[macro_export]
macro_rules! thread_local {
    ($($(#[$about:meta])* static $name:ident: $type:ty = const { $initial:expr };)*) => { $(
        $(#[$about])*
        static $name: $crate::sync::Local<$type> = {
            loom::thread_local! { static KEY: $type = $initial; }
            $crate::sync::Local(&KEY)
        };
    )* };
}

/// As `crossbeam_queue::ArrayQueue`. Reading its length synchronises nothing, so `dispatch` must not rely on that.
pub(crate) struct Queue<T> {
    waiting: Mutex<VecDeque<T>>,
    length: AtomicUsize,
    capacity: usize,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { waiting: Mutex::default(), length: AtomicUsize::new(0), capacity }
    }

    pub(crate) fn push(&self, one: T) -> Result<(), T> {
        let mut waiting = self.waiting.lock().unwrap();
        if waiting.len() == self.capacity {
            return Err(one);
        }
        waiting.push_back(one);
        self.length.store(waiting.len(), Ordering::Relaxed);
        Ok(())
    }

    /// The limit of raised events is out of reach here.
    pub(crate) fn push_raised(&self, one: T) -> Result<(), T> {
        let mut waiting = self.waiting.lock().unwrap();
        waiting.push_back(one);
        self.length.store(waiting.len(), Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn pop(&self) -> Option<T> {
        let mut waiting = self.waiting.lock().unwrap();
        let one = waiting.pop_front();
        self.length.store(waiting.len(), Ordering::Relaxed);
        one
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length.load(Ordering::Relaxed) == 0
    }

    /// As the real one.
    pub(crate) fn has_room(&self) -> bool {
        self.length.load(Ordering::Relaxed) <= self.capacity / 2
    }
}
