use std::sync::atomic::{AtomicU64, Ordering};

/// What a graph does now: written by the thread that runs it with one relaxed store a node, read by the watchdog.
///
/// It has a cache line of its own, so that graphs do not slow each other down.
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct Progress(AtomicU64);

/// A running node: which one, and the count of its runs. The same pair does not recur soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunningNode {
    pub(super) node: u32,
    runs: u32,
}

/// The graph handles no event now.
const IDLE: u64 = u64::MAX;

impl Default for Progress {
    fn default() -> Self {
        Self(AtomicU64::new(IDLE))
    }
}

impl Progress {
    /// A node begins to run; `runs` counts its runs with this one.
    #[inline]
    pub(super) fn begin(&self, node: u32, runs: u64) {
        self.0.store((runs << 32) | u64::from(node), Ordering::Relaxed);
    }

    /// The event is over.
    #[inline]
    pub(super) fn rest(&self) {
        self.0.store(IDLE, Ordering::Relaxed);
    }

    /// The running node; none between events.
    pub(super) fn running(&self) -> Option<RunningNode> {
        let now = self.0.load(Ordering::Relaxed);
        #[allow(clippy::cast_possible_truncation)]
        (now != IDLE).then_some(RunningNode { node: now as u32, runs: (now >> 32) as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_of_a_node_differs_from_every_other() {
        let progress = Progress::default();
        assert_eq!(progress.running(), None);
        let seen = [(0, 1), (0, 2), (7, 1), (7, u64::from(u32::MAX) + 3)].map(|(node, runs)| {
            progress.begin(node, runs);
            progress.running().unwrap()
        });
        assert_eq!(seen.map(|at| (at.node, at.runs)), [(0, 1), (0, 2), (7, 1), (7, 2)]);
        progress.rest();
        assert_eq!(progress.running(), None);
    }
}
