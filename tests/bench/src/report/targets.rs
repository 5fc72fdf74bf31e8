//! What is to be reached.

use super::Report;
use super::rows::{Row, median};
use crate::driver::Sample;
use crate::options::Case::{self, Latency, Throughput};

/// Something to be reached, and what was found.
pub(super) struct Check {
    pub(super) name: String,
    pub(super) wanted: f64,
    /// Whether less is better.
    pub(super) at_most: bool,
    pub(super) found: f64,
}

impl Check {
    pub(super) fn holds(&self) -> bool {
        if self.at_most { self.found <= self.wanted } else { self.found >= self.wanted }
    }
}

/// A ratio to another client: case, bytes, connections, other, what is compared, wanted, whether at most.
type Ratio = (Case, usize, usize, &'static str, Of, f64, bool);

#[derive(Clone, Copy)]
enum Of {
    Score,
    Cpu,
}

const KIB: usize = 1 << 10;

const RATIOS: [Ratio; 20] = [
    (Latency, 16, 1, "plain", Of::Score, 1.05, true),
    (Latency, KIB, 1, "plain", Of::Score, 1.05, true),
    (Latency, 16, 1, "node-red", Of::Score, 1.0 / 1.2, true),
    (Latency, KIB, 1, "node-red", Of::Score, 1.0 / 1.2, true),
    (Throughput, 16, 1, "batching", Of::Score, 0.8, false),
    (Throughput, KIB, 1, "batching", Of::Score, 0.8, false),
    (Throughput, 16, 1, "plain", Of::Score, 10.0, false),
    (Throughput, KIB, 1, "plain", Of::Score, 10.0, false),
    (Throughput, 64 * KIB, 1, "plain", Of::Score, 1.0, false),
    (Throughput, KIB, 10, "batching", Of::Score, 0.8, false),
    (Throughput, KIB, 1000, "batching", Of::Score, 0.8, false),
    (Throughput, KIB, 1, "batching", Of::Cpu, 1.3, true),
    (Throughput, 16, 1, "node-red", Of::Score, 20.0, false),
    (Throughput, KIB, 1, "node-red", Of::Score, 20.0, false),
    (Throughput, 16, 1, "node-red", Of::Cpu, 0.05, true),
    (Throughput, KIB, 1, "node-red", Of::Cpu, 0.05, true),
    (Throughput, 16, 1, "raw loop", Of::Score, 0.4, false),
    (Throughput, KIB, 1, "raw loop", Of::Score, 0.4, false),
    (Throughput, 64 * KIB, 1, "raw loop", Of::Score, 0.7, false),
    (Throughput, 64 * KIB, 1, "batching", Of::Score, 0.8, false),
];

/// Every target for which something was measured.
pub(super) fn check(report: &Report) -> Vec<Check> {
    let mut checks: Vec<Check> =
        RATIOS.iter().filter_map(|ratio| against_another(report, *ratio)).collect();
    checks.extend(starts(report));
    checks.extend(per_connection(report));
    checks
}

fn against_another(report: &Report, ratio: Ratio) -> Option<Check> {
    let (case, size, connections, other, of, wanted, at_most) = ratio;
    let ours = report.row(case, size, connections, "pulsewire")?;
    let theirs = report.row(case, size, connections, other)?;
    let of_sample: fn(&Sample) -> f64 = match of {
        Of::Score => Row::score,
        Of::Cpu => |sample| sample.cpu,
    };
    let what = match of {
        Of::Cpu => "CPU per message",
        Of::Score => case.name(),
    };
    let name = format!("{what}, {connections} × {size} B, to {other}");
    let wanted = (wanted * 1000.0).round() / 1000.0;
    Some(Check { name, wanted, at_most, found: ours.ratio(theirs, of_sample) })
}

fn starts(report: &Report) -> Vec<Check> {
    let at_most = true;
    let small = report.start.iter().filter(|start| start.nodes == 0).map(|start| Check {
        name: "start to first pulse, ms".to_owned(),
        wanted: 25.0,
        at_most,
        found: median(start.seconds.clone()) * 1e3,
    });
    let large = report.start.iter().filter(|start| start.nodes == 1_000_000).flat_map(|start| {
        let gib = start.memory as f64 / f64::from(1 << 30);
        let (time, memory) = ("start with 10⁶ nodes, s", "memory of 10⁶ nodes, GiB");
        let found = [(time, 3.0, median(start.seconds.clone())), (memory, 1.0, gib)];
        found.map(|(name, wanted, found)| Check { name: name.to_owned(), wanted, at_most, found })
    });
    small.chain(large).collect()
}

/// What an idle connection adds, from the smallest number of connections to the largest.
fn per_connection(report: &Report) -> Option<Check> {
    let ours =
        || report.memory.iter().filter(|one| (one.client, one.mode) == ("pulsewire", "echo"));
    let few = ours().min_by_key(|one| one.connections)?;
    let many = ours().max_by_key(|one| one.connections)?;
    let more = many.connections - few.connections;
    (more > 0).then(|| Check {
        name: "memory of an idle connection, KiB".to_owned(),
        wanted: 10.0,
        at_most: true,
        found: many.idle.saturating_sub(few.idle) as f64 / more as f64 / 1024.0,
    })
}
