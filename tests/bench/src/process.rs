//! What the system knows of processes, and where they run.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::fs;
use std::io;
use std::time::Duration;

/// A process to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Process(String);

impl Process {
    /// The process of this id.
    #[must_use]
    pub(crate) fn of(id: u32) -> Self {
        Self(format!("/proc/{id}"))
    }

    /// This process.
    #[must_use]
    pub(crate) fn current() -> Self {
        Self("/proc/self".to_owned())
    }

    /// The CPU time that all its living threads have used so far.
    #[must_use]
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(format!("{}/task", self.0)).into_iter().flatten().flatten();
        let used = threads.filter_map(|thread| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(used.sum())
    }

    /// Its resident_memory memory in bytes.
    #[must_use]
    pub(crate) fn resident_memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most that it ever had resident_memory, in bytes.
    #[must_use]
    pub(crate) fn peak_memory(&self) -> u64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> u64 {
        let text = fs::read_to_string(format!("{}/status", self.0)).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or(0) * 1024
    }
}

/// Runs `work` on these cores only; what it starts stays there.
///
/// # Errors
/// When the system does not allow it.
pub(crate) fn on_cores<T>(cores: &[usize], work: impl FnOnce() -> T) -> io::Result<T> {
    let before = sched_getaffinity(None)?;
    let mut set = CpuSet::new();
    cores.iter().for_each(|core| set.set(*core));
    sched_setaffinity(None, &set)?;
    let done = work();
    sched_setaffinity(None, &before)?;
    Ok(done)
}

/// The cores that this process may use.
///
/// # Errors
/// When the system does not tell.
pub(crate) fn cores() -> io::Result<Vec<usize>> {
    let set = sched_getaffinity(None)?;
    Ok((0..CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect())
}

/// Allows as many open sockets as the system lets us.
///
/// # Errors
/// When even that is not allowed.
pub(crate) fn raise_descriptor_limit() -> io::Result<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    Ok(setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?)
}
