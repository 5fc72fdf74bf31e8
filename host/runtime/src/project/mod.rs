//! Loads a project: its files, `--set`, `${...}` and schema checks.
//!
//! | module | contents |
//! | --- | --- |
//! | `load` | loads the project in a folder and reports every mistake |
//! | `files` | reads files and explains why one cannot be read |
//! | `logic_file` | one logic file |
//! | `graphs` | the graphs that `project.json` lists: logic files, each as often as it is listed |
//! | `functions` | the functions that `project.json` lists |
//! | `standard` | the functions of the program, `std:NAME` |
//! | `syntax` | parses JSON and reports syntax errors |
//! | `recover` | continues after a mistake, so that one report has as many as possible |
//! | `check` | checks a value against a JSON Schema, with messages of our own |
//! | `describe`, `alternatives` | describes a JSON Schema in words |
//! | `set` | values overridden on the command line |
//! | `placeholder`, `interpolate` | `${...}` |
//! | `placeholder_source` | `${...}` looked up again while the project runs |
//! | `convert` | converts values of `${...}` to numbers and booleans |
//! | `schema`, `attribute_schema` | the schemas of both kinds of file, for editors |

mod alternatives;
mod attribute_schema;
mod check;
mod convert;
mod describe;
mod files;
mod functions;
mod graphs;
mod interpolate;
mod load;
mod logic_file;
mod placeholder;
mod placeholder_source;
mod recover;
pub mod schema;
mod set;
mod standard;
mod syntax;
#[cfg(test)]
mod tests;

pub use check::check_section;
pub use functions::{functions_of, functions_of_program};
pub use load::load;
pub use set::Set;
pub use standard::{StandardFunction, standard, standard_functions};

use crate::diagnostics::Report;
use crate::function::{Body, Function};
use crate::secrets::Secrets;
use pulsewire_project_settings::{Logic, Project};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use std::path::PathBuf;

/// The file that every project folder contains.
pub const PROJECT_FILE: &str = "project.json";

/// How a project is loaded.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Overrides for values of `project.json`, in order.
    pub sets: Vec<Set>,
    /// Runs this example of a function instead of the project's logic.
    pub example: Option<ExampleOf>,
    /// Receives secrets as soon as they are known, so that a log that has already started hides them.
    pub secrets: Secrets,
}

/// An example of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleOf {
    /// The name of the function.
    pub function: String,
    /// The place of the example in its list.
    pub at: usize,
}

/// A project as loaded from its files, with `--set` and `${...}` applied. Names are unique and valid and logic files
/// exist; otherwise the [report](Self::report) has an error, and the rest can still be checked. Plugins, node types,
/// sockets and wires are not checked yet.
#[derive(Clone, Debug)]
pub struct LoadedProject {
    /// The project's folder.
    pub root: PathBuf,
    /// Its `project.json`.
    pub file: PathBuf,
    /// The contents of `project.json`.
    pub settings: Project,
    /// Its graphs, in the order in which `project.json` lists them.
    pub logic: Vec<LogicFile>,
    /// Its functions, in the order in which `project.json` lists them.
    pub functions: Vec<FunctionFile>,
    /// Values that must not be printed.
    pub secrets: Secrets,
    report: Report,
    /// JSON Pointers of settings that consist of a single `${...}`.
    sole: HashSet<String>,
    /// The settings sections as written, if any of them contains `${...}`.
    raw_settings: Map<String, Json>,
}

/// A graph of a project: a logic file with the attributes of its entry in `project.json`.
#[derive(Clone, Debug)]
pub struct LogicFile {
    /// The name of the graph: that of its entry, or its path.
    pub name: String,
    /// The path of the file as `project.json` lists it.
    pub path: String,
    /// The file that diagnostics point to.
    pub file: PathBuf,
    /// Its contents.
    pub logic: Logic,
    /// The nodes, by their place, with those of their attributes that hold `${...}`, as written.
    pub placeholders: RawAttributes,
    sole: SolePlaceholders,
}

/// A function of a project, or of the program.
#[derive(Clone, Debug)]
pub struct FunctionFile {
    /// The function.
    pub function: Function,
    sole: SolePlaceholders,
}

/// The contents of a logic file or function.
#[derive(Clone, Debug)]
struct LogicText {
    body: Body,
    sole: SolePlaceholders,
}

/// Indices of nodes and the names of attributes that consist of a single `${...}`.
type SolePlaceholders = Vec<(usize, String)>;

/// Indices of nodes and their attributes that contain `${...}`, as written.
type RawAttributes = Vec<(usize, Map<String, Json>)>;

impl LoadedProject {
    /// The folder that keeps the values of persistent variables.
    #[must_use]
    pub fn state_folder(&self) -> PathBuf {
        self.root.join(&self.settings.state)
    }

    /// A report to add further diagnostics to: it knows `--set` and the secrets and contains everything found so far.
    #[must_use]
    pub fn report(&self) -> Report {
        self.report.clone()
    }
}
