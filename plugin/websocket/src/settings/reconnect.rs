use super::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The request is wrong, and would be next time.
const FINAL_STATUSES: [u16; 12] = [400, 401, 403, 404, 405, 406, 410, 414, 426, 431, 501, 505];

/// How a connection is tried again that could not be opened or was lost; never after a WebSocket Client Stop.
/// Without this section it is not tried again. Attempt n + 1 follows attempt n after
/// `initial_delay_ms` · `factor` ⁿ⁻¹, at most `max_delay_ms`, less `jitter`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Reconnect {
    /// How long to wait before the first further attempt, 1 to 3600000.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) initial_delay_ms: u64,
    /// The longest wait between two attempts, 1 to 86400000.
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) max_delay_ms: u64,
    /// By how much each wait is longer than the one before, 1 to 100.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub(crate) factor: f64,
    /// The share of each wait that is left to chance, so that many clients do not come back at the same moment:
    /// 0 waits as long as computed, 1 anything from nothing to that.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(crate) jitter: f64,
    /// How many further attempts are made in a row; 0 is none. Without a number it is tried for ever.
    #[schemars(extend("x-unit" = "attempts"))]
    pub(crate) attempts: Option<u32>,
    /// How long a connection must have been open for the count of attempts, and with it the wait, to begin anew,
    /// 0 to 86400000.
    #[schemars(range(max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) stable_after_ms: u64,
    /// The close codes of the other side after which it is not tried again. By default 1008, which refuses what
    /// this side does, and 4000 to 4999, which applications give a meaning of their own.
    pub(crate) final_codes: Vec<Codes>,
    /// The HTTP statuses of a refused handshake after which it is not tried again. By default those that say that the
    /// request is wrong and would be next time: 400, 401, 403, 404, 405, 406, 410, 414, 426, 431, 501 and 505. After
    /// any other (408, 429, 500, 502, 503, 504, …) it is. Leave 401 and 403 out where a token is replaced in a file.
    pub(crate) final_statuses: Vec<Statuses>,
}

/// HTTP statuses from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Statuses {
    /// A single status, 300 to 599.
    One(#[schemars(range(min = 300, max = 599))] u16),
    /// Every status from the first to the last, 300 to 599.
    Range(#[schemars(inner(range(min = 300, max = 599)))] [u16; 2]),
}

/// Close codes from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Codes {
    /// A single close code, 1000 to 4999.
    One(#[schemars(range(min = 1000, max = 4999))] u16),
    /// Every close code from the first to the last, 1000 to 4999.
    Range(#[schemars(inner(range(min = 1000, max = 4999)))] [u16; 2]),
}

impl Reconnect {
    /// Whether nothing is to be tried again after this close code.
    pub(crate) fn is_final_code(&self, code: u16) -> bool {
        self.final_codes.iter().any(|codes| match *codes {
            Codes::One(one) => one == code,
            Codes::Range([first, last]) => (first..=last).contains(&code),
        })
    }

    /// Whether nothing is to be tried again after this HTTP status.
    pub(crate) fn is_final_status(&self, status: u16) -> bool {
        self.final_statuses.iter().any(|statuses| match *statuses {
            Statuses::One(one) => one == status,
            Statuses::Range([first, last]) => (first..=last).contains(&status),
        })
    }

    /// What is wrong with it.
    pub(crate) fn faults(&self) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if self.max_delay_ms < self.initial_delay_ms {
            let (low, high) = (self.initial_delay_ms, self.max_delay_ms);
            let message = format!("`max_delay_ms` {high} is below `initial_delay_ms` {low}");
            let fault = Fault::new("bad_delays", message, "raise `max_delay_ms`");
            faults.push(("max_delay_ms", fault));
        }
        let backwards = |codes: &&Codes| matches!(codes, Codes::Range([a, b]) if a > b);
        if let Some(Codes::Range([first, last])) = self.final_codes.iter().find(backwards) {
            let message = format!("there are no close codes from {first} to {last}");
            let fault = Fault::new("bad_codes", message, "write the lower code first");
            faults.push(("final_codes", fault));
        }
        let backwards = |statuses: &&Statuses| matches!(statuses, Statuses::Range([a, b]) if a > b);
        if let Some(Statuses::Range([first, last])) = self.final_statuses.iter().find(backwards) {
            let message = format!("there are no statuses from {first} to {last}");
            let fault = Fault::new("bad_statuses", message, "write the lower status first");
            faults.push(("final_statuses", fault));
        }
        faults
    }
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            initial_delay_ms: 1_000,
            max_delay_ms: 30_000,
            factor: 2.0,
            jitter: 0.2,
            attempts: None,
            stable_after_ms: 10_000,
            final_codes: vec![Codes::One(1008), Codes::Range([4000, 4999])],
            final_statuses: FINAL_STATUSES.map(Statuses::One).to_vec(),
        }
    }
}
