//! The parts of a graph that `dispatch` needs, made of loom's primitives.

use crate::interpreter::Interpreter;
use crate::sync::{MutexGuard, Ordering, Queue};
use crate::workers::Workers;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, AtomicU8};
use pulsewire_plugin::Value;
use std::sync::{Arc, Weak};

pub(crate) const CLOSED: u8 = 0;
pub(crate) const OPEN: u8 = 1;
pub(crate) const STOPPED: u8 = 2;

pub(crate) struct Graph {
    pub(crate) inbox: Queue<(u32, Value)>,
    pub(crate) interpreter: Mutex<Option<Interpreter>>,
    pub(crate) state: AtomicU8,
    pub(crate) waiting: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    pub(crate) someone_waits: AtomicBool,
    pub(crate) on_worker: AtomicBool,
    pub(crate) workers: Workers,
    pub(crate) this: Weak<Self>,
}

impl Graph {
    pub(crate) fn new(inbox: usize, state: u8) -> Arc<Self> {
        Arc::new_cyclic(|this: &Weak<Self>| Self {
            inbox: Queue::new(inbox),
            interpreter: Mutex::new(Some(Interpreter::new(this.clone()))),
            state: AtomicU8::new(state),
            waiting: Mutex::default(),
            someone_waits: AtomicBool::new(false),
            on_worker: AtomicBool::new(false),
            workers: Workers::default(),
            this: this.clone(),
        })
    }

    /// As the real one.
    pub(crate) fn open(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
        self.run_on_worker();
    }

    /// As the real one, without dropping the nodes.
    pub(crate) fn stop(&self) {
        self.state.store(STOPPED, Ordering::SeqCst);
        self.wake_waiting();
    }

    /// Waits for the workers, and gives what was handled: nothing may be left by then.
    pub(crate) fn end(&self) -> Vec<i64> {
        while let Some(worker) = self.workers.take() {
            worker.join().unwrap();
        }
        assert!(self.inbox.is_empty(), "an event is left, and no thread will run it");
        lock(&self.interpreter).take().unwrap().handled
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}
