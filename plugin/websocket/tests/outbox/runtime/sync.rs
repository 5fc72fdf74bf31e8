//! What loom has for the send queue and its gate: see `plugin/websocket/src/runtime/sync.rs`.

pub(crate) use crate::thread_local;
pub(crate) use loom::sync::{Mutex, MutexGuard};

use loom::sync::atomic::fence;
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::Ordering::{self, SeqCst};
use std::task::Waker;

loom::thread_local! {
    /// Whether this thread has made a sequentially consistent write and no fence since.
    static HAS_WRITTEN: Cell<bool> = Cell::new(false);
}

/// Behind a write. Loom takes sequentially consistent accesses for such that acquire and release, but knows fences.
fn written(order: Ordering) {
    HAS_WRITTEN.with(|written| written.set(written.get() || order == SeqCst));
}

/// Before a read: what such a read adds is that it comes behind such a write of the same thread.
fn reads(order: Ordering) {
    if order == SeqCst && HAS_WRITTEN.with(|written| written.replace(false)) {
        fence(SeqCst);
    }
}

/// Those of the standard library, with the functions that are used.
macro_rules! atomics {
    ($($name:ident of $value:ty: $($change:ident)*;)*) => { $(
        #[derive(Debug)]
        pub(crate) struct $name(loom::sync::atomic::$name);

        impl $name {
            pub(crate) fn new(value: $value) -> Self {
                Self(loom::sync::atomic::$name::new(value))
            }

            pub(crate) fn load(&self, order: Ordering) -> $value {
                reads(order);
                self.0.load(order)
            }

            $(pub(crate) fn $change(&self, value: $value, order: Ordering) -> $value {
                reads(order);
                let before = self.0.$change(value, order);
                written(order);
                before
            })*
        }
    )* };
}

atomics! {
    AtomicBool of bool: swap;
    AtomicU64 of u64: swap fetch_add;
    AtomicUsize of usize: fetch_add fetch_sub;
}

impl AtomicBool {
    pub(crate) fn store(&self, value: bool, order: Ordering) {
        self.0.store(value, order);
        written(order);
    }
}

impl Default for AtomicBool {
    fn default() -> Self {
        Self::new(false)
    }
}

impl Default for AtomicUsize {
    fn default() -> Self {
        Self::new(0)
    }
}

/// As `crossbeam_queue::SegQueue`; it may order more than that one, but who finds it empty by the counts does not ask
/// it.
#[derive(Debug)]
pub(crate) struct SegQueue<T>(Mutex<VecDeque<T>>);

std::thread_local! {
    /// How many were in the queue at most. All threads of a model run on the thread of its test.
    static MOST: Cell<usize> = const { Cell::new(0) };
}

pub(crate) fn most_waiting() -> usize {
    MOST.get()
}

impl<T> SegQueue<T> {
    pub(crate) fn new() -> Self {
        MOST.set(0);
        Self(Mutex::default())
    }

    pub(crate) fn push(&self, one: T) {
        let mut waiting = self.0.lock().unwrap();
        waiting.push_back(one);
        MOST.set(MOST.get().max(waiting.len()));
    }

    pub(crate) fn pop(&self) -> Option<T> {
        self.0.lock().unwrap().pop_front()
    }
}

/// As `futures_util::task::AtomicWaker`. Loom's own prints what it does.
#[derive(Debug)]
pub(crate) struct AtomicWaker(Mutex<Option<Waker>>);

impl AtomicWaker {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    pub(crate) fn register(&self, waker: &Waker) {
        *self.0.lock().unwrap() = Some(waker.clone());
    }

    pub(crate) fn wake(&self) {
        if let Some(waker) = self.take() {
            waker.wake();
        }
    }

    pub(crate) fn take(&self) -> Option<Waker> {
        self.0.lock().unwrap().take()
    }
}

/// As the one of the standard library; each thread of the model has its own.
#[macro_export]
macro_rules! thread_local {
    ($($(#[$about:meta])* static $name:ident: $type:ty = const { $initial:expr };)*) => {
        loom::thread_local! { $($(#[$about])* static $name: $type = $initial;)* }
    };
}
