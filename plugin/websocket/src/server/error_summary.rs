use crate::events::{ClientErrorCounts, ClientErrors};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The time between two summaries in the log.
const INTERVAL: Duration = Duration::from_secs(60);

/// Sums up the errors of clients for the log, so that an operator can filter out the single ones.
#[derive(Debug, Default)]
pub(super) struct ErrorSummary {
    reported: ClientErrorCounts,
    /// When the next summary is due; set by the first error after the last one.
    due: Option<Instant>,
}

impl ErrorSummary {
    /// Returns what was added since the last summary, a while after the first of it.
    pub(super) async fn next(&mut self, errors: &ClientErrors) -> ClientErrorCounts {
        if self.due.is_none() {
            errors.wait().await;
            self.due = Some(Instant::now() + INTERVAL);
        }
        if let Some(due) = self.due {
            sleep_until(due).await;
        }
        self.due = None;
        let now = errors.read();
        let added = now.since(&self.reported);
        self.reported = now;
        added
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn each_summary_has_what_was_added() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            let (errors, mut summary) = (ClientErrors::default(), ErrorSummary::default());
            for count in [3, 1] {
                (0..count).for_each(|_| errors.add(ErrorKind::Lost));
                let waits = tokio::time::timeout(Duration::from_millis(1), summary.next(&errors));
                assert!(waits.await.is_err(), "the single ones are not reported at once");
                assert!(summary.due.is_some());
                summary.due = Some(Instant::now());
                assert_eq!(summary.next(&errors).await.to_string(), format!("{count} lost"));
            }
        });
    }
}
