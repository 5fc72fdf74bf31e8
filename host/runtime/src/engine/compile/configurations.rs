use super::variables::{ProjectVariable, ProjectVariables};
use indexmap::IndexSet;
use pulsewire_project_settings::{Named, Variable};
use serde_json::Value as Json;
use std::collections::HashMap;

/// What nodes refer to in `project.json`: the entries in the settings of plugins, such as connections, and variables.
#[derive(Debug, Default)]
pub struct Configurations {
    variables: ProjectVariables,
    /// For each plugin and list in its section, in the order of the settings.
    names: HashMap<(String, String), IndexSet<String>>,
}

impl Configurations {
    /// From the settings sections of plugins, each with the plugin's name.
    pub fn new<'a>(sections: impl IntoIterator<Item = (&'a str, &'a Json)>) -> Self {
        let lists = sections.into_iter().flat_map(|(plugin, section)| {
            let fields = section.as_object().into_iter().flatten();
            fields.map(move |(list, entries)| ((plugin.to_owned(), list.clone()), names(entries)))
        });
        Self { variables: ProjectVariables::new(), names: lists.collect() }
    }

    /// With the variables that all graphs of the project share.
    #[must_use]
    pub fn with_variables(mut self, declared: &Named<Variable>) -> Self {
        let variable = |(name, one): &(String, Variable)| (name.clone(), ProjectVariable::of(one));
        self.variables = declared.iter().map(variable).collect();
        self
    }

    /// The variables that all graphs of the project share.
    pub(super) fn variables(&self) -> &ProjectVariables {
        &self.variables
    }

    /// The names in a list of a plugin's section. None when there is no such list.
    pub(super) fn of(&self, plugin: &str, list: &str) -> Option<&IndexSet<String>> {
        self.names.get(&(plugin.to_owned(), list.to_owned()))
    }
}

fn names(entries: &Json) -> IndexSet<String> {
    let name = |entry: &Json| entry.get("name")?.as_str().map(ToOwned::to_owned);
    entries.as_array().into_iter().flatten().filter_map(name).collect()
}
