use crate::lines::Lines;
use rustix::process::{Pid, Signal, kill_process};
use std::fmt::Debug;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take before a test calls it lost. No test waits for this long unless it fails.
const PATIENCE: Duration = Duration::from_secs(90);

/// A started process. It ends with the test.
#[derive(Debug)]
pub struct Running {
    child: Child,
    command: String,
    stdout: Lines,
    stderr: Lines,
    folder: Option<Arc<TempDir>>,
    patience: Duration,
}

/// What a process left behind.
#[derive(Debug)]
pub struct Finished {
    /// Its exit status; none when a signal ended it.
    pub status: Option<i32>,
    /// All it wrote to its standard output.
    pub stdout: String,
    /// All it wrote to its standard error.
    pub stderr: String,
}

impl Running {
    /// Starts a command.
    #[must_use]
    pub fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let stdout = Lines::of(child.stdout.take().unwrap());
        let stderr = Lines::of(child.stderr.take().unwrap());
        Self {
            child,
            command: format!("{command:?}"),
            stdout,
            stderr,
            folder: None,
            patience: PATIENCE,
        }
    }

    /// The same, with a folder that is needed as long as it runs.
    pub(crate) fn keeping(mut self, folder: Option<Arc<TempDir>>) -> Self {
        self.folder = folder;
        self
    }

    /// The most memory that it has had at any time, in bytes.
    #[must_use]
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
    }

    /// The same, given more time: a number of seconds.
    #[must_use]
    pub fn patient(mut self, seconds: u64) -> Self {
        self.patience = Duration::from_secs(seconds);
        self
    }

    /// The next line of the standard output that has `fragment` in it, after the last one asked for.
    #[track_caller]
    pub fn expect_line(&mut self, fragment: &str) -> String {
        let line = self.stdout.expect(fragment, Instant::now() + self.patience);
        line.unwrap_or_else(|| self.lost(&format!("no line with {fragment:?} on stdout")))
    }

    /// The next line of the standard error that has `fragment` in it, after the last one asked for.
    #[track_caller]
    pub fn expect_log(&mut self, fragment: &str) -> String {
        let line = self.stderr.expect(fragment, Instant::now() + self.patience);
        line.unwrap_or_else(|| self.lost(&format!("no line with {fragment:?} on stderr")))
    }

    /// The port in the next line `port NUMBER` of the standard output.
    #[track_caller]
    pub fn expect_port(&mut self) -> u16 {
        let line = self.expect_line("port ");
        let port = line.rsplit(' ').next().and_then(|port| port.parse().ok());
        port.unwrap_or_else(|| self.lost(&format!("no port in {line:?}")))
    }

    /// The process, by the number that the system gave it.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks for a clean stop (SIGTERM).
    pub fn stop(&self) {
        self.signal(Signal::TERM);
    }

    /// Asks for a clean stop as Ctrl-C does (SIGINT).
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Ends it at once, without a word to its peers (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(mut self) -> Finished {
        let deadline = Instant::now() + self.patience;
        if !(self.stdout.finish(deadline) && self.stderr.finish(deadline)) {
            self.lost("it did not end");
        }
        let status = self.child.wait().unwrap().code();
        Finished { status, stdout: self.stdout.text(), stderr: self.stderr.text() }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        // It may have ended by itself just before.
        let _ = kill_process(pid, signal);
    }

    #[track_caller]
    fn lost(&mut self, what: &str) -> ! {
        let (stdout, stderr) = (self.stdout.text(), self.stderr.text());
        let command = &self.command;
        panic!("{what}\n--- command\n{command}\n--- stdout\n{stdout}--- stderr\n{stderr}---")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Finished {
    /// Checks the exit status.
    #[track_caller]
    #[must_use]
    pub fn with_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "exit status\n{self:#?}");
        self
    }

    /// Checks that the standard error has every one of these fragments.
    #[track_caller]
    #[must_use]
    pub fn telling(self, fragments: &[impl AsRef<str> + Debug]) -> Self {
        for fragment in fragments {
            let told = self.stderr.contains(fragment.as_ref());
            assert!(told, "stderr lacks {fragment:?}\n--- stderr\n{}---", self.stderr);
        }
        self
    }

    /// Checks that the standard output has every one of these lines, in this order; others may stand between.
    #[track_caller]
    #[must_use]
    pub fn printing(self, lines: &[impl AsRef<str> + Debug]) -> Self {
        let mut printed = self.stdout.lines();
        for line in lines {
            let found = printed.any(|one| one == line.as_ref());
            assert!(found, "stdout lacks the line {line:?} in its place\n{self:#?}");
        }
        self
    }
}
