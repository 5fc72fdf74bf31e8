//! The plugin's tasks and the threads that run them.

use super::stuck_threads::find_stuck_threads;
use futures_util::FutureExt;
use std::future::Future;
use std::num::NonZero;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Threads besides those that run tasks: they look up names and take over from stuck threads.
const MAX_BLOCKING_THREADS: usize = 256;

/// How often threads are checked for being stuck.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);

/// The plugin's tasks, on threads of its own that start with the first task. A plugin cannot use the host's runtime.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    phase: Mutex<Phase>,
    running: Arc<TaskCount>,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Unused,
    /// The checks end when this sender is dropped.
    Running {
        runtime: Runtime,
        _checks: Sender<()>,
    },
    Stopped,
}

/// The number of running tasks.
#[derive(Debug, Default)]
struct TaskCount {
    tasks: Mutex<usize>,
    changed: Condvar,
}

/// Counts one task until it is dropped.
struct TaskCounter(Arc<TaskCount>);

impl Tasks {
    /// Spawns a task.
    ///
    /// # Errors
    /// When the threads cannot be created, or the plugin has stopped.
    pub(crate) fn spawn(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), String> {
        let mut phase = lock(&self.phase);
        if matches!(*phase, Phase::Unused) {
            *phase = start_threads().map_err(|error| format!("cannot create threads: {error}"))?;
        }
        let Phase::Running { runtime, .. } = &*phase else {
            return Err("the program is ending".to_owned());
        };
        let counter = TaskCounter::new(&self.running);
        // An `async` block would reserve memory for the task twice.
        runtime.spawn(task.map(move |()| drop(counter)));
        Ok(())
    }

    /// Waits until no task is left; returns false when some are left after `within`.
    pub(crate) fn wait(&self, within: Duration) -> bool {
        let tasks = lock(&self.running.tasks);
        let waited = self.running.changed.wait_timeout_while(tasks, within, |tasks| *tasks > 0);
        *waited.unwrap_or_else(PoisonError::into_inner).0 == 0
    }

    /// Aborts the remaining tasks and refuses new ones.
    pub(crate) fn shut_down(&self) {
        if let Phase::Running { runtime, .. } =
            std::mem::replace(&mut *lock(&self.phase), Phase::Stopped)
        {
            runtime.shutdown_background();
        }
    }
}

/// Dropping a runtime on one of its own threads panics; `shut_down` does not.
impl Drop for Tasks {
    fn drop(&mut self) {
        self.shut_down();
    }
}

impl TaskCounter {
    fn new(count: &Arc<TaskCount>) -> Self {
        *lock(&count.tasks) += 1;
        Self(count.clone())
    }
}

impl Drop for TaskCounter {
    fn drop(&mut self) {
        *lock(&self.0.tasks) -= 1;
        self.0.changed.notify_all();
    }
}

/// Starts the threads that run tasks and the one that checks them. If the stuck thread was the one that polled the
/// system, no other takes over polling before it has a task, so each check that finds one spawns an empty task.
fn start_threads() -> std::io::Result<Phase> {
    let runtime = runtime()?;
    let (checks, ended) = channel();
    let threads = runtime.handle().clone();
    std::thread::Builder::new().name("websocket-look".into()).spawn(move || {
        while ended.recv_timeout(CHECK_INTERVAL) == Err(RecvTimeoutError::Timeout) {
            if find_stuck_threads() {
                threads.spawn(async {});
            }
        }
    })?;
    Ok(Phase::Running { runtime, _checks: checks })
}

fn runtime() -> std::io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .max_blocking_threads(MAX_BLOCKING_THREADS)
        .thread_name("websocket")
        .enable_io()
        .enable_time()
        .build()
}

/// One thread for each core that the program may use, and at least two, so that a stuck graph leaves one to the
/// others. More would only compete for the cores.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, NonZero::get).max(2)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
