use super::Session;
use crate::diagnostics::{Diagnostic, Location, join};
use crate::engine::SharedVariable;
use crate::engine::compile::initial_value;
use crate::state::{StateError, StateStore, restore};
use crossbeam_channel::{Receiver, bounded};
use std::sync::Arc;

/// The state of a project that has persistent variables, and what the graphs wake its writer with.
pub type OpenState = (StateStore, Receiver<()>);

impl Session {
    /// Creates the variables that all graphs of the project share.
    pub(super) fn create_variables(&mut self) {
        for (name, variable) in self.project.settings.variables.iter() {
            match initial_value(variable) {
                Ok(value) => {
                    let variable = Arc::new(SharedVariable::new(value));
                    self.lasting.shared.insert(name.clone(), variable);
                }
                Err(bad) => {
                    let message = format!("the initial value of variable `{name}` {bad}");
                    let pointer = join(&join("/variables", name), "initial");
                    let location = Location::value(&self.project.file, pointer);
                    self.report.add(Diagnostic::error("bad_initial_value", message, location));
                }
            }
        }
    }

    /// Opens the state if a graph has a persistent variable, and gives the variables the values of the last run. To be
    /// called before [`prepare`](Self::prepare).
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn open_state(&mut self) -> Result<Option<OpenState>, StateError> {
        let persists = |plan: &crate::engine::Plan| plan.variables.iter().any(|one| one.persist);
        if !self.plans.iter().any(persists) {
            return Ok(None);
        }
        let mut store = StateStore::open(&self.project.state_folder())?;
        restore(&mut store, &mut self.plans, &self.lasting.shared)?;
        // One word is enough: the writer looks at every graph.
        let (wake, woken) = bounded(1);
        self.lasting.writer = Some(wake);
        Ok(Some((store, woken)))
    }
}
