//! A project with its plugins and its toolbox: everything but running it.
//!
//! | file | what is there |
//! | --- | --- |
//! | `plugins` | opens the plugins that the project leaves on, and fills the toolbox |
//! | `sections` | the settings section of each plugin, checked by its schema and by the plugin |
//! | `graphs` | compiles the logic and makes its nodes |

mod graphs;
mod plugins;
mod sections;

pub use plugins::{OpenPlugin, open_plugins};

use crate::Exit;
use crate::diagnostics::{Diagnostic, Report};
use crate::engine::Plan;
use crate::plugins::Search;
use crate::project::{LoadOptions, LoadedProject, load};
use crate::toolbox::Toolbox;
use pulsewire_nodes::Services;
use std::path::Path;
use std::sync::Arc;

/// A project that can be run, drawn or described.
#[derive(Debug)]
pub struct Session {
    /// What its files say.
    pub project: LoadedProject,
    /// Every node type that it may use.
    pub toolbox: Toolbox,
    /// The plugins that it leaves on and that could be opened, each with its settings section.
    pub plugins: Vec<OpenPlugin>,
    /// What was found so far: warnings, and errors that only `run` and `check` care for.
    pub report: Report,
    /// The compiled graphs. One that needs a plugin which is not there is missing.
    pub plans: Vec<Plan>,
    /// Why graphs are missing.
    pub missing: MissingPlugins,
}

/// What graphs could not be compiled for want of a plugin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MissingPlugins {
    /// How many.
    pub graphs: usize,
    /// A plugin that the project names could not be opened.
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
    /// Takes a node of a missing plugin for an error instead of leaving its graph out.
    pub strict: bool,
    /// The project.
    pub project: &'a Path,
}

impl Session {
    /// Opens a project and checks all of it.
    ///
    /// # Errors
    /// Every mistake when its files cannot be read. What is found later stands in [`Session::report`].
    pub fn open(opening: &SessionOptions<'_>) -> Result<Self, Report> {
        let project = load(opening.project, &opening.load)?;
        let report = project.report();
        let mut session = Self {
            project,
            toolbox: Toolbox::default(),
            plugins: Vec::new(),
            report,
            plans: Vec::new(),
            missing: MissingPlugins::default(),
        };
        session.open_plugins(opening);
        session.check_sections();
        session.project.convert_attributes(&session.toolbox);
        session.compile(opening.strict);
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
