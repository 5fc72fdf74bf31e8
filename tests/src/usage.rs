use crate::Running;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

/// How long a process may take to release resources.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The resources that a process uses at one moment, from `/proc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Resident memory in bytes.
    pub memory: usize,
    /// Open file descriptors.
    pub descriptors: usize,
    /// Threads.
    pub threads: usize,
}

impl Usage {
    /// Reads the current values.
    #[must_use]
    pub fn of(process: &Running) -> Self {
        let folder = format!("/proc/{}", process.id());
        let status = fs::read_to_string(format!("{folder}/status")).unwrap();
        let number = |name: &str| -> usize {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        Self {
            memory: number("VmRSS:") * 1024,
            threads: number("Threads:"),
            descriptors: fs::read_dir(format!("{folder}/fd")).unwrap().count(),
        }
    }

    /// Waits until a process has at most this many descriptors, and returns its usage. The system has no
    /// event for that.
    #[track_caller]
    #[must_use]
    pub fn when_down_to(descriptors: usize, process: &Running) -> Self {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            let usage = Self::of(process);
            if usage.descriptors <= descriptors {
                return usage;
            }
            assert!(Instant::now() < deadline, "{usage:?} instead of {descriptors} descriptors");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Raises the descriptor limit of this process and its children to `wanted`, or as far as allowed. Returns it.
#[must_use]
pub fn allow_descriptors(wanted: u64) -> u64 {
    let now = getrlimit(Resource::Nofile);
    let most = now.maximum.unwrap_or(wanted).min(wanted);
    if now.current.is_some_and(|current| current < most) {
        let raised = Rlimit { current: Some(most), maximum: now.maximum };
        setrlimit(Resource::Nofile, raised).unwrap();
    }
    most
}

/// Prints a measurement. Writes to stderr directly because the test harness captures `eprintln!`.
pub fn print_measurement(figure: &str) {
    let _ = std::io::stderr().write_all(format!("measured: {figure}\n").as_bytes());
}
