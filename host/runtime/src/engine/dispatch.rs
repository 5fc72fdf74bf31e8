//! Which thread runs a graph: the one that delivers an event, unless another thread runs it already.

use super::graph::{CLOSED, Graph, OPEN, STOPPED, lock};
use super::interpreter::Interpreter;
use super::sync::{MutexGuard, Ordering, TryLockError, fence, thread_local};
use super::workers::Job;
use pulsewire_plugin::{Emit, EmitError, Value};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// How many events of others a thread runs before it leaves the graph to a worker: it has a connection of its own to
/// serve.
const MOST_EVENTS_OF_OTHERS: usize = 256;

thread_local! {
    /// Whether this thread may run a graph for what it emits, or only queues it.
    static THREAD: Cell<Thread> = const { Cell::new(Thread::Free) };
    /// The graphs that this thread emitted to while it was busy.
    static DEFERRED: RefCell<Vec<Arc<Graph>>> = const { RefCell::new(Vec::new()) };
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thread {
    /// It may run graphs.
    Free,
    /// It runs a graph: what it emits is raised by that graph.
    RunsGraph,
    /// It must not run graphs.
    Defers,
}

impl Job for Graph {
    /// Runs the graph until its inbox is empty, unless another thread runs it.
    fn work(&self) {
        // Not a store: a thread that found a worker pending has queued an event before, which must be visible here.
        self.on_worker.swap(false, Ordering::SeqCst);
        busy(|| while self.run_some(usize::MAX) {});
    }
}

impl Graph {
    /// Runs the graph if no thread does. Returns true when events came in between that no thread has seen.
    fn run_some(&self, most: usize) -> bool {
        let Some(mut interpreter) = self.try_run_after_enqueue() else { return false };
        self.drain(&mut interpreter, most);
        drop(interpreter);
        self.has_unseen_events()
    }

    /// When this fails, the thread that runs the graph will see what is in the inbox: see `has_unseen_events`.
    fn try_run_after_enqueue(&self) -> Option<MutexGuard<'_, Option<Interpreter>>> {
        self.try_run().or_else(|| {
            fence(Ordering::SeqCst);
            self.try_run()
        })
    }

    fn try_run(&self) -> Option<MutexGuard<'_, Option<Interpreter>>> {
        match self.interpreter.try_lock() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn drain(&self, interpreter: &mut Option<Interpreter>, most: usize) {
        for _ in 0..most {
            let Some((node, event)) = self.inbox.pop() else { return };
            self.wake_if_room();
            if let Some(interpreter) = interpreter {
                interpreter.handle(node, event);
            }
        }
    }

    /// Wakes the sources that wait for room when half of the inbox is free.
    fn wake_if_room(&self) {
        if self.someone_waits.load(Ordering::Relaxed) && self.inbox.has_room() {
            self.wake_waiting();
        }
    }

    pub(super) fn wake_waiting(&self) {
        self.someone_waits.store(false, Ordering::SeqCst);
        let waiting = std::mem::take(&mut *lock(&self.waiting));
        waiting.into_iter().for_each(|wake| wake());
    }

    /// Emits an event on a thread that may run the graph.
    #[inline]
    fn emit_and_run(&self, node: u32, event: Value) -> Result<(), EmitError> {
        let taken = match self.try_run() {
            Some(mut interpreter) => {
                // Looking is cheaper than popping from an empty queue.
                if !self.inbox.is_empty() {
                    self.drain(&mut interpreter, MOST_EVENTS_OF_OTHERS);
                }
                match &mut *interpreter {
                    _ if !self.inbox.is_empty() => self.enqueue(node, event),
                    // With nothing before it the event need not go through the inbox.
                    Some(interpreter) => {
                        interpreter.handle(node, event);
                        Ok(())
                    }
                    None => Ok(()),
                }
            }
            None => self.enqueue(node, event),
        };
        self.run_again();
        taken
    }

    /// Runs the events that no other thread may have seen. Called by each thread that released the graph, or failed
    /// to get it.
    pub(super) fn run_again(&self) {
        if self.has_unseen_events() && self.run_some(MOST_EVENTS_OF_OTHERS) {
            self.run_on_worker();
        }
    }

    /// Whether events wait; wakes those who wait for room, if there is some.
    ///
    /// Pairs with `try_run_after_enqueue` and `when_ready` on the other thread: one queues its event and then fails to
    /// get the graph (or finds no room), the other releases it and then looks; fences let one of them see the other.
    fn has_unseen_events(&self) -> bool {
        fence(Ordering::SeqCst);
        self.wake_if_room();
        !self.inbox.is_empty()
    }

    pub(super) fn enqueue(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.inbox.push((node, event)).map_err(|(_, event)| EmitError::Full(event))
    }

    fn enqueue_raised(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.inbox.push_raised((node, event)).map_err(|(_, event)| EmitError::Full(event))
    }

    /// Lets this thread run the graph when it is done with what it does now.
    fn run_later(&self) {
        DEFERRED.with_borrow_mut(|graphs| {
            let is_last = |graph: &Arc<Self>| std::ptr::eq(&raw const **graph, self);
            if !graphs.last().is_some_and(is_last) {
                graphs.extend(self.this.upgrade());
            }
        });
    }

    /// The graph may open after its state was read and before the event is queued: then no other thread would see it.
    fn enqueue_before_open(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.enqueue(node, event)?;
        fence(Ordering::SeqCst);
        if self.state.load(Ordering::SeqCst) == OPEN {
            self.run_on_worker();
        }
        Ok(())
    }

    /// Lets a worker run the graph, unless it waits for one already.
    pub(super) fn run_on_worker(&self) {
        if self.on_worker.swap(true, Ordering::SeqCst) {
            return;
        }
        if let Some(graph) = self.this.upgrade() {
            self.workers.run(graph);
        }
    }
}

impl Emit for Graph {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        match self.state.load(Ordering::Relaxed) {
            OPEN => {}
            CLOSED => return self.enqueue_before_open(node, event),
            _ => return Err(EmitError::Stopped),
        }
        match THREAD.get() {
            Thread::Free => return busy(|| self.emit_and_run(node, event)),
            Thread::RunsGraph => self.enqueue_raised(node, event)?,
            Thread::Defers => self.enqueue(node, event)?,
        }
        self.run_later();
        Ok(())
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        lock(&self.waiting).push(wake);
        self.someone_waits.store(true, Ordering::SeqCst);
        // The room may have come before `someone_waits` was set.
        fence(Ordering::SeqCst);
        if self.state.load(Ordering::SeqCst) == STOPPED {
            self.wake_waiting();
        } else {
            self.wake_if_room();
        }
    }
}

/// Runs `work` while what this thread emits is queued; then runs the graphs that it emitted to.
#[inline]
fn busy<T>(work: impl FnOnce() -> T) -> T {
    THREAD.set(Thread::RunsGraph);
    let done = work();
    while let Some(graph) = DEFERRED.with_borrow_mut(Vec::pop) {
        if graph.run_some(MOST_EVENTS_OF_OTHERS) {
            graph.run_on_worker();
        }
    }
    THREAD.set(Thread::Free);
    done
}

/// Runs `work` while what this thread emits is only queued; `then` receives the graphs that it emitted to.
pub(super) fn defer<T>(work: impl FnOnce() -> T, mut then: impl FnMut(&Arc<Graph>)) -> T {
    let outer = THREAD.replace(Thread::Defers);
    let done = work();
    if outer == Thread::Free {
        while let Some(graph) = DEFERRED.with_borrow_mut(Vec::pop) {
            then(&graph);
        }
    }
    THREAD.set(outer);
    done
}
