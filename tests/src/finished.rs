use std::fmt::Debug;

/// The exit status and the output of a process.
#[derive(Debug)]
pub struct Finished {
    /// Its exit status; none when a signal ended it.
    pub status: Option<i32>,
    /// Its whole standard output.
    pub stdout: String,
    /// Its whole standard error.
    pub stderr: String,
}

impl Finished {
    /// Checks the exit status.
    #[track_caller]
    #[must_use]
    pub fn with_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "exit status\n{self:#?}");
        self
    }

    /// Checks that the standard error contains each of these fragments.
    #[track_caller]
    #[must_use]
    pub fn with_stderr(self, fragments: &[impl AsRef<str> + Debug]) -> Self {
        for fragment in fragments {
            let told = self.stderr.contains(fragment.as_ref());
            assert!(told, "stderr lacks {fragment:?}\n--- stderr\n{}---", self.stderr);
        }
        self
    }

    /// Checks that the standard output has these lines in this order; others may come between them.
    #[track_caller]
    #[must_use]
    pub fn with_stdout_lines(self, lines: &[impl AsRef<str> + Debug]) -> Self {
        let mut printed = self.stdout.lines();
        for line in lines {
            let found = printed.any(|one| one == line.as_ref());
            assert!(found, "stdout lacks the line {line:?} in its place\n{self:#?}");
        }
        self
    }
}
