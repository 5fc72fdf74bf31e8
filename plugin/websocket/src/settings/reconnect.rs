use super::Fault;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Statuses that say the request is invalid and would be the next time, too.
const FINAL_STATUSES: [u16; 12] = [400, 401, 403, 404, 405, 406, 410, 414, 426, 431, 501, 505];

/// How to reconnect when a connection could not be opened or was lost; never after a WebSocket Client Stop. Without
/// this section the connection does not reconnect. Attempt n + 1 follows attempt n after
/// `initial_delay_ms` · `factor` ⁿ⁻¹, at most `max_delay_ms`, reduced by `jitter`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Reconnect {
    /// The delay before the second attempt, 1 to 3600000.
    #[schemars(range(min = 1, max = 3_600_000), extend("x-unit" = "ms"))]
    pub(crate) initial_delay_ms: u64,
    /// The longest delay between two attempts, 1 to 86400000.
    #[schemars(range(min = 1, max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) max_delay_ms: u64,
    /// The factor by which each delay grows, 1 to 100.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub(crate) factor: f64,
    /// The random share of each delay, so that many clients do not reconnect at the same moment: 0 uses the computed
    /// delay, 1 a random delay from 0 up to it.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub(crate) jitter: f64,
    /// The most consecutive attempts to reconnect; 0 is none. Without it there is no limit.
    #[schemars(extend("x-unit" = "attempts"))]
    pub(crate) attempts: Option<u32>,
    /// How long a connection must stay open for the number of attempts, and with it the delay, to start again,
    /// 0 to 86400000.
    #[schemars(range(max = 86_400_000), extend("x-unit" = "ms"))]
    pub(crate) stable_after_ms: u64,
    /// Close codes from the peer after which the connection does not reconnect. The default is 1008 (policy violation)
    /// and the application-defined codes 4000 to 4999.
    pub(crate) final_codes: Vec<Codes>,
    /// HTTP statuses of a rejected handshake after which the connection does not reconnect. The default is those for an
    /// invalid request: 400, 401, 403, 404, 405, 406, 410, 414, 426, 431, 501 and 505. After any other (408, 429,
    /// 500, 502, 503, 504, …) it reconnects. Leave out 401 and 403 if a token file is replaced.
    pub(crate) final_statuses: Vec<Statuses>,
}

/// A range of HTTP statuses, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Statuses {
    /// A single status, 300 to 599.
    One(#[schemars(range(min = 300, max = 599))] u16),
    /// Every status from the first to the last, 300 to 599.
    Range(#[schemars(inner(range(min = 300, max = 599)))] [u16; 2]),
}

/// A range of close codes, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Codes {
    /// A single close code, 1000 to 4999.
    One(#[schemars(range(min = 1000, max = 4999))] u16),
    /// Every close code from the first to the last, 1000 to 4999.
    Range(#[schemars(inner(range(min = 1000, max = 4999)))] [u16; 2]),
}

impl Reconnect {
    /// Returns whether this close code stops reconnecting.
    pub(crate) fn is_final_code(&self, code: u16) -> bool {
        self.final_codes.iter().any(|codes| match *codes {
            Codes::One(one) => one == code,
            Codes::Range([first, last]) => (first..=last).contains(&code),
        })
    }

    /// Returns whether this HTTP status stops reconnecting.
    pub(crate) fn is_final_status(&self, status: u16) -> bool {
        self.final_statuses.iter().any(|statuses| match *statuses {
            Statuses::One(one) => one == status,
            Statuses::Range([first, last]) => (first..=last).contains(&status),
        })
    }

    /// Returns the mistakes in it, each with its field.
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
            let message = format!("the range of close codes {first} to {last} is empty");
            let fault = Fault::new("bad_codes", message, "write the lower code first");
            faults.push(("final_codes", fault));
        }
        let backwards = |statuses: &&Statuses| matches!(statuses, Statuses::Range([a, b]) if a > b);
        if let Some(Statuses::Range([first, last])) = self.final_statuses.iter().find(backwards) {
            let message = format!("the range of statuses {first} to {last} is empty");
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
