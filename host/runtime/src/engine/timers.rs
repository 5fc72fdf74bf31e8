use super::dispatch::defer;
use pulsewire_nodes::TimerId;
use pulsewire_plugin::{EmitError, Emitter};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How soon a tick that found the inbox full is emitted again.
const RETRY: Duration = Duration::from_millis(1);

/// Emits events at their time. One thread, started with the first timer; it only queues ticks in inboxes and workers
/// run the graphs, so a slow graph delays no timer of another.
#[derive(Debug)]
pub struct Timers {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    timers: HashMap<TimerId, Timer>,
    /// When each timer ticks next.
    queue: BTreeSet<(Instant, TimerId)>,
    last_id: TimerId,
    has_thread: bool,
    ended: bool,
}

#[derive(Debug)]
struct Timer {
    emitter: Emitter,
    every: Option<Duration>,
    next: Instant,
    /// A tick waits in the inbox.
    waiting: bool,
}

impl Timers {
    /// No timers yet.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), changed: Condvar::new() })
    }

    /// See [`Services::start_timer`](pulsewire_nodes::Services::start_timer).
    pub fn start(
        self: &Arc<Self>,
        first: Duration,
        every: Option<Duration>,
        emitter: &Emitter,
    ) -> TimerId {
        let mut state = self.lock();
        state.last_id += 1;
        let id = state.last_id;
        // The clock cannot express longer delays.
        let far = || Instant::now() + Duration::from_secs(u32::MAX.into());
        let next = Instant::now().checked_add(first).unwrap_or_else(far);
        let timer = Timer { emitter: emitter.clone(), every, next, waiting: false };
        state.timers.insert(id, timer);
        state.queue.insert((next, id));
        self.ensure_thread(&mut state);
        self.changed.notify_one();
        id
    }

    /// See [`Services::stop_timer`](pulsewire_nodes::Services::stop_timer).
    pub fn stop(&self, id: TimerId) -> Option<Emitter> {
        let mut state = self.lock();
        let timer = state.timers.remove(&id)?;
        state.queue.remove(&(timer.next, id));
        Some(timer.emitter)
    }

    /// See [`Services::timer_due`](pulsewire_nodes::Services::timer_due).
    pub fn due(&self, id: TimerId) -> bool {
        let mut state = self.lock();
        let Some(timer) = state.timers.get_mut(&id) else { return false };
        timer.waiting = false;
        if timer.every.is_none() {
            state.timers.remove(&id);
        }
        true
    }

    /// Whether no timer runs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().timers.is_empty()
    }

    /// Ends all timers and the thread.
    pub fn end(&self) {
        let mut state = self.lock();
        *state = State { last_id: state.last_id, ended: true, ..State::default() };
        self.changed.notify_one();
    }

    fn ensure_thread(self: &Arc<Self>, state: &mut State) {
        if std::mem::replace(&mut state.has_thread, true) || state.ended {
            return;
        }
        let timers = self.clone();
        let work = move || timers.tick_until_ended();
        if let Err(error) = thread::Builder::new().name("pulsewire-timers".into()).spawn(work) {
            state.has_thread = false;
            tracing::error!("cannot start the timer thread: {error}");
        }
    }

    fn tick_until_ended(&self) {
        let mut state = self.lock();
        while !state.ended {
            let now = Instant::now();
            state = match state.queue.first().copied() {
                Some((next, id)) if next <= now => {
                    let tick = state.take_tick(next, id, now);
                    drop(state);
                    if let Some(emitter) = tick {
                        self.emit(id, &emitter);
                    }
                    self.lock()
                }
                Some((next, _)) => {
                    let waited = self.changed.wait_timeout(state, next - now);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn emit(&self, id: TimerId, emitter: &Emitter) {
        let emitted = defer(|| emitter.emit(id), |graph| graph.run_on_worker());
        if let Err(EmitError::Full(_)) = emitted {
            self.lock().retry(id);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a due tick off the queue. None when the tick before it still waits in the inbox.
    fn take_tick(&mut self, due: Instant, id: TimerId, now: Instant) -> Option<Emitter> {
        self.queue.remove(&(due, id));
        let timer = self.timers.get_mut(&id)?;
        if let Some(every) = timer.every {
            timer.next = next_tick(due, every, now);
            self.queue.insert((timer.next, id));
        }
        let before = std::mem::replace(&mut timer.waiting, true);
        (!before).then(|| timer.emitter.clone())
    }

    /// The tick found no room: a timer that ticks once tries again soon, an interval waits for its next tick.
    fn retry(&mut self, id: TimerId) {
        let Some(timer) = self.timers.get_mut(&id) else { return };
        timer.waiting = false;
        if timer.every.is_none() {
            timer.next = Instant::now() + RETRY;
            self.queue.insert((timer.next, id));
        }
    }
}

/// The first tick after `now` in the rhythm of the interval: missed ticks are skipped.
fn next_tick(due: Instant, every: Duration, now: Instant) -> Instant {
    let every = every.max(Duration::from_micros(1)).as_nanos();
    let ticks = now.saturating_duration_since(due).as_nanos() / every + 1;
    due + Duration::from_nanos(u64::try_from(ticks * every).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missed_ticks_are_skipped_and_the_rhythm_is_kept() {
        let (due, every) = (Instant::now(), Duration::from_millis(10));
        let after = |late| next_tick(due, every, due + Duration::from_millis(late)) - due;
        assert_eq!(
            [after(0), after(9), after(10), after(35)].map(|d| d.as_millis()),
            [10, 10, 20, 40]
        );
    }
}
