//! Who runs a graph: whoever brings an event runs it, unless another thread does.

use super::graph::{CLOSED, Graph, OPEN, STOPPED, lock};
use super::interpreter::Interpreter;
use super::sync::{MutexGuard, Ordering, TryLockError, fence, thread_local};
use pulsewire_plugin::{Emit, EmitError, Value};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// How many events a thread runs for others before it hands the graph to a worker: whoever brought one event
/// has a connection of its own to look after.
pub(super) const MOST_EVENTS_FOR_OTHERS: usize = 256;

thread_local! {
    /// Whether this thread runs a graph (or is one that must not): what it emits waits its turn.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// The graphs that this thread brought events while it was busy.
    static DEFERRED: RefCell<Vec<Arc<Graph>>> = const { RefCell::new(Vec::new()) };
}

impl Graph {
    /// A worker runs the graph until its inbox is empty, unless another thread runs it.
    pub(super) fn run_all(&self) {
        // Not a store: whoever found a worker waiting has put an event in, which is to be seen from here on.
        self.handed_over.swap(false, Ordering::SeqCst);
        busy(|| while self.run_some(usize::MAX) {});
    }

    /// Runs the graph if nobody does; true when events came in between and nobody looked at them.
    fn run_some(&self, most: usize) -> bool {
        let Some(mut interpreter) = self.try_run_after_put() else { return false };
        self.drain(&mut interpreter, most);
        drop(interpreter);
        self.look_around()
    }

    /// Whoever fails here knows that the other thread will see what is in the inbox: see `look_around`.
    fn try_run_after_put(&self) -> Option<MutexGuard<'_, Option<Interpreter>>> {
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

    pub(super) fn drain(&self, interpreter: &mut Option<Interpreter>, most: usize) {
        for _ in 0..most {
            let Some((node, event)) = self.inbox.pop() else { return };
            self.wake_if_room();
            if let Some(interpreter) = interpreter {
                interpreter.handle(node, event);
            }
        }
    }

    /// Tells those who wait when half of the inbox is free.
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

    /// This thread brings an event and may run the graph.
    fn emit_and_run(&self, node: u32, event: Value) -> Result<(), EmitError> {
        let taken = match self.try_run() {
            Some(mut interpreter) => {
                // To look is cheaper than to take from an empty queue.
                if !self.inbox.is_empty() {
                    self.drain(&mut interpreter, MOST_EVENTS_FOR_OTHERS);
                }
                match &mut *interpreter {
                    _ if !self.inbox.is_empty() => self.put(node, event),
                    // With nothing before it the event need not go through the inbox.
                    Some(interpreter) => {
                        interpreter.handle(node, event);
                        Ok(())
                    }
                    None => Ok(()),
                }
            }
            None => self.put(node, event),
        };
        self.look_again();
        taken
    }

    /// Whoever let the graph go, or failed to get it, looks for events that nobody else may have seen.
    pub(super) fn look_again(&self) {
        if self.look_around() && self.run_some(MOST_EVENTS_FOR_OTHERS) {
            self.hand_over();
        }
    }

    /// Whether events are there; wakes those who wait for room, if there is some.
    ///
    /// Pairs with `try_run_after_put` and `when_ready` on the other thread: one puts its event and then fails to get
    /// the graph (or finds no room), the other lets it go and then looks; fences let one of them see the other.
    fn look_around(&self) -> bool {
        fence(Ordering::SeqCst);
        self.wake_if_room();
        !self.inbox.is_empty()
    }

    pub(super) fn put(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.inbox.push((node, event)).map_err(|(_, event)| EmitError::Full(event))
    }

    /// The graph may open between the look at its state and the event: then nobody else would see it.
    fn put_before_open(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.put(node, event)?;
        fence(Ordering::SeqCst);
        if self.state.load(Ordering::SeqCst) == OPEN {
            self.hand_over();
        }
        Ok(())
    }

    /// Lets a worker run the graph, unless it waits for one already.
    pub(super) fn hand_over(&self) {
        if self.handed_over.swap(true, Ordering::SeqCst) {
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
            CLOSED => return self.put_before_open(node, event),
            _ => return Err(EmitError::Stopped),
        }
        if BUSY.get() {
            self.put(node, event)?;
            if let Some(graph) = self.this.upgrade() {
                DEFERRED.with_borrow_mut(|graphs| graphs.push(graph));
            }
            return Ok(());
        }
        busy(|| self.emit_and_run(node, event))
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        lock(&self.waiting).push(wake);
        self.someone_waits.store(true, Ordering::SeqCst);
        // The room may have come before anybody could know that someone waits.
        fence(Ordering::SeqCst);
        if self.state.load(Ordering::SeqCst) == STOPPED {
            self.wake_waiting();
        } else {
            self.wake_if_room();
        }
    }
}

/// Runs `work` while what this thread emits waits its turn; then runs the graphs that were emitted to.
pub(super) fn busy<T>(work: impl FnOnce() -> T) -> T {
    BUSY.set(true);
    let done = work();
    while let Some(graph) = DEFERRED.with_borrow_mut(Vec::pop) {
        if graph.run_some(MOST_EVENTS_FOR_OTHERS) {
            graph.hand_over();
        }
    }
    BUSY.set(false);
    done
}

/// Runs `work` while what this thread emits only goes into inboxes; `then` gets the graphs emitted to.
pub(super) fn defer<T>(work: impl FnOnce() -> T, mut then: impl FnMut(&Arc<Graph>)) -> T {
    let outer = BUSY.replace(true);
    let done = work();
    if !outer {
        while let Some(graph) = DEFERRED.with_borrow_mut(Vec::pop) {
            then(&graph);
        }
    }
    BUSY.set(outer);
    done
}
