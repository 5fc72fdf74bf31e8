//! The plugin's tasks and the threads that run them.

use super::stuck_threads::find_stuck_threads;
use futures_util::FutureExt;
use std::future::Future;
use std::num::NonZero;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Threads besides those that carry tasks: they look up names, and take over from those that a graph keeps.
const BESIDES: usize = 256;

/// How often is looked whether a graph keeps a thread.
const LOOK: Duration = Duration::from_millis(250);

/// The plugin's tasks, on threads of its own that start with the first task. The host's threads and its runtime,
/// if it has one, do not exist on this side of the border.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    phase: Mutex<Phase>,
    alive: Arc<Gauge>,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Unused,
    /// The looking ends when its sender is dropped.
    Running {
        runtime: Runtime,
        _looks: Sender<()>,
    },
    Stopped,
}

/// How many tasks there are.
#[derive(Debug, Default)]
struct Gauge {
    tasks: Mutex<usize>,
    changed: Condvar,
}

/// Counts one task until it is dropped.
struct Counted(Arc<Gauge>);

impl Tasks {
    /// Runs a task.
    ///
    /// # Errors
    /// When the threads cannot be made, or the plugin has stopped.
    pub(crate) fn spawn(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), String> {
        let mut phase = lock(&self.phase);
        if matches!(*phase, Phase::Unused) {
            *phase = running().map_err(|error| format!("no threads: {error}"))?;
        }
        let Phase::Running { runtime, .. } = &*phase else {
            return Err("the program is ending".to_owned());
        };
        let counted = Counted::new(&self.alive);
        // An `async` block would have room for the task twice: as what it was given and as what it waits for.
        runtime.spawn(task.map(move |()| drop(counted)));
        Ok(())
    }

    /// Waits until there are no tasks; false when there still are after `within`.
    pub(crate) fn wait(&self, within: Duration) -> bool {
        let tasks = lock(&self.alive.tasks);
        let waited = self.alive.changed.wait_timeout_while(tasks, within, |tasks| *tasks > 0);
        *waited.unwrap_or_else(PoisonError::into_inner).0 == 0
    }

    /// Ends whatever still runs, and takes no more.
    pub(crate) fn end(&self) {
        if let Phase::Running { runtime, .. } =
            std::mem::replace(&mut *lock(&self.phase), Phase::Stopped)
        {
            runtime.shutdown_background();
        }
    }
}

/// A runtime that is dropped on one of its own threads would panic.
impl Drop for Tasks {
    fn drop(&mut self) {
        self.end();
    }
}

impl Counted {
    fn new(gauge: &Arc<Gauge>) -> Self {
        *lock(&gauge.tasks) += 1;
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        *lock(&self.0.tasks) -= 1;
        self.0.changed.notify_all();
    }
}

/// Threads that carry tasks, and one that looks after them. If the thread that a graph keeps was the one that listened to
/// the system, no other takes its place before it has something to do: that is given to them.
fn running() -> std::io::Result<Phase> {
    let runtime = runtime()?;
    let (looks, ended) = channel();
    let threads = runtime.handle().clone();
    std::thread::Builder::new().name("websocket-look".into()).spawn(move || {
        while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            if find_stuck_threads() {
                threads.spawn(async {});
            }
        }
    })?;
    Ok(Phase::Running { runtime, _looks: looks })
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .max_blocking_threads(BESIDES)
        .thread_name("websocket")
        .enable_io()
        .enable_time()
        .build()
}

/// Threads that carry the connections: one for each core that the program may use, and two at least, so that a graph
/// that is stuck leaves one to the others. More than that would only take turns, and hold a graph while they wait for
/// theirs.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, NonZero::get).max(2)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
