use super::find;
use crate::commands::output::{fail, print};
use clap::Args;
use pulsewire_runtime::{Exit, atomic_write};
use std::path::{Path, PathBuf};

/// Copy a function of the program into a project, to change it there
///
/// Writes functions/NAME.json. List it in project.json instead of std:NAME.
#[derive(Debug, Args)]
pub(in crate::commands) struct CopyArgs {
    /// The function, such as std:heartbeat
    #[arg(value_name = "NAME")]
    name: String,
    /// The project folder, or its project.json
    #[arg(default_value = ".")]
    project: PathBuf,
    /// Overwrite a file of the same name
    #[arg(long)]
    force: bool,
}

pub(super) fn execute(args: &CopyArgs) -> Exit {
    let function = match find(&args.name) {
        Ok(function) => function,
        Err(exit) => return exit,
    };
    let project = &args.project;
    let folder =
        if project.is_file() { project.parent().unwrap_or(Path::new(".")) } else { project };
    if !folder.join("project.json").is_file() {
        let message = format!("there is no project in {}", folder.display());
        return fail(Exit::Invalid, &message, Some("pulsewire new DIR creates one"));
    }
    let path = format!("functions/{}.json", function.name);
    let file = folder.join(&path);
    if file.exists() && !args.force {
        let message = format!("{} exists already", file.display());
        return fail(Exit::Invalid, &message, Some("--force overwrites it"));
    }
    let written = std::fs::create_dir_all(folder.join("functions"))
        .and_then(|()| atomic_write(&file, function.text.as_bytes()));
    match written {
        Ok(()) => print(&format!(
            "Copied std:{} to {}. In project.json, list \"{path}\" under \"functions\".\n",
            function.name,
            file.display()
        )),
        Err(error) => {
            fail(Exit::Failed, &format!("cannot write {}: {error}", file.display()), None)
        }
    }
}
