//! `pulsewire node …`: one file a command.

mod list;
mod show;

use super::output::fail;
use crate::options::GlobalOptions;
use clap::Subcommand;
use pulsewire_runtime::Exit;
use pulsewire_runtime::function::Function;
use pulsewire_runtime::plugins::{Plugins, Search};
use pulsewire_runtime::project::{self, functions_of};
use pulsewire_runtime::session::add_functions;
use pulsewire_runtime::toolbox::{Tool, Toolbox};
use std::path::Path;

/// List node types and show what they do
///
/// Includes the built-in node types, those of every installed plugin, and the functions of the program and of a project.
#[derive(Debug, Subcommand)]
pub(super) enum NodeCommand {
    List(list::ListArgs),
    Show(show::ShowArgs),
}

pub(super) fn execute(command: &NodeCommand, options: &GlobalOptions) -> Exit {
    match command {
        NodeCommand::List(args) => list::execute(args, options),
        NodeCommand::Show(args) => show::execute(args, options),
    }
}

/// Every node type, with the functions of a project. Plugins that fail are reported; the rest is listed.
fn toolbox(options: &GlobalOptions, project: Option<&Path>) -> Toolbox {
    let plugins = Plugins::find(&Search::standard(&options.plugin_dir));
    let (mut toolbox, failures) = plugins.toolbox();
    for failure in failures {
        fail(Exit::Plugin, &failure.to_string(), None);
    }
    add_functions(project.map(functions_of).unwrap_or_default(), &mut toolbox);
    toolbox
}

/// The functions of the program, as node types.
fn functions_of_program(toolbox: &Toolbox) -> Vec<Tool> {
    let (mut known, functions) = (toolbox.clone(), project::functions_of_program());
    let ids: Vec<String> = functions.iter().map(Function::id).collect();
    add_functions(functions, &mut known);
    ids.iter().filter_map(|id| known.get(id).cloned()).collect()
}
