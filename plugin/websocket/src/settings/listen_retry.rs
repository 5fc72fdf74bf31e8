use super::{Fault, Reconnect};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How to try again when the server cannot listen. Attempt n + 1 follows attempt n after `initial_delay_ms` · `factor`
/// ⁿ⁻¹, at most `max_delay_ms`, reduced by `jitter`, as in `reconnect` of a connection.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ListenRetry {
    /// The delay before the second attempt, 1 to 3600000.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) initial_delay_ms: u64,
    /// The longest delay between two attempts, 1 to 86400000.
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) max_delay_ms: u64,
    /// The factor by which each delay grows, 1 to 100.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub(crate) factor: f64,
    /// The random share of each delay: 0 uses the computed delay, 1 a random delay from 0 up to it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(crate) jitter: f64,
    /// The most further attempts; 0 is none. Without it there is no limit.
    #[schemars(extend("x-unit" = "attempts"))]
    pub(crate) attempts: Option<u32>,
}

impl ListenRetry {
    /// The same as the policy of a connection.
    pub(crate) fn policy(&self) -> Reconnect {
        let Self { initial_delay_ms, max_delay_ms, factor, jitter, attempts } = *self;
        Reconnect {
            initial_delay_ms,
            max_delay_ms,
            factor,
            jitter,
            attempts,
            ..Reconnect::default()
        }
    }

    /// Returns the mistakes in it, each with its field.
    pub(crate) fn faults(&self) -> Vec<(&'static str, Fault)> {
        self.policy().faults()
    }
}

impl Default for ListenRetry {
    fn default() -> Self {
        let Reconnect { initial_delay_ms, max_delay_ms, factor, jitter, attempts, .. } =
            Reconnect::default();
        Self { initial_delay_ms, max_delay_ms, factor, jitter, attempts }
    }
}
