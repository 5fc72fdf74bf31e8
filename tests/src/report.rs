//! Reads the file of `--report` and checks that its counters add up.

use crate::Project;
use serde_json::Value as Json;
use std::fs;
use std::path::PathBuf;

/// The report file of a project's run.
#[derive(Debug)]
pub struct Report {
    file: PathBuf,
}

impl Report {
    /// A report in the folder of a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        Self { file: project.folder().join("report.json") }
    }

    /// The file, for `--report`.
    #[must_use]
    pub fn file(&self) -> &str {
        self.file.to_str().unwrap()
    }

    /// Reads the report and checks each connection's counters: every message to be sent was sent,
    /// failed, was dropped for one of three reasons, or is waiting.
    #[must_use]
    pub fn read(&self) -> Json {
        let report: Json = serde_json::from_str(&fs::read_to_string(&self.file).unwrap()).unwrap();
        for one in report["connections"].as_array().unwrap() {
            let count = |name: &str| one[name].as_u64().unwrap_or_else(|| panic!("{name}: {one}"));
            let sum = |names: &[&str]| names.iter().map(|name| count(name)).sum::<u64>();
            let ends = ["messages_out", "failed", "dropped", "waiting"];
            assert_eq!(
                count("sent"),
                sum(&ends),
                "what was sent is not what became of it: {one:#}"
            );
            let reasons = ["dropped_oldest", "dropped_newest", "lost"];
            assert_eq!(
                count("dropped"),
                sum(&reasons),
                "what was dropped has other reasons: {one:#}"
            );
        }
        report
    }
}

/// The part of a report about a connection.
#[must_use]
pub fn connection<'a>(report: &'a Json, name: &str) -> &'a Json {
    let mut all = report["connections"].as_array().unwrap().iter();
    all.find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name} in {report:#}"))
}

/// The part of a report about a node.
#[must_use]
pub fn node<'a>(report: &'a Json, name: &str) -> &'a Json {
    let graphs = report["graphs"].as_array().unwrap().iter();
    let mut nodes = graphs.filter_map(|graph| graph["nodes"].as_array()).flatten();
    nodes.find(|one| one["node"] == name).unwrap_or_else(|| panic!("no {name} in {report:#}"))
}
