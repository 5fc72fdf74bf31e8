//! The results.

mod plot;
mod rows;
mod table;
mod targets;

pub(crate) use rows::{Growth, Memory, Row, Start};

use serde::Serialize;
use std::fs;
use std::io;
use std::path::Path;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The machine.
    pub(crate) machine: String,
    /// When.
    pub(crate) date: String,
    /// How it was asked for.
    pub(crate) command: String,
    /// Starts of projects.
    pub(crate) start: Vec<Start>,
    /// Latency, throughput, receiving.
    pub(crate) speed: Vec<Row>,
    /// What the connections of these held.
    pub(crate) memory: Vec<Memory>,
    /// More connections, more graphs.
    pub(crate) growth: Vec<Growth>,
}

impl Report {
    /// Nothing yet, on this machine and now.
    #[must_use]
    pub(crate) fn new() -> Self {
        let command: Vec<String> = std::env::args().skip(1).collect();
        Self {
            machine: machine(),
            date: jiff::Zoned::now().strftime("%Y-%m-%d").to_string(),
            command: format!("cargo run --release -p pulsewire-bench -- {}", command.join(" ")),
            start: Vec::new(),
            speed: Vec::new(),
            memory: Vec::new(),
            growth: Vec::new(),
        }
    }

    /// Writes `results.json`, `results.txt` and `ratios.svg` into a folder.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("results.json"), serde_json::to_string_pretty(self)?)?;
        fs::write(folder.join("results.txt"), self.to_string())?;
        fs::write(folder.join("ratios.svg"), plot::ratios(&self.speed))
    }

    fn row(
        &self,
        case: crate::options::Case,
        size: usize,
        connections: usize,
        client: &str,
    ) -> Option<&Row> {
        self.speed.iter().find(|row| {
            (row.case, row.size, row.connections, row.client) == (case, size, connections, client)
        })
    }
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split(": ").nth(1)).unwrap_or("unknown processor");
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let kernel = read("/proc/sys/kernel/osrelease");
    let memory = read("/proc/meminfo");
    let memory = memory.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok());
    let gib = memory.unwrap_or_default() >> 20;
    format!("{model}, {cores} cores, {gib} GiB, Linux {}", kernel.trim())
}
