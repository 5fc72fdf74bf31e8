use super::log::Log;
use super::state::{State, StateCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Decides when a connection or server starts and stops: never twice at once, and a Start during a Stop runs after it.
///
/// One task runs it. The task asks for the next start after it has reported the end of the last one, so events keep
/// their order.
#[derive(Debug)]
pub(crate) struct Lifecycle<T>(Mutex<Pending<T>>);

#[derive(Debug)]
struct Pending<T> {
    /// A task is running.
    has_task: bool,
    /// What to start next.
    next: Option<T>,
    /// What the next attempt uses instead of what the last one used.
    retry_with: Option<T>,
    /// A Stop came since the last Start, so there is no retry.
    stopped: bool,
    /// The program is ending: nothing starts any more.
    shut_down: bool,
}

/// The result of a Start.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Started<T> {
    /// The caller must spawn the task, which begins with this value.
    Spawn(T),
    /// It runs after the Stop under way.
    AfterStop,
    /// The next attempt uses it.
    NextAttempt,
    /// It was already started.
    Already(State),
    /// Nothing starts any more.
    ShutDown,
}

/// Resets the lifecycle if the task panics; see [`Lifecycle::guard`].
pub(crate) struct TaskGuard<'a, T> {
    lifecycle: &'a Lifecycle<T>,
    state: &'a StateCell,
    log: &'a Log,
}

/// A Stop came during the wait for the next attempt.
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
    /// Asks for a start with this value.
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

    /// Cancels what was to start next, and moves what is running to `Closing`; returns false when nothing is. `close`
    /// runs before another start is possible.
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

    /// Stops it and refuses every further Start.
    pub(crate) fn shut_down(&self, state: &StateCell, close: impl FnOnce()) -> bool {
        self.pending().shut_down = true;
        self.stop(state, close)
    }

    /// Returns whether it was shut down.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.pending().shut_down
    }

    /// Marks the end: from now on Send fails and a Start is accepted.
    pub(crate) fn set_ended(&self, state: &StateCell) {
        let pending = self.pending();
        state.set(if pending.next.is_some() { State::Starting } else { State::Closed });
    }

    /// Marks the wait for the next attempt, which a Start can change. Returns false when a Stop or Start came
    /// meanwhile and there is no retry.
    pub(crate) fn begin_wait(&self, state: &StateCell) -> bool {
        let pending = self.pending();
        let waits = !pending.stopped && !pending.shut_down && pending.next.is_none();
        if waits {
            state.set(State::Waiting);
        }
        waits
    }

    /// Begins the next attempt and returns what a Start in the meantime wants to use for it.
    ///
    /// # Errors
    /// When a Stop came.
    pub(crate) fn begin_retry(&self, state: &StateCell) -> Result<Option<T>, Stopped> {
        let mut pending = self.pending();
        match state.change(State::Waiting, State::Starting) {
            true => Ok(pending.retry_with.take()),
            false => Err(Stopped),
        }
    }

    /// Takes what the task runs next; `None` ends the task.
    pub(crate) fn take_next(&self) -> Option<T> {
        let mut pending = self.pending();
        pending.has_task = pending.next.is_some();
        pending.stopped &= !pending.has_task;
        pending.next.take()
    }

    /// Resets the lifecycle when its task could not be spawned or has panicked.
    pub(crate) fn abandon(&self, state: &StateCell) {
        let mut pending = self.pending();
        (pending.has_task, pending.next, pending.retry_with) = (false, None, None);
        state.set(State::Closed);
    }

    /// Returns a guard for the task to hold: if the task panics, the lifecycle is reset and the log says so.
    pub(crate) fn guard<'a>(&'a self, state: &'a StateCell, log: &'a Log) -> TaskGuard<'a, T> {
        TaskGuard { lifecycle: self, state, log }
    }

    /// Every change is complete before the lock is released, so a poisoned lock can be used.
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
