//! Every node type now available.

mod built_in;
mod fit;
mod similar;

pub(crate) use built_in::built_in_groups;
pub use built_in::{NoServices, group};
pub use fit::{accepts, fit_text};

use crate::function::{Function, node_type};
use foldhash::HashMap;
use pulsewire_plugin::NodeType;
use std::sync::Arc;

/// Every node type now available: the built-in ones, those of the enabled plugins, and the functions of the project.
#[derive(Clone, Debug, Default)]
pub struct Toolbox {
    tools: HashMap<String, Tool>,
    absent: HashMap<String, String>,
}

/// A node type and where it comes from.
#[derive(Clone, Debug)]
pub struct Tool {
    /// The node type.
    pub node_type: Arc<NodeType>,
    /// The plugin that registered it; none for a built-in one or a function.
    pub plugin: Option<String>,
    /// The function that it is.
    pub function: Option<Arc<Function>>,
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
            let (node_type, plugin) = (Arc::new(node_type), plugin.map(ToOwned::to_owned));
            self.tools.insert(id, Tool { node_type, plugin, function: None });
        }
        if taken.is_empty() { Ok(()) } else { Err(taken) }
    }

    /// Adds a function, or replaces it.
    pub fn add_function(&mut self, function: Function) {
        let tool = Tool {
            node_type: Arc::new(node_type(&function)),
            plugin: None,
            function: Some(Arc::new(function)),
        };
        self.tools.insert(tool.node_type.info.id.clone(), tool);
    }

    /// Every function, by id.
    #[must_use]
    pub fn functions(&self) -> Vec<&Arc<Function>> {
        self.list().into_iter().filter_map(|tool| tool.function.as_ref()).collect()
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

impl Tool {
    /// The plugin in whose settings an attribute of kind Configuration names an entry.
    #[must_use]
    pub fn plugin_of(&self, attribute: &str) -> Option<&str> {
        match &self.function {
            Some(function) => function.configured.get(attribute).map(|(plugin, _)| plugin.as_str()),
            None => self.plugin.as_deref(),
        }
    }
}
