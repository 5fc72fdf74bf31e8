//! A project with its plugins and its toolbox, checked but not running.
//!
//! | file | contents |
//! | --- | --- |
//! | `plugins` | opens the enabled plugins and fills the toolbox |
//! | `sections` | the settings section of each plugin, checked by its schema and by the plugin |
//! | `cross_graph` | checks that need every graph of the project |
//! | `function_uses` | which functions use which: circles and depth |
//! | `functions` | the functions of the project, as node types |
//! | `instances` | the mistakes of a logic file that is used several times |
//! | `node_place` | where a node is written, also one of a function |
//! | `variables` | the variables that all graphs share, and the state of those that persist |
//! | `graphs` | compiles the logic and creates its nodes |

mod cross_graph;
mod function_uses;
mod functions;
mod graphs;
mod instances;
mod node_place;
mod plugins;
mod sections;
mod variables;

pub use functions::add_functions;
pub use plugins::{OpenPlugin, open_plugins};
pub use variables::OpenState;

use crate::Exit;
use crate::diagnostics::{Diagnostic, Report};
use crate::engine::{Lasting, Plan};
use crate::plugins::Search;
use crate::project::{LoadOptions, LoadedProject, load};
use crate::toolbox::Toolbox;
use pulsewire_nodes::Services;
use std::path::Path;
use std::sync::Arc;

/// A project that can be run, drawn or described.
#[derive(Debug)]
pub struct Session {
    /// Its files.
    pub project: LoadedProject,
    /// The node types that it can use.
    pub toolbox: Toolbox,
    /// The enabled plugins that could be opened, each with its settings section.
    pub plugins: Vec<OpenPlugin>,
    /// Diagnostics so far: warnings, and errors that only matter to `run` and `check`.
    pub report: Report,
    /// The compiled graphs, without those that need a missing plugin.
    pub plans: Vec<Plan>,
    /// The variables of the project, and what wakes the writer of its state.
    pub lasting: Lasting,
    /// Why graphs are missing from `plans`.
    pub missing: MissingPlugins,
}

/// Graphs that could not be compiled because a plugin is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MissingPlugins {
    /// The number of such graphs.
    pub graphs: usize,
    /// Whether a plugin that the project names could not be opened.
    pub unusable: bool,
}

/// How a project is opened.
pub struct SessionOptions<'a> {
    /// How its files are read.
    pub load: LoadOptions,
    /// Where plugins are looked for.
    pub search: Search,
    /// What the built-in nodes need.
    pub services: Arc<dyn Services>,
    /// Whether a node of a missing plugin is an error; otherwise its graph is left out.
    pub strict: bool,
    /// The project.
    pub project: &'a Path,
}

impl Session {
    /// Opens a project and checks all of it.
    ///
    /// # Errors
    /// Every mistake, if its files cannot be loaded. Later diagnostics are in [`Session::report`].
    pub fn open(opening: &SessionOptions<'_>) -> Result<Self, Report> {
        let project = load(opening.project, &opening.load)?;
        let report = project.report();
        let mut session = Self {
            project,
            toolbox: Toolbox::default(),
            plugins: Vec::new(),
            report,
            plans: Vec::new(),
            lasting: Lasting::default(),
            missing: MissingPlugins::default(),
        };
        session.open_plugins(opening);
        session.check_sections();
        session.add_functions();
        session.create_variables();
        session.compile(opening.strict);
        session.check_across_graphs();
        Ok(session)
    }

    /// The exit status of a project that does not run.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.missing.unusable && (self.plans.is_empty() || self.report.has_errors()) {
            Exit::Plugin
        } else if self.report.has_errors() {
            Exit::Invalid
        } else {
            Exit::Ok
        }
    }

    /// Adds diagnostics.
    fn add_diagnostics(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.report.extend(diagnostics);
    }
}
