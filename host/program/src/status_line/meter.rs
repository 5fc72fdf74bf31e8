use indicatif::FormattedDuration;
use pulsewire_runtime::contract::Status;
use std::collections::VecDeque;
use std::time::Duration;

/// Rates are means over this time.
const WINDOW: Duration = Duration::from_secs(1);

/// Formats the line from counters.
#[derive(Debug, Default)]
pub struct Meter {
    /// The samples of the last second, oldest first.
    samples: VecDeque<Sample>,
}

/// The counters of all connections at one time of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sample {
    at: Duration,
    open: u64,
    messages_in: u64,
    messages_out: u64,
    errors: u64,
}

impl Meter {
    /// The line at a time since the run began: `00:01:05 · 3 open · in 120/s · out 118/s · no errors`, and how many
    /// graphs are stuck, if any are.
    pub fn line(&mut self, at: Duration, status: &Status, stuck: usize) -> String {
        let now = Sample::new(at, status);
        while self.samples.len() > 1 && at.saturating_sub(self.samples[1].at) >= WINDOW {
            self.samples.pop_front();
        }
        self.samples.push_back(now);
        let mut line = line(self.samples.front().unwrap_or(&now), &now);
        if stuck > 0 {
            line += &format!(" · {stuck} stuck");
        }
        line
    }
}

impl Sample {
    fn new(at: Duration, status: &Status) -> Self {
        let none = Self { at, ..Self::default() };
        status.connections.iter().fold(none, |sum, one| Self {
            at,
            open: sum.open.saturating_add(one.open),
            messages_in: sum.messages_in.saturating_add(one.messages_in),
            messages_out: sum.messages_out.saturating_add(one.messages_out),
            errors: sum.errors.saturating_add(one.errors),
        })
    }
}

fn line(before: &Sample, now: &Sample) -> String {
    let span = now.at.saturating_sub(before.at);
    let errors = match now.errors {
        0 => "no errors".to_owned(),
        1 => "1 error".to_owned(),
        more => format!("{more} errors"),
    };
    format!(
        "{} · {} open · in {}/s · out {}/s · {errors}",
        FormattedDuration(now.at),
        now.open,
        rate(before.messages_in, now.messages_in, span),
        rate(before.messages_out, now.messages_out, span),
    )
}

/// The rate per second with about three digits.
#[allow(clippy::cast_precision_loss)]
fn rate(before: u64, now: u64, span: Duration) -> String {
    let seconds = span.as_secs_f64();
    let rate = if seconds > 0.0 { now.saturating_sub(before) as f64 / seconds } else { 0.0 };
    match rate {
        0.0 => "0".to_owned(),
        rate if rate < 9.95 => format!("{rate:.1}"),
        rate if rate < 9_999.5 => format!("{rate:.0}"),
        rate if rate < 999_950.0 => format!("{:.1}k", rate / 1e3),
        rate => format!("{:.1}M", rate / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulsewire_runtime::contract::ConnectionStatus;

    fn status(counters: &[(u64, u64, u64, u64)]) -> Status {
        let connection = |&(open, messages_in, messages_out, errors): &(u64, u64, u64, u64)| {
            ConnectionStatus { open, messages_in, messages_out, errors, ..Default::default() }
        };
        Status { connections: counters.iter().map(connection).collect() }
    }

    #[test]
    fn the_line_sums_all_connections_and_takes_rates_from_two_samples() {
        let mut meter = Meter::default();
        let first = meter.line(Duration::ZERO, &status(&[(0, 5, 0, 0)]), 0);
        assert_eq!(first, "00:00:00 · 0 open · in 0/s · out 0/s · no errors");
        let then = status(&[(1, 65, 1, 0), (2, 0, 6200, 1)]);
        let second = meter.line(Duration::from_millis(500), &then, 2);
        assert_eq!(second, "00:00:00 · 3 open · in 120/s · out 12.4k/s · 1 error · 2 stuck");
    }

    #[test]
    fn rates_are_those_of_the_last_second() {
        let mut meter = Meter::default();
        let at = |meter: &mut Meter, ms, count| {
            meter.line(Duration::from_millis(ms), &status(&[(1, count, 0, 0)]), 0)
        };
        for quarter in 0..=4 {
            at(&mut meter, quarter * 250, quarter * 25);
        }
        assert!(at(&mut meter, 1250, 100).contains("in 75/s"));
        for quarter in 6..=9 {
            at(&mut meter, quarter * 250, 100);
        }
        assert_eq!(
            at(&mut meter, 3_725_000, 102),
            "01:02:05 · 1 open · in 0.0/s · out 0/s · no errors"
        );
    }

    #[test]
    fn rates_are_short() {
        let second = Duration::from_secs(1);
        for (count, written) in [
            (0, "0"),
            (2, "2.0"),
            (10, "10"),
            (9_999, "9999"),
            (10_000, "10.0k"),
            (2_500_000, "2.5M"),
        ] {
            assert_eq!(rate(0, count, second), written);
        }
        assert_eq!((rate(7, 3, second), rate(0, 7, Duration::ZERO)), ("0".into(), "0".into()));
    }
}
