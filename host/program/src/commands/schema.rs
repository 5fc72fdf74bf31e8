use super::output;
use crate::options::GlobalOptions;
use clap::{Args, ValueEnum};
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::{Search, Switch, SwitchError};
use pulsewire_runtime::project::{functions_of, schema};
use pulsewire_runtime::session::{add_functions, open_plugins};
use pulsewire_runtime::toolbox::{NoServices, Toolbox};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Print the JSON Schema of the project files, for editors
///
/// Editors use it to complete and check what you write: save it and refer to it as "$schema" in project.json and in
/// logic files, or map these files to it in the editor's settings. It covers the settings of the enabled plugins and
/// the attributes of every node type.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind of file; by default, one schema that covers both
    #[arg(value_enum)]
    file: Option<File>,
    /// Include the functions of this project, and leave out the plugins that it disables
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum File {
    /// project.json
    Project,
    /// Logic files
    Logic,
}

pub(super) fn execute(args: &SchemaArgs, options: &GlobalOptions) -> Exit {
    let disabled = match args.project.as_deref().map(disabled).transpose() {
        Ok(disabled) => disabled.unwrap_or_default(),
        Err(error) => return output::fail(Exit::Invalid, &error.to_string(), None),
    };
    let mut toolbox = Toolbox::built_in();
    let folder = args.project.as_deref().unwrap_or(Path::new("."));
    let search = Search::standard(&options.plugin_dir);
    let (plugins, _) = open_plugins(&search, &disabled, folder, &mut toolbox, Arc::new(NoServices));
    let functions = args.project.as_deref().map(functions_of).unwrap_or_default();
    add_functions(functions, &mut toolbox);
    let sections: Vec<(&str, Json)> =
        plugins.iter().map(|one| (one.name.as_str(), one.schema.clone())).collect();
    let schema = match args.file {
        Some(File::Project) => schema::project(&sections),
        Some(File::Logic) => schema::logic(&toolbox),
        None => schema::both(schema::project(&sections), schema::logic(&toolbox)),
    };
    output::print_json(&schema)
}

fn disabled(project: &Path) -> Result<BTreeSet<String>, SwitchError> {
    Switch::read(project)?.disabled()
}
