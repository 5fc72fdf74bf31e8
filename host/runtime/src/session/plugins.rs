use super::{Session, SessionOptions};
use crate::diagnostics::{Diagnostic, Location, did_you_mean, join};
use crate::plugins::{PluginHost, Plugins, Search, State};
use crate::toolbox::{Toolbox, group};
use pulsewire_nodes::Services;
use pulsewire_plugin::boundary::LoadedPlugin;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// An open plugin of a project.
#[derive(Clone)]
pub struct OpenPlugin {
    /// Its name.
    pub name: String,
    /// The loaded plugin.
    pub plugin: LoadedPlugin,
    /// The JSON Schema of its settings section; null when it has none.
    pub schema: Json,
    /// Its settings section in the project, or an empty one; null once the plugin is configured.
    pub section: Json,
}

/// Opens every enabled plugin for a run with these services and adds its node types to the toolbox; also records there why
/// other plugins are absent.
/// Returns the open plugins and the names of those that could not be opened.
pub fn open_plugins(
    search: &Search,
    disabled: &BTreeSet<String>,
    folder: &Path,
    toolbox: &mut Toolbox,
    services: Arc<dyn Services>,
) -> (Vec<OpenPlugin>, BTreeSet<String>) {
    let mut plugins = Plugins::find(search);
    plugins.disable(disabled, folder);
    let (mut open, mut unusable) = (Vec::new(), BTreeSet::new());
    for candidate in plugins.list() {
        let name = &candidate.name;
        let reason = match candidate.state {
            State::Available => match open_one(&plugins, name, toolbox, &services) {
                Ok(plugin) => {
                    open.push(plugin);
                    continue;
                }
                Err(reason) => reason,
            },
            _ => candidate.reason.clone().unwrap_or_default(),
        };
        if candidate.state != State::Disabled {
            unusable.insert(name.clone());
        }
        toolbox.note_absent(name, reason);
    }
    // Several files may have one name, of which one was opened.
    unusable.retain(|name| !open.iter().any(|plugin| plugin.name == *name));
    (open, unusable)
}

fn open_one(
    plugins: &Plugins,
    name: &str,
    toolbox: &mut Toolbox,
    services: &Arc<dyn Services>,
) -> Result<OpenPlugin, String> {
    let host = Arc::new(PluginHost::new(name).in_run(services.clone()));
    let plugin = plugins.open(name, host).map_err(|error| error.to_string())?;
    let schema = plugin.settings_schema()?;
    toolbox.add(Some(name), plugin.node_types()?).map_err(|taken| {
        let ids: Vec<String> = taken.into_iter().map(|(id, _)| id).collect();
        format!("it registers node types that already exist: {}", ids.join(", "))
    })?;
    let section = Json::Object(serde_json::Map::new());
    Ok(OpenPlugin { name: name.to_owned(), plugin, schema, section })
}

impl Session {
    /// Opens the enabled plugins, and reports those that the project names but that are missing.
    pub(super) fn open_plugins(&mut self, opening: &SessionOptions<'_>) {
        let built_in = pulsewire_nodes::toolbox(&opening.services);
        if let Err(taken) = self.toolbox.add(None, built_in) {
            tracing::error!("built-in node types with one id: {taken:?}");
        }
        let switches = self.project.settings.plugins.iter();
        let off = switches.filter(|(_, switch)| !switch.enabled).map(|(name, _)| name.clone());
        let (search, root) = (&opening.search, self.project.root.clone());
        let (open, unusable) = open_plugins(
            search,
            &off.collect(),
            &root,
            &mut self.toolbox,
            opening.services.clone(),
        );
        self.plugins = open;
        self.report_unusable_plugins(&unusable);
        self.report_unknown_plugins(search);
        self.note_plugins_of_unknown_types(search);
    }

    fn report_unusable_plugins(&mut self, unusable: &BTreeSet<String>) {
        for (pointer, name) in self.named_plugins() {
            if !unusable.contains(&name) {
                continue;
            }
            let why = self.toolbox.absent(&name).unwrap_or_default().to_owned();
            let message = format!("the plugin `{name}` cannot be used: {why}");
            let location = Location::name(&self.project.file, pointer);
            self.missing.unusable = true;
            self.add_diagnostics([Diagnostic::warning("plugin_not_usable", message, location)]);
        }
    }

    fn report_unknown_plugins(&mut self, search: &Search) {
        for (pointer, name) in self.named_plugins() {
            let known = self.plugins.iter().any(|plugin| plugin.name == name);
            if known || self.toolbox.absent(&name).is_some() {
                continue;
            }
            let location = Location::name(&self.project.file, pointer);
            let names = self.plugins.iter().map(|plugin| plugin.name.as_str());
            if let Some(meant) = did_you_mean(&name, names) {
                let message = format!("there is no plugin `{name}`");
                let help = format!("did you mean `{meant}`?");
                self.toolbox.note_absent(&name, message.clone());
                self.add_diagnostics([
                    Diagnostic::error("unknown_plugin", message, location).with_help(help)
                ]);
            } else {
                let message = format!("the plugin `{name}` was not found");
                self.note_missing(&name, search);
                self.add_diagnostics([Diagnostic::warning("unknown_plugin", message, location)
                    .with_help(search.looked_for(&name))]);
            }
        }
    }

    /// Takes node types of unknown groups for those of a plugin that is missing, unless they are probably misspelt.
    fn note_plugins_of_unknown_types(&mut self, search: &Search) {
        let logic = self.project.logic.iter().map(|file| &file.logic);
        let functions = self.project.functions.iter().map(|file| &file.function.body.logic);
        let nodes = logic.chain(functions).flat_map(|logic| logic.nodes.iter());
        let types = nodes.map(|(_, node)| node.node_type.as_str());
        let types: BTreeSet<&str> =
            types.filter(|id| id.contains('.') && self.toolbox.get(id).is_none()).collect();
        let groups: BTreeSet<&str> =
            self.toolbox.list().iter().map(|tool| group(&tool.node_type.info.id)).collect();
        let missing: BTreeSet<String> = (types.into_iter())
            .filter(|id| !groups.contains(group(id)) && self.toolbox.absent(group(id)).is_none())
            .filter(|id| {
                group(id) != crate::function::GROUP
                    && is_plugin_name(group(id))
                    && self.toolbox.similar(id).is_empty()
            })
            .map(|id| group(id).to_owned())
            .collect();
        missing.iter().for_each(|name| self.note_missing(name, search));
    }

    fn note_missing(&mut self, name: &str, search: &Search) {
        self.missing.unusable = true;
        self.toolbox.note_absent(name, format!("it was not found; {}", search.looked_for(name)));
    }

    /// The plugins that the project names, with the pointer of each, without those that it disables.
    fn named_plugins(&self) -> Vec<(String, String)> {
        let settings = &self.project.settings;
        let on = settings.plugins.iter().filter(|(_, switch)| switch.enabled);
        let switched = on.map(|(name, _)| (join("/plugins", name), name.clone()));
        let sections = settings.settings.iter();
        let configured = sections.map(|(name, _)| (join("/settings", name), name.clone()));
        let mut seen = BTreeSet::new();
        switched.chain(configured).filter(|(_, name)| seen.insert(name.clone())).collect()
    }
}

/// Whether a plugin can have this name: its file has it, too.
fn is_plugin_name(name: &str) -> bool {
    let is_part =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(is_part)
}

impl std::fmt::Debug for OpenPlugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The section may hold secrets.
        write!(f, "OpenPlugin({})", self.name)
    }
}
