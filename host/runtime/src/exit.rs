/// How the program ends; the number is its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Ok,
    /// The run had a failure nobody handled, an Assert failed, or an expected event did not fire.
    Failed,
    /// Wrong usage or an invalid project.
    Invalid,
    /// A plugin could not be loaded.
    Plugin,
    /// Cut off by a second signal: 128 and its number.
    Signal(u8),
    /// What the Exit node said.
    Status(u8),
}

impl Exit {
    /// The exit status.
    #[must_use]
    pub const fn status(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Failed => 1,
            Self::Invalid => 2,
            Self::Plugin => 3,
            Self::Signal(signal) => 128 + signal,
            Self::Status(status) => status,
        }
    }
}
