//! What the hand-over needs of a graph, made of loom's parts: see `host/runtime/src/engine/graph.rs`.

use crate::interpreter::Interpreter;
use crate::sync::{MutexGuard, Ordering, Queue};
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, AtomicU8};
use loom::thread::{self, JoinHandle};
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
    pub(crate) handed_over: AtomicBool,
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
            handed_over: AtomicBool::new(false),
            workers: Workers::default(),
            this: this.clone(),
        })
    }

    /// As the real one.
    pub(crate) fn open(&self) {
        self.state.store(OPEN, Ordering::SeqCst);
        self.hand_over();
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
        assert!(self.inbox.is_empty(), "an event is left, and nobody looks at it");
        lock(&self.interpreter).take().unwrap().handled
    }
}

/// A thread a job; the real ones take the next job when they have done one.
#[derive(Default)]
pub(crate) struct Workers(std::sync::Mutex<Vec<JoinHandle<()>>>);

impl Workers {
    pub(crate) fn run(&self, graph: Arc<Graph>) {
        let worker = thread::spawn(move || graph.run_all());
        self.0.lock().unwrap().push(worker);
    }

    fn take(&self) -> Option<JoinHandle<()>> {
        self.0.lock().unwrap().pop()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}
