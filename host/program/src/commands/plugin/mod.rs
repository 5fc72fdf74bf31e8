//! `pulsewire plugin …`: one file per command.

mod list;
mod show;
mod switch;

use super::output::fail;
use crate::options::GlobalOptions;
use clap::Subcommand;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::{PluginError, Plugins, Search, Switch, SwitchError};
use std::io::ErrorKind;
use std::path::Path;

/// List, show, enable and disable plugins
///
/// Plugins are shared libraries that provide node types and connections. Pulsewire searches for them next to the
/// program, in --plugin-dir, in the folders listed in PULSEWIRE_PLUGIN_PATH, and in the folder plugins of your data
/// folder. If several plugins have the same name, the first one found is used.
#[derive(Debug, Subcommand)]
pub(super) enum PluginCommand {
    List(list::ListArgs),
    Show(show::ShowArgs),
    /// Enable a plugin in a project
    ///
    /// Changes only this entry of project.json. Plugins are enabled unless a project disables them.
    Enable(switch::SwitchArgs),
    /// Disable a plugin in a project: its settings and node types become unavailable
    ///
    /// Changes only this entry of project.json. A plugin that is not installed can be disabled if the project
    /// already names it.
    Disable(switch::SwitchArgs),
}

pub(super) fn execute(command: &PluginCommand, options: &GlobalOptions) -> Exit {
    match command {
        PluginCommand::List(args) => list::execute(args, options),
        PluginCommand::Show(args) => show::execute(args, options),
        PluginCommand::Enable(args) => switch::execute(args, true, options),
        PluginCommand::Disable(args) => switch::execute(args, false, options),
    }
}

/// Every plugin, with those marked that the project disables.
fn find(
    options: &GlobalOptions,
    project: Option<&Path>,
    rescan: bool,
) -> Result<Plugins, SwitchError> {
    let disabled = project.map(|project| Switch::read(project)?.disabled()).transpose()?;
    let mut plugins = Plugins::find(&Search::standard(&options.plugin_dir).rescan(rescan));
    if let (Some(disabled), Some(project)) = (disabled, project) {
        plugins.disable(&disabled, project);
    }
    Ok(plugins)
}

fn fail_project(error: &SwitchError) -> Exit {
    let is_missing =
        matches!(error, SwitchError::Read { source, .. } if source.kind() == ErrorKind::NotFound);
    let help = is_missing.then_some("give the project folder with --project DIR");
    fail(Exit::Invalid, &error.to_string(), help)
}

fn fail_plugin(error: &PluginError) -> Exit {
    match error {
        PluginError::Unknown { suggestion, .. } => {
            let list = "pulsewire plugin list shows every plugin".to_owned();
            let help = suggestion.as_ref().map_or(list, |name| format!("did you mean \"{name}\"?"));
            fail(Exit::Invalid, &error.to_string(), Some(&help))
        }
        _ => fail(Exit::Plugin, &error.to_string(), None),
    }
}
