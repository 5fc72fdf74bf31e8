use crate::events::Attempt;
use crate::settings::Reconnect;
use std::time::{Duration, Instant};

/// The attempts since a Start: the current number, and the time of the next one.
#[derive(Debug)]
pub(crate) struct Retries {
    policy: Option<Reconnect>,
    attempt: u32,
    /// When the current attempt opened a connection.
    opened: Option<Instant>,
}

/// How an attempt ended, if the peer said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptOutcome {
    /// The peer did not say.
    Lost,
    /// The peer closed the connection with this code.
    Closed(u16),
    /// The peer rejected the handshake with this HTTP status.
    Refused(u16),
}

impl Retries {
    /// The first attempt.
    pub(crate) fn new(policy: Option<Reconnect>) -> Self {
        Self { policy, attempt: 1, opened: None }
    }

    /// The current attempt.
    pub(crate) fn current(&self) -> Attempt {
        Attempt { number: self.attempt, retry_in: None }
    }

    /// The current attempt opened a connection.
    pub(crate) fn opened(&mut self, now: Instant) {
        self.opened = Some(now);
    }

    /// The current attempt failed, or its connection ended. `chance` is a number from 0 to below 1.
    pub(crate) fn ended(&mut self, end: AttemptOutcome, now: Instant, chance: f64) -> Attempt {
        let retry_in = self.delay(end, now, chance);
        Attempt { number: self.attempt, retry_in }
    }

    /// Begins the next attempt.
    pub(crate) fn next(&mut self) {
        self.attempt = self.attempt.saturating_add(1);
    }

    fn delay(&mut self, end: AttemptOutcome, now: Instant, chance: f64) -> Option<Duration> {
        let policy = self.policy.as_ref()?;
        let stable = Duration::from_millis(policy.stable_after_ms);
        if self.opened.take().is_some_and(|opened| now.duration_since(opened) >= stable) {
            self.attempt = 1;
        }
        let made = self.attempt - 1;
        let is_final = match end {
            AttemptOutcome::Lost => false,
            AttemptOutcome::Closed(code) => policy.is_final_code(code),
            AttemptOutcome::Refused(status) => policy.is_final_status(status),
        };
        if is_final || policy.attempts.is_some_and(|most| made >= most) {
            return None;
        }
        Some(delay(policy, made, chance))
    }
}

/// The delay after `made` further attempts.
#[allow(clippy::cast_precision_loss)]
fn delay(policy: &Reconnect, made: u32, chance: f64) -> Duration {
    let grown = policy.initial_delay_ms as f64 * policy.factor.powf(f64::from(made));
    let whole = grown.min(policy.max_delay_ms as f64);
    Duration::from_secs_f64(whole * (1.0 - policy.jitter * chance) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn policy() -> Reconnect {
        Reconnect { jitter: 0.0, max_delay_ms: 9_000, ..Reconnect::default() }
    }

    /// The delays in ms when every attempt fails at once.
    fn waits(policy: Reconnect, attempts: usize) -> Vec<Option<u128>> {
        let (mut retries, now) = (Retries::new(Some(policy)), Instant::now());
        let one = |_| {
            let attempt = retries.ended(AttemptOutcome::Lost, now, 0.0);
            retries.next();
            attempt.retry_in.map(|delay| delay.as_millis())
        };
        (0..attempts).map(one).collect()
    }

    #[test]
    fn delays_grow_to_the_maximum() {
        let expected = [1_000, 2_000, 4_000, 8_000, 9_000, 9_000].map(Some);
        assert_eq!(waits(policy(), 6), expected);
        let steady = Reconnect { factor: 1.0, ..policy() };
        assert_eq!(waits(steady, 3), [1_000; 3].map(Some));
    }

    #[test]
    fn the_delay_stays_at_the_maximum_after_very_many_attempts() {
        let (mut retries, now) = (Retries::new(Some(policy())), Instant::now());
        retries.attempt = u32::MAX;
        retries.next();
        let attempt = retries.ended(AttemptOutcome::Lost, now, 0.0);
        assert_eq!(attempt.retry_in, Some(Duration::from_secs(9)));
    }

    #[test]
    fn the_number_of_attempts_is_limited() {
        let limited = |attempts| Reconnect { attempts: Some(attempts), ..policy() };
        assert_eq!(waits(limited(2), 3), [Some(1_000), Some(2_000), None]);
        assert_eq!(waits(limited(0), 1), [None]);
        assert_eq!(
            Retries::new(None).ended(AttemptOutcome::Lost, Instant::now(), 0.0).retry_in,
            None
        );
    }

    #[test]
    fn a_stable_connection_resets_the_attempts() {
        let (mut retries, start) = (Retries::new(Some(policy())), Instant::now());
        for (open_for, number, wait) in [(0, 1, 1), (9_999, 2, 2), (10_000, 1, 1), (0, 2, 2)] {
            retries.opened(start);
            let ended =
                retries.ended(AttemptOutcome::Lost, start + Duration::from_millis(open_for), 0.0);
            assert_eq!(ended.number, number);
            assert_eq!(ended.retry_in, Some(Duration::from_secs(wait)));
            retries.next();
        }
    }

    #[test]
    fn some_close_codes_and_statuses_are_final() {
        let after = |end| {
            let mut retries = Retries::new(Some(policy()));
            retries.ended(end, Instant::now(), 0.0).retry_in.is_none()
        };
        let codes: Vec<_> =
            (1000..=5000).filter(|code| after(AttemptOutcome::Closed(*code))).collect();
        let expected: Vec<_> = std::iter::once(1008).chain(4000..=4999).collect();
        assert_eq!(codes, expected);
        let statuses: Vec<_> =
            (100..=599).filter(|one| after(AttemptOutcome::Refused(*one))).collect();
        assert_eq!(statuses, [400, 401, 403, 404, 405, 406, 410, 414, 426, 431, 501, 505]);
    }

    #[test]
    fn jitter_only_shortens_and_spreads_delays() {
        let jittery = Reconnect { jitter: 0.5, ..policy() };
        let waits: BTreeSet<_> =
            (0..100).map(|one| delay(&jittery, 0, f64::from(one) / 100.0)).collect();
        assert_eq!(waits.len(), 100);
        assert_eq!(waits.last(), Some(&Duration::from_secs(1)));
        assert!(waits.first().is_some_and(|least| *least > Duration::from_millis(500)));
    }
}
