use super::{fail_plugin, fail_project, find};
use crate::commands::inspect::{field, heading, node_type, settings};
use crate::commands::output::{print, print_json};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::contract::NodeInfo;
use pulsewire_runtime::plugins::{Candidate, PluginError, PluginHost, Plugins, State};
use serde_json::{Value as Json, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Show what a plugin provides: its settings with types, defaults and docs, and its node types
#[derive(Debug, Args)]
pub(in crate::commands) struct ShowArgs {
    /// The plugin's name, as shown by pulsewire plugin list
    name: String,
    /// Show whether this project enables or disables it
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn execute(args: &ShowArgs, options: &GlobalOptions) -> Exit {
    let plugins = match find(options, args.project.as_deref(), false) {
        Ok(plugins) => plugins,
        Err(error) => return fail_project(&error),
    };
    let details = match plugins.get(&args.name).and_then(|plugin| open(plugin, &plugins)) {
        Ok(details) => details,
        Err(error) => return fail_plugin(&error),
    };
    if args.json { print_json(&details.json()) } else { print(&details.text()) }
}

/// What a plugin provides.
struct Rendered<'a> {
    plugin: &'a Candidate,
    settings: Json,
    node_types: Vec<NodeInfo>,
}

/// A disabled plugin provides nothing, which is not an error.
fn open<'a>(plugin: &'a Candidate, plugins: &Plugins) -> Result<Rendered<'a>, PluginError> {
    if plugin.state == State::Disabled {
        return Ok(Rendered { plugin, settings: Json::Null, node_types: Vec::new() });
    }
    let opened = plugins.open(&plugin.name, Arc::new(PluginHost::new(&plugin.name)))?;
    let listing = |error| PluginError::Listing(format!("its contents cannot be listed ({error})"));
    let node_types = opened.node_types().map_err(listing)?;
    Ok(Rendered {
        plugin,
        settings: opened.settings_schema().map_err(listing)?,
        node_types: node_types.into_iter().map(|one| one.info).collect(),
    })
}

impl Rendered<'_> {
    fn json(&self) -> Json {
        let about = self.plugin.about.as_ref();
        json!({
            "name": self.plugin.name,
            "title": about.map(|about| &about.title),
            "version": self.plugin.version,
            "doc": about.map(|about| &about.doc),
            "state": self.plugin.state,
            "path": self.plugin.path,
            "reason": self.plugin.reason,
            "settings": self.settings,
            "node_types": self.node_types,
        })
    }

    fn text(&self) -> String {
        let mut text = self.details();
        if self.plugin.state == State::Disabled {
            return text;
        }
        text.push_str(&heading("Settings"));
        text.push_str(&settings(&self.plugin.name, &self.settings));
        text.push_str(&heading("Node types"));
        let listed = self.node_types.iter().map(|one| node_type(one, "  "));
        text.push_str(&listed.collect::<Vec<_>>().join("\n"));
        text
    }

    fn details(&self) -> String {
        let mut text = heading("Plugin").trim_start().to_owned();
        text.push_str(&field("Name", &self.plugin.name));
        if let Some(about) = &self.plugin.about {
            text.push_str(&field("Title", &about.title));
            text.push_str(&field("Version", &about.version));
            text.push_str(&field("Description", &about.doc));
        }
        text.push_str(&field("State", self.plugin.state.words()));
        if let Some(reason) = &self.plugin.reason {
            text.push_str(&field("Reason", reason));
        }
        text + &field("Path", &self.plugin.path.display().to_string())
    }
}
