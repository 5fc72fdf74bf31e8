use crate::error::ErrorKind;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::Notify;

/// The errors of a server that its clients caused, by kind.
#[derive(Debug, Default)]
pub(crate) struct ClientErrors {
    counts: [AtomicU64; ErrorKind::ALL.len()],
    added: Notify,
}

/// A snapshot of [`ClientErrors`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClientErrorCounts([u64; ErrorKind::ALL.len()]);

impl ClientErrors {
    pub(crate) fn add(&self, kind: ErrorKind) {
        self.counts[kind as usize].fetch_add(1, Relaxed);
        self.added.notify_one();
    }

    /// Returns when an error was added since the last call.
    pub(crate) async fn wait(&self) {
        self.added.notified().await;
    }

    pub(crate) fn read(&self) -> ClientErrorCounts {
        ClientErrorCounts(std::array::from_fn(|kind| self.counts[kind].load(Relaxed)))
    }
}

impl ClientErrorCounts {
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// What was added since an earlier snapshot.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        Self(std::array::from_fn(|kind| self.0[kind].saturating_sub(earlier.0[kind])))
    }

    /// The kinds that occurred.
    pub(crate) fn by_kind(&self) -> BTreeMap<String, u64> {
        self.occurred().map(|(kind, count)| (kind.to_string(), count)).collect()
    }

    fn occurred(&self) -> impl Iterator<Item = (ErrorKind, u64)> {
        ErrorKind::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0)
    }
}

/// For log lines: `3 handshake, 1 lost`.
impl fmt::Display for ClientErrorCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<_> =
            self.occurred().map(|(kind, count)| format!("{count} {kind}")).collect();
        f.write_str(&counts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted_by_kind() {
        let errors = ClientErrors::default();
        let before = errors.read();
        assert_eq!((before.total(), before.to_string().as_str()), (0, ""));
        ErrorKind::ALL.into_iter().for_each(|kind| errors.add(kind));
        errors.add(ErrorKind::Lost);
        let (now, all) = (errors.read(), ErrorKind::ALL.len() as u64);
        assert_eq!((now.total(), now.by_kind().len() as u64), (all + 1, all));
        errors.add(ErrorKind::Handshake);
        errors.add(ErrorKind::Lost);
        assert_eq!(errors.read().since(&now).to_string(), "1 handshake, 1 lost");
    }
}
