//! Every node type now available.

mod built_in;

pub(crate) use built_in::built_in_groups;
pub use built_in::{NoServices, group};

use foldhash::HashMap;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

/// Every node type now available: the built-in ones and those of the enabled plugins.
#[derive(Debug, Default)]
pub struct Toolbox {
    tools: HashMap<String, Tool>,
    absent: HashMap<String, String>,
}

/// A node type and where it comes from.
#[derive(Clone, Debug)]
pub struct Tool {
    /// The node type.
    pub node_type: Arc<NodeType>,
    /// The plugin that registered it; none for a built-in one.
    pub plugin: Option<String>,
}

impl Toolbox {
    /// Adds node types; `plugin` is none for the built-in ones.
    ///
    /// # Errors
    /// The ids that already exist, each with its plugin (none: built in); these are not added.
    pub fn add(
        &mut self,
        plugin: Option<&str>,
        node_types: Vec<NodeType>,
    ) -> Result<(), Vec<(String, Option<String>)>> {
        let mut taken = Vec::new();
        for node_type in node_types {
            let id = node_type.info.id.clone();
            if let Some(tool) = self.tools.get(&id) {
                taken.push((id, tool.plugin.clone()));
                continue;
            }
            let tool =
                Tool { node_type: Arc::new(node_type), plugin: plugin.map(ToOwned::to_owned) };
            self.tools.insert(id, tool);
        }
        if taken.is_empty() { Ok(()) } else { Err(taken) }
    }

    /// Records why the node types of a plugin are absent, as a sentence that says what to do: it is disabled, or could
    /// not be loaded.
    pub fn note_absent(&mut self, plugin: &str, why: String) {
        self.absent.insert(plugin.to_owned(), why);
    }

    /// Why the node types of this plugin (the group of a node type's id) are absent, if known.
    #[must_use]
    pub fn absent(&self, plugin: &str) -> Option<&str> {
        self.absent.get(plugin).map(String::as_str)
    }

    /// The node type of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Tool> {
        self.tools.get(id)
    }

    /// Every node type, by id.
    #[must_use]
    pub fn list(&self) -> Vec<&Tool> {
        let mut tools: Vec<&Tool> = self.tools.values().collect();
        tools.sort_by(|a, b| a.node_type.info.id.cmp(&b.node_type.info.id));
        tools
    }
}
