use super::log::Log;
use super::state::{State, StateCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When a connection or server starts and stops: never twice at once, and a Start during a Stop comes after it.
///
/// One task leads each lifecycle. It asks for the next start when it has told the graphs about the end of the last
/// one, so their events keep their order.
#[derive(Debug)]
pub(crate) struct Lifecycle<T>(Mutex<Pending<T>>);

#[derive(Debug)]
struct Pending<T> {
    /// A task leads this life now.
    has_task: bool,
    /// What to start next.
    next: Option<T>,
    /// What to try when the wait for the next attempt is over, instead of what was tried before.
    retry_with: Option<T>,
    /// A Stop came since the last Start, so nothing is tried again.
    stopped: bool,
    /// The program ends: nothing starts any more.
    shut_down: bool,
}

/// What a Start leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Started<T> {
    /// The caller must spawn the task that leads this lifecycle, beginning with this.
    Spawn(T),
    /// It begins when the last one has ended.
    AfterStop,
    /// It is tried when the wait for the next attempt is over.
    NextAttempt,
    /// It was started before.
    Already(State),
    /// Nothing starts any more.
    ShutDown,
}

/// See [`Lifecycle::lead`].
pub(crate) struct TaskGuard<'a, T> {
    lifecycle: &'a Lifecycle<T>,
    state: &'a StateCell,
    log: &'a Log,
}

/// A Stop came while the next attempt was waited for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

impl<T> Default for Lifecycle<T> {
    fn default() -> Self {
        Self(Mutex::new(Pending {
            has_task: false,
            next: None,
            retry_with: None,
            stopped: false,
            shut_down: false,
        }))
    }
}

impl<T> Lifecycle<T> {
    pub(crate) fn start(&self, state: &StateCell, what: T) -> Started<T> {
        let mut pending = self.pending();
        if pending.shut_down {
            return Started::ShutDown;
        }
        match state.get() {
            State::Closed => state.set(State::Starting),
            State::Closing if pending.next.is_none() => {}
            State::Waiting => {
                pending.retry_with = Some(what);
                return Started::NextAttempt;
            }
            other => return Started::Already(other),
        }
        if pending.has_task {
            pending.next = Some(what);
            return Started::AfterStop;
        }
        pending.has_task = true;
        pending.stopped = false;
        Started::Spawn(what)
    }

    /// Takes back what was to start next, and moves what is there to `Closing`; false when there is nothing.
    /// `close` asks for its end, before the next life can begin.
    pub(crate) fn stop(&self, state: &StateCell, close: impl FnOnce()) -> bool {
        let mut pending = self.pending();
        pending.stopped = true;
        pending.retry_with = None;
        if !state.change(State::Starting, State::Closing) {
            pending.next = None;
            let stops = |from| state.change(from, State::Closing);
            if !stops(State::Open) && !stops(State::Waiting) {
                return false;
            }
        }
        close();
        true
    }

    /// Stops for good.
    pub(crate) fn shut_down(&self, state: &StateCell, close: impl FnOnce()) -> bool {
        self.pending().shut_down = true;
        self.stop(state, close)
    }

    /// Whether it was stopped for good.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.pending().shut_down
    }

    /// Tells that it has ended: Send fails from now on, and a Start is taken.
    pub(crate) fn set_ended(&self, state: &StateCell) {
        let pending = self.pending();
        state.set(if pending.next.is_some() { State::Starting } else { State::Closed });
    }

    /// Tells that an attempt has ended and another is to come: a Start changes what is tried then. False when a
    /// Stop or a Start came meanwhile, and no other attempt is to be made.
    pub(crate) fn begin_wait(&self, state: &StateCell) -> bool {
        let pending = self.pending();
        let waits = !pending.stopped && !pending.shut_down && pending.next.is_none();
        if waits {
            state.set(State::Waiting);
        }
        waits
    }

    /// Begins the next attempt; with what a Start in the meantime wants instead. An error when a Stop came.
    pub(crate) fn begin_retry(&self, state: &StateCell) -> Result<Option<T>, Stopped> {
        let mut pending = self.pending();
        match state.change(State::Waiting, State::Starting) {
            true => Ok(pending.retry_with.take()),
            false => Err(Stopped),
        }
    }

    /// What the leading task starts next; when there is nothing, its work is done.
    pub(crate) fn take_next(&self) -> Option<T> {
        let mut pending = self.pending();
        pending.has_task = pending.next.is_some();
        pending.stopped &= !pending.has_task;
        pending.next.take()
    }

    /// Frees this life when the task that should lead it cannot.
    pub(crate) fn abandon(&self, state: &StateCell) {
        let mut pending = self.pending();
        (pending.has_task, pending.next, pending.retry_with) = (false, None, None);
        state.set(State::Closed);
    }

    /// Held by the leading task: should it panic, the life is free again and the log says so.
    pub(crate) fn guard<'a>(&'a self, state: &'a StateCell, log: &'a Log) -> TaskGuard<'a, T> {
        TaskGuard { lifecycle: self, state, log }
    }

    /// A panic elsewhere leaves no half-made plan behind, so a poisoned lock is as good as any.
    fn pending(&self) -> MutexGuard<'_, Pending<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for TaskGuard<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.lifecycle.abandon(self.state);
            self.log.error(|| "its task panicked; it can be started again".to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
