use std::time::Duration;

/// An attempt to open a connection, as events describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// The number of this attempt since the last Start, from 1.
    pub(crate) number: u32,
    /// How long until the next one; `None` when there is none.
    pub(crate) retry_in: Option<Duration>,
}

impl Attempt {
    /// The first attempt of something that is not retried.
    pub(crate) const ONLY: Self = Self { number: 1, retry_in: None };

    /// Returns whether another attempt follows.
    pub(crate) fn will_retry(self) -> bool {
        self.retry_in.is_some()
    }

    /// How long until the next one, in seconds; 0 when there is none.
    pub(crate) fn seconds(self) -> f64 {
        self.retry_in.unwrap_or_default().as_secs_f64()
    }
}
