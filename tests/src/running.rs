use crate::Finished;
use crate::lines::Lines;
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, prlimit};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a test waits for anything. A test only waits this long when it fails.
const TIMEOUT: Duration = Duration::from_secs(90);

/// A started process. It ends with the test.
#[derive(Debug)]
pub struct Running {
    child: Child,
    command: String,
    stdout: Lines,
    stderr: Lines,
    folder: Option<Arc<TempDir>>,
    timeout: Duration,
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
            timeout: TIMEOUT,
        }
    }

    /// The same, with a folder to keep while it runs.
    pub(crate) fn with_folder(mut self, folder: Option<Arc<TempDir>>) -> Self {
        self.folder = folder;
        self
    }

    /// Its peak resident memory in bytes.
    #[must_use]
    pub fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
    }

    /// The same, with a time-out of so many seconds.
    #[must_use]
    pub fn with_timeout(mut self, seconds: u64) -> Self {
        self.timeout = Duration::from_secs(seconds);
        self
    }

    /// The next line of the standard output that contains `fragment`, after the last one returned.
    #[track_caller]
    pub fn expect_line(&mut self, fragment: &str) -> String {
        let line = self.stdout.expect(fragment, Instant::now() + self.timeout);
        line.unwrap_or_else(|| self.fail(&format!("no line with {fragment:?} on stdout")))
    }

    /// The next line of the standard error that contains `fragment`, after the last one returned.
    #[track_caller]
    pub fn expect_log(&mut self, fragment: &str) -> String {
        let line = self.stderr.expect(fragment, Instant::now() + self.timeout);
        line.unwrap_or_else(|| self.fail(&format!("no line with {fragment:?} on stderr")))
    }

    /// The port in the next line `port NUMBER` of the standard output.
    #[track_caller]
    pub fn expect_port(&mut self) -> u16 {
        let line = self.expect_line("port ");
        let port = line.rsplit(' ').next().and_then(|port| port.parse().ok());
        port.unwrap_or_else(|| self.fail(&format!("no port in {line:?}")))
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has a thread of this name; Linux keeps 15 bytes of it.
    pub fn wait_for_thread(&mut self, name: &str) {
        let tasks = format!("/proc/{}/task", self.id());
        let names = || std::fs::read_dir(&tasks).into_iter().flatten().flatten();
        let name_of = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm"));
        let deadline = Instant::now() + self.timeout;
        while !names().any(|task| name_of(task).is_ok_and(|one| one.trim() == name)) {
            assert!(Instant::now() < deadline && !self.is_over(), "it has no thread {name}");
            std::thread::yield_now();
        }
    }

    /// Whether it has ended.
    pub fn is_over(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Asks for a clean stop (SIGTERM).
    pub fn stop(&self) {
        self.signal(Signal::TERM);
    }

    /// Asks for a clean stop as Ctrl-C does (SIGINT).
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Kills it (SIGKILL); its peers get no closing handshake.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Limits a resource of the process.
    pub fn limit(&self, what: Resource, most: u64) {
        let limit = Rlimit { current: Some(most), maximum: getrlimit(what).maximum };
        prlimit(Some(self.pid()), what, limit).unwrap();
    }

    /// Waits until it exits.
    #[track_caller]
    pub fn wait(mut self) -> Finished {
        let deadline = Instant::now() + self.timeout;
        if !(self.stdout.finish(deadline) && self.stderr.finish(deadline)) {
            self.fail("it did not end");
        }
        let status = self.child.wait().unwrap().code();
        Finished { status, stdout: self.stdout.text(), stderr: self.stderr.text() }
    }

    fn signal(&self, signal: Signal) {
        // The process may have exited already.
        let _ = kill_process(self.pid(), signal);
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap()
    }

    #[track_caller]
    fn fail(&mut self, what: &str) -> ! {
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
