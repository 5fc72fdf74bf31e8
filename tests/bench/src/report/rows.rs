use crate::driver::Sample;
use crate::options::Case;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A client in a case, measured several times.
#[derive(Debug)]
pub(crate) struct Row {
    /// What was done.
    pub(crate) case: Case,
    /// Bytes of a message.
    pub(crate) size: usize,
    /// How many connections.
    pub(crate) connections: usize,
    /// The client.
    pub(crate) client: &'static str,
    /// One measurement for each round.
    pub(crate) samples: Vec<Sample>,
}

/// The resident_memory memory of a client, in bytes.
#[derive(Debug, Serialize)]
pub(crate) struct Memory {
    /// The client.
    pub(crate) client: &'static str,
    /// What it does.
    pub(crate) mode: &'static str,
    /// How many connections it has.
    pub(crate) connections: usize,
    /// Before the first message.
    pub(crate) idle: u64,
    /// After the last.
    pub(crate) loaded: u64,
}

/// A client as it grows.
#[derive(Debug, Serialize)]
pub(crate) struct Growth {
    /// Messages of 1 KiB.
    pub(crate) row: Row,
    /// The graphs that share the connections.
    pub(crate) graphs: usize,
    /// The cores it may use.
    pub(crate) cores: usize,
    /// Resident memory before the first message, in bytes.
    pub(crate) idle: u64,
    /// Resident memory after the last, in bytes.
    pub(crate) loaded: u64,
}

/// Starts of a project.
#[derive(Debug, Serialize)]
pub(crate) struct Start {
    /// Its nodes.
    pub(crate) nodes: usize,
    /// From `pulsewire run` to the first line printed, each time.
    pub(crate) seconds: Vec<f64>,
    /// The most memory that it had resident_memory by then, in bytes.
    pub(crate) memory: u64,
}

impl Row {
    /// Nothing measured yet.
    #[must_use]
    pub(crate) fn new(case: Case, size: usize, connections: usize, client: &'static str) -> Self {
        Self { case, size, connections, client, samples: Vec::new() }
    }

    /// Whether both are of the same case.
    #[must_use]
    pub(crate) fn same_case(&self, other: &Self) -> bool {
        (self.case, self.size, self.connections) == (other.case, other.size, other.connections)
    }

    /// The median of something measured.
    #[must_use]
    pub(crate) fn median(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        median(self.samples.iter().map(of).collect())
    }

    /// The median over all rounds of something measured, as a ratio to another client's in the same round.
    #[must_use]
    pub(crate) fn ratio(&self, to: &Self, of: impl Fn(&Sample) -> f64) -> f64 {
        let pairs = self.samples.iter().zip(&to.samples);
        median(pairs.map(|(own, other)| of(own) / of(other)).collect())
    }

    /// The CPU time of the driver as a ratio to the client's: the median over all rounds.
    #[must_use]
    pub(crate) fn driver_to_client(&self) -> f64 {
        self.median(|one| one.driver / one.rate * 1e6 / one.cpu)
    }

    /// What counts in this case: the round trip's median, or messages a second.
    #[must_use]
    pub(crate) fn score(sample: &Sample) -> f64 {
        if sample.p50 > 0.0 { sample.p50 } else { sample.rate }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Row", 10)?;
        row.serialize_field("case", &self.case)?;
        row.serialize_field("size", &self.size)?;
        row.serialize_field("connections", &self.connections)?;
        row.serialize_field("client", self.client)?;
        row.serialize_field("messages_per_second", &self.median(|one| one.rate))?;
        row.serialize_field("cpu_us_per_message", &self.median(|one| one.cpu))?;
        row.serialize_field("driver_share", &self.median(|one| one.driver))?;
        row.serialize_field("p50_us", &self.median(|one| one.p50))?;
        row.serialize_field("p99_us", &self.median(|one| one.p99))?;
        let scores: Vec<f64> = self.samples.iter().map(Self::score).collect();
        row.serialize_field("rounds", &scores)?;
        row.end()
    }
}

/// The middle of several measurements; 0 of none.
#[must_use]
pub(crate) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    match all.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => all[middle],
        _ => f64::midpoint(all[middle - 1], all[middle]),
    }
}
