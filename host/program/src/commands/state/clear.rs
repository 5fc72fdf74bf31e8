use super::open;
use crate::commands::output::{fail, print};
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::engine::VariableKey;
use pulsewire_runtime::project::LoadOptions;
use std::path::PathBuf;

/// Forget kept values, also those that were set aside
#[derive(Debug, Args)]
pub(in crate::commands) struct ClearArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// Only these: VARIABLE of the project, or GRAPH:VARIABLE
    variables: Vec<String>,
}

pub(super) fn execute(args: &ClearArgs, options: &LoadOptions) -> Exit {
    let mut store = match open(&args.project, options, false) {
        Ok(Some(store)) => store,
        Ok(None) => return print("nothing is kept\n"),
        Err(exit) => return exit,
    };
    let named = |key: &VariableKey| {
        args.variables.is_empty() || args.variables.iter().any(|name| *name == name_of(key))
    };
    let kept: Vec<_> = match store.read() {
        Ok(stored) => stored.iter().map(|one| name_of(&one.key)).collect(),
        Err(error) => return fail(Exit::Failed, &error.to_string(), None),
    };
    if let Some(unknown) = args.variables.iter().find(|name| !kept.contains(name)) {
        let help = format!("`pulsewire state show {}` shows what is kept", args.project.display());
        return fail(Exit::Invalid, &format!("no value of `{unknown}` is kept"), Some(&help));
    }
    match store.clear(named) {
        Ok(cleared) => print(&format!("cleared {cleared} values\n")),
        Err(error) => fail(Exit::Failed, &error.to_string(), None),
    }
}

/// As `clear` takes it.
fn name_of(key: &VariableKey) -> String {
    match key.graph.as_str() {
        "" => key.variable.clone(),
        graph => format!("{graph}:{}", key.variable),
    }
}
