//! Reads a project: its files, `--set`, `${...}`, and what the schemas say about them.
//!
//! | module | what is there |
//! | --- | --- |
//! | `load` | from a folder to a project, with every mistake in it |
//! | `files` | a file's text, or why there is none |
//! | `logic_file` | one logic file |
//! | `syntax` | text to JSON |
//! | `recover` | continues after a mistake, so that one report has as many as possible |
//! | `check` | what a JSON Schema has against a value, in our own words |
//! | `describe`, `alternatives` | a JSON Schema in words |
//! | `set` | values replaced by the command line |
//! | `placeholder`, `interpolate` | `${...}` |
//! | `placeholder_source` | `${...}` looked up again while the project runs |
//! | `convert` | converts texts that came by `${...}` to numbers and truth values |
//! | `schema`, `attribute_schema` | the schemas of both files, for editors |

mod alternatives;
mod attribute_schema;
mod check;
mod convert;
mod describe;
mod files;
mod interpolate;
mod load;
mod logic_file;
mod placeholder;
mod placeholder_source;
mod recover;
pub mod schema;
mod set;
mod syntax;
#[cfg(test)]
mod tests;

pub use check::check_section;
pub use load::load;
pub use set::Set;

use crate::diagnostics::Report;
use crate::secrets::Secrets;
use pulsewire_project_settings::{Logic, Project};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use std::path::PathBuf;

/// The name of the file that makes a folder a project.
pub const PROJECT_FILE: &str = "project.json";

/// How a project is loaded.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Values of `project.json` to replace, in this order.
    pub sets: Vec<Set>,
    /// Gets what must not be printed as soon as it is known, so that a log that began before hides it.
    pub secrets: Secrets,
}

/// A project as its files say, with `--set` and `${...}` applied. Names are unique and in form and logic files exist;
/// where that is not so, the [report](Self::report) has an error, and the rest is there to be checked all the same.
/// Whether plugins, node types, sockets and wires mean anything is not checked yet.
#[derive(Clone, Debug)]
pub struct LoadedProject {
    /// The project's folder.
    pub root: PathBuf,
    /// Its `project.json`.
    pub file: PathBuf,
    /// What `project.json` says.
    pub settings: Project,
    /// Its logic files, in the order in which `project.json` lists them.
    pub logic: Vec<LogicFile>,
    /// What must not be printed.
    pub secrets: Secrets,
    report: Report,
    /// JSON Pointers of settings that were one `${...}` and nothing else.
    sole: HashSet<String>,
    /// The settings sections as written, where `${...}` is in any.
    raw_settings: Map<String, Json>,
}

/// A logic file of a project.
#[derive(Clone, Debug)]
pub struct LogicFile {
    /// Its path as `project.json` lists it: the name of the graph.
    pub path: String,
    /// Where it is: what diagnostics point to.
    pub file: PathBuf,
    /// What it says.
    pub logic: Logic,
    sole: SolePlaceholders,
    raw: RawAttributes,
}

/// Nodes of a logic file, by their place, and the names of attributes that were one `${...}` and nothing else.
type SolePlaceholders = Vec<(usize, String)>;

/// Nodes of a logic file, by their place, and those of their attributes that hold `${...}`, as written.
type RawAttributes = Vec<(usize, Map<String, Json>)>;

impl LoadedProject {
    /// A report to add what is found later: it knows `--set` and the secrets, and holds what was found so far.
    #[must_use]
    pub fn report(&self) -> Report {
        self.report.clone()
    }
}
