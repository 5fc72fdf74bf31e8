use super::{PluginError, PluginHost, Plugins, State};
use crate::toolbox::Toolbox;
use std::sync::Arc;

impl Plugins {
    /// The built-in node types and those of every usable plugin, for listing; and the errors of plugins that could not
    /// be opened.
    #[must_use]
    pub fn toolbox(&self) -> (Toolbox, Vec<PluginError>) {
        let mut toolbox = Toolbox::built_in();
        let mut failures = Vec::new();
        for name in self.available() {
            if let Err(error) = self.add_to(&mut toolbox, name) {
                toolbox.note_absent(name, error.to_string());
                failures.push(error);
            }
        }
        for unused in self.list().iter().filter(|one| !is_usable(one.state)) {
            if toolbox.absent(&unused.name).is_none() {
                toolbox.note_absent(&unused.name, unused.error().to_string());
            }
        }
        (toolbox, failures)
    }

    fn add_to(&self, toolbox: &mut Toolbox, name: &str) -> Result<(), PluginError> {
        let plugin = self.open(name, Arc::new(PluginHost::new(name)))?;
        let listing =
            |error| PluginError::Listing(format!("its contents cannot be listed ({error})"));
        let added = toolbox.add(Some(name), plugin.node_types().map_err(listing)?);
        added.map_err(|taken| {
            let ids: Vec<_> = taken.into_iter().map(|(id, _)| id).collect();
            PluginError::Duplicate(format!("it registers {}, which already exist", ids.join(", ")))
        })
    }
}

fn is_usable(state: State) -> bool {
    matches!(state, State::Available | State::Shadowed)
}
