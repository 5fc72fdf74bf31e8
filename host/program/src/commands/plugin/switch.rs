use super::{fail_plugin, fail_project};
use crate::commands::output::{print, print_json};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::diagnostics::did_you_mean;
use pulsewire_runtime::plugins::{PluginError, Plugins, Search, Switch, SwitchError};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::commands) struct SwitchArgs {
    /// The plugin's name, as shown by pulsewire plugin list
    name: String,
    /// The project folder, or its project.json
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn execute(args: &SwitchArgs, enabled: bool, options: &GlobalOptions) -> Exit {
    let mut project = match Switch::read(&args.project) {
        Ok(project) => project,
        Err(error) => return fail_project(&error),
    };
    match check_name(&args.name, &project, options) {
        Err(error) => return fail_project(&error),
        Ok(Err(error)) => return fail_plugin(&error),
        Ok(Ok(())) => {}
    }
    match project.set(&args.name, enabled) {
        Err(error) => fail_project(&error),
        Ok(changed) => print_result(args, enabled, changed, &project),
    }
}

/// A name that is neither installed nor in the project is probably misspelt, so it is an error.
fn check_name(
    name: &str,
    project: &Switch,
    options: &GlobalOptions,
) -> Result<Result<(), PluginError>, SwitchError> {
    let named = project.named()?;
    if named.contains(name) {
        return Ok(Ok(()));
    }
    let plugins = Plugins::find(&Search::standard(&options.plugin_dir));
    if plugins.get(name).is_ok() {
        return Ok(Ok(()));
    }
    let installed = plugins.list().iter().map(|plugin| plugin.name.as_str());
    let known = installed.chain(named.iter().map(String::as_str));
    let suggestion = did_you_mean(name, known).map(ToOwned::to_owned);
    Ok(Err(PluginError::Unknown { name: name.to_owned(), suggestion }))
}

fn print_result(args: &SwitchArgs, enabled: bool, changed: bool, project: &Switch) -> Exit {
    let (name, file) = (&args.name, project.file());
    if args.json {
        let answer =
            json!({ "plugin": name, "enabled": enabled, "changed": changed, "file": file });
        return print_json(&answer);
    }
    let word = if enabled { "enabled" } else { "disabled" };
    let already = if changed { "now" } else { "already" };
    print(&format!("{name} is {already} {word} in {}\n", file.display()))
}
