use super::{fail_project, find};
use crate::commands::output::{print, print_json, table};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::Candidate;
use std::path::PathBuf;

/// List every plugin with its version, state, path and, if it cannot be used, the reason
///
/// Each plugin is first loaded in a separate process; the result is cached until the file changes.
#[derive(Debug, Args)]
pub(in crate::commands) struct ListArgs {
    /// Also show which plugins this project disables
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Ignore the cache and probe every plugin again
    #[arg(long)]
    rescan: bool,
}

pub(super) fn execute(args: &ListArgs, options: &GlobalOptions) -> Exit {
    match find(options, args.project.as_deref(), args.rescan) {
        Err(error) => fail_project(&error),
        Ok(plugins) if args.json => print_json(&plugins.list()),
        Ok(plugins) if plugins.list().is_empty() => print("No plugins found.\n"),
        Ok(plugins) => print(&as_table(plugins.list())),
    }
}

fn as_table(plugins: &[Candidate]) -> String {
    let heading = ["NAME", "VERSION", "STATE", "PATH", "REASON"].map(ToOwned::to_owned);
    let mut rows = vec![heading.to_vec()];
    rows.extend(plugins.iter().map(|plugin| {
        let version = plugin.version.clone().unwrap_or_else(|| "-".to_owned());
        let (state, path) = (plugin.state.to_string(), plugin.path.display().to_string());
        vec![plugin.name.clone(), version, state, path, plugin.reason.clone().unwrap_or_default()]
    }));
    table(&rows)
}
