use std::fmt::Debug;

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
