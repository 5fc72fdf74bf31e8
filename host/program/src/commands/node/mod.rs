//! `pulsewire node …`: one file a command.

mod list;
mod show;

use super::output::fail;
use crate::options::GlobalOptions;
use clap::Subcommand;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::{Plugins, Search};
use pulsewire_runtime::toolbox::Toolbox;

/// List node types and show what they do
///
/// Includes the built-in node types and those of every installed plugin.
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

/// Every node type. Plugins that fail are reported; the rest is listed.
fn toolbox(options: &GlobalOptions) -> Toolbox {
    let plugins = Plugins::find(&Search::standard(&options.plugin_dir));
    let (toolbox, failures) = plugins.toolbox();
    for failure in failures {
        fail(Exit::Plugin, &failure.to_string(), None);
    }
    toolbox
}
