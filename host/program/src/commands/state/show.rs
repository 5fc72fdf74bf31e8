use super::open;
use crate::commands::output::{DIMMED, fail, print, print_json, styled, table};
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::state::StoredVariable;
use pulsewire_runtime::state::exchange::Exported;
use std::path::PathBuf;

/// The most characters of a value that are shown.
const WIDTH: usize = 60;

/// Show the kept values
#[derive(Debug, Args)]
pub(in crate::commands) struct ShowArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// Print them whole, as `pulsewire state export` does
    #[arg(long)]
    json: bool,
}

pub(super) fn execute(args: &ShowArgs, options: &LoadOptions) -> Exit {
    let stored = match open(&args.project, options, false) {
        Ok(None) => Vec::new(),
        Ok(Some(mut store)) => match store.read() {
            Ok(stored) => stored,
            Err(error) => return fail(Exit::Failed, &error.to_string(), None),
        },
        Err(exit) => return exit,
    };
    if args.json {
        return print_json(&Exported::of(stored));
    }
    if stored.is_empty() {
        return print("nothing is kept\n");
    }
    let head = ["GRAPH", "VARIABLE", "TYPE", "VALUE"].map(str::to_owned).to_vec();
    let rows: Vec<_> = std::iter::once(head).chain(stored.iter().map(row)).collect();
    print(&table(&rows))
}

fn row(one: &StoredVariable) -> Vec<String> {
    let graph = if one.key.graph.is_empty() { "(project)" } else { &one.key.graph };
    let value = one.value.to_string().escape_debug().to_string();
    let mut short: String = value.chars().take(WIDTH).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    if one.set_aside {
        short.push_str(&styled(DIMMED, "  (set aside: the variable has another type now)"));
    }
    vec![graph.to_owned(), one.key.variable.clone(), one.value.kind().to_string(), short]
}
