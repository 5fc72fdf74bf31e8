use crate::log::Log;
use crate::state::{State, StateCell};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When a connection or server starts and stops: never twice at once, and a Start during a Stop comes after it.
///
/// One task leads each life. It asks for the next start when it has told the graphs about the end of the last
/// one, so their events keep their order.
#[derive(Debug)]
pub(crate) struct Life<T>(Mutex<Plan<T>>);

#[derive(Debug)]
struct Plan<T> {
    /// A task leads this life now.
    led: bool,
    /// What to start next.
    next: Option<T>,
    /// What to try when the wait for the next attempt is over, instead of what was tried before.
    instead: Option<T>,
    /// A Stop came since the last Start, so nothing is tried again.
    stopped: bool,
    /// The program ends: nothing starts any more.
    over: bool,
}

/// What a Start leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Started<T> {
    /// The caller must spawn the task that leads this life, beginning with this.
    Lead(T),
    /// It begins when the last one has ended.
    Later,
    /// It is tried when the wait for the next attempt is over.
    Instead,
    /// It was started before.
    Already(State),
    /// Nothing starts any more.
    Over,
}

/// See [`Life::lead`].
pub(crate) struct Leading<'a, T> {
    life: &'a Life<T>,
    state: &'a StateCell,
    log: &'a Log,
}

/// A Stop came while the next attempt was waited for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

impl<T> Default for Life<T> {
    fn default() -> Self {
        Self(Mutex::new(Plan {
            led: false,
            next: None,
            instead: None,
            stopped: false,
            over: false,
        }))
    }
}

impl<T> Life<T> {
    pub(crate) fn start(&self, state: &StateCell, what: T) -> Started<T> {
        let mut plan = self.plan();
        if plan.over {
            return Started::Over;
        }
        match state.get() {
            State::Closed => state.set(State::Starting),
            State::Closing if plan.next.is_none() => {}
            State::Waiting => {
                plan.instead = Some(what);
                return Started::Instead;
            }
            other => return Started::Already(other),
        }
        if plan.led {
            plan.next = Some(what);
            return Started::Later;
        }
        plan.led = true;
        plan.stopped = false;
        Started::Lead(what)
    }

    /// Takes back what was to start next, and moves what is there to `Closing`; false when there is nothing.
    /// `close` asks for its end, before the next life can begin.
    pub(crate) fn stop(&self, state: &StateCell, close: impl FnOnce()) -> bool {
        let mut plan = self.plan();
        plan.stopped = true;
        plan.instead = None;
        if !state.change(State::Starting, State::Closing) {
            plan.next = None;
            let stops = |from| state.change(from, State::Closing);
            if !stops(State::Open) && !stops(State::Waiting) {
                return false;
            }
        }
        close();
        true
    }

    /// Stops for good.
    pub(crate) fn stop_for_good(&self, state: &StateCell, close: impl FnOnce()) -> bool {
        self.plan().over = true;
        self.stop(state, close)
    }

    /// Whether it was stopped for good.
    pub(crate) fn is_over(&self) -> bool {
        self.plan().over
    }

    /// Tells that it has ended: Send fails from now on, and a Start is taken.
    pub(crate) fn ended(&self, state: &StateCell) {
        let plan = self.plan();
        state.set(if plan.next.is_some() { State::Starting } else { State::Closed });
    }

    /// Tells that an attempt has ended and another is to come: a Start changes what is tried then. False when a
    /// Stop or a Start came meanwhile, and no other attempt is to be made.
    pub(crate) fn wait(&self, state: &StateCell) -> bool {
        let plan = self.plan();
        let waits = !plan.stopped && !plan.over && plan.next.is_none();
        if waits {
            state.set(State::Waiting);
        }
        waits
    }

    /// Begins the next attempt; with what a Start in the meantime wants instead. An error when a Stop came.
    pub(crate) fn again(&self, state: &StateCell) -> Result<Option<T>, Stopped> {
        let mut plan = self.plan();
        match state.change(State::Waiting, State::Starting) {
            true => Ok(plan.instead.take()),
            false => Err(Stopped),
        }
    }

    /// What the leading task starts next; when there is nothing, its work is done.
    pub(crate) fn next(&self) -> Option<T> {
        let mut plan = self.plan();
        plan.led = plan.next.is_some();
        plan.stopped &= !plan.led;
        plan.next.take()
    }

    /// Frees this life when the task that should lead it cannot.
    pub(crate) fn abandon(&self, state: &StateCell) {
        let mut plan = self.plan();
        (plan.led, plan.next, plan.instead) = (false, None, None);
        state.set(State::Closed);
    }

    /// Held by the leading task: should it panic, the life is free again and the log says so.
    pub(crate) fn lead<'a>(&'a self, state: &'a StateCell, log: &'a Log) -> Leading<'a, T> {
        Leading { life: self, state, log }
    }

    /// A panic elsewhere leaves no half-made plan behind, so a poisoned lock is as good as any.
    fn plan(&self) -> MutexGuard<'_, Plan<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for Leading<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.life.abandon(self.state);
            self.log.error(|| "its task panicked; it can be started again".to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
