mod templates;
#[cfg(test)]
mod tests;

use super::output::{fail, print};
use crate::options::GlobalOptions;
use clap::Args;
use clap::builder::PossibleValuesParser;
use pulsewire_runtime::Exit;
use pulsewire_runtime::atomic_write;
use std::io::Error;
use std::path::{Path, PathBuf};
use templates::{TEMPLATES, Template};

/// Create a new project
///
/// Creates a small working project in a folder and prints the next steps.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pulsewire new hello                       a server and a client that exchange a message
  pulsewire new feed --template client      a client for an existing server
  pulsewire new --list                      every template")]
pub(super) struct NewArgs {
    /// The project folder, created if it does not exist; its name becomes the project's name
    #[arg(required_unless_present = "list")]
    dir: Option<PathBuf>,
    /// The template to start from; --list shows every template
    #[arg(long, value_name = "NAME", default_value = TEMPLATES[0].name, value_parser = names(), hide_possible_values = true)]
    template: String,
    /// List the templates and exit
    #[arg(long)]
    list: bool,
    /// Write into a folder that is not empty, overwriting files of the same name
    #[arg(long)]
    force: bool,
}

/// Why no project was created.
#[derive(Debug, thiserror::Error)]
enum NewError {
    #[error("{} is not empty\n  choose another folder, or write into this one with --force", .0.display())]
    NotEmpty(PathBuf),
    #[error("{} is a file\n  choose another name for the folder", .0.display())]
    File(PathBuf),
    #[error("cannot write {}: {source}", file.display())]
    Write { file: PathBuf, source: Error },
}

pub(super) fn execute(args: &NewArgs, _options: &GlobalOptions) -> Exit {
    let template = TEMPLATES.iter().find(|template| template.name == args.template);
    let (Some(folder), Some(template), false) = (&args.dir, template, args.list) else {
        return list();
    };
    match create_project(folder, template, args.force) {
        Ok(()) => print(&next_steps(folder, template)),
        Err(error) => fail(Exit::Invalid, &error.to_string(), None),
    }
}

fn names() -> PossibleValuesParser {
    TEMPLATES.iter().map(|template| template.name).into()
}

fn list() -> Exit {
    let line = |template: &Template| format!("{:8} {}\n", template.name, template.doc);
    print(&TEMPLATES.iter().map(line).collect::<String>())
}

fn create_project(folder: &Path, template: &Template, force: bool) -> Result<(), NewError> {
    if folder.is_file() {
        return Err(NewError::File(folder.to_owned()));
    }
    if !force && folder.exists() && !is_free(folder)? {
        return Err(NewError::NotEmpty(folder.to_owned()));
    }
    let mut created = Vec::new();
    write_files(folder, template, &mut created)
        .inspect_err(|_| created.iter().rev().for_each(|one| remove(one)))
}

/// Writes the files and records each file and folder that it creates.
fn write_files(
    folder: &Path,
    template: &Template,
    created: &mut Vec<PathBuf>,
) -> Result<(), NewError> {
    create_folder(folder, created)?;
    let name = name(folder)?;
    for (path, text) in template.files {
        let file = folder.join(path);
        file.parent().map_or(Ok(()), |parent| create_folder(parent, created))?;
        created.extend((!file.exists()).then(|| file.clone()));
        atomic_write(&file, templates::with_name(path, text, &name).as_bytes())
            .map_err(|source| NewError::Write { file, source })?;
    }
    Ok(())
}

fn create_folder(folder: &Path, created: &mut Vec<PathBuf>) -> Result<(), NewError> {
    let missing: Vec<_> = folder.ancestors().take_while(|one| !one.exists()).collect();
    created.extend(missing.into_iter().rev().map(Path::to_owned));
    let write_error = |source| NewError::Write { file: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(write_error)
}

/// Removes what was created for a project that failed. A folder with other files stays.
fn remove(created: &Path) {
    let _ =
        if created.is_dir() { std::fs::remove_dir(created) } else { std::fs::remove_file(created) };
}

/// Returns whether the folder is empty, apart from version control.
fn is_free(folder: &Path) -> Result<bool, NewError> {
    let write_error = |source| NewError::Write { file: folder.to_owned(), source };
    let mut entries = std::fs::read_dir(folder).map_err(write_error)?;
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == ".git")))
}

/// The project is named after its folder, even if that was given as `.`.
fn name(folder: &Path) -> Result<String, NewError> {
    let write_error = |source| NewError::Write { file: folder.to_owned(), source };
    let whole = folder.canonicalize().map_err(write_error)?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(name.unwrap_or_else(|| "project".to_owned()))
}

/// What was created and what to do next.
fn next_steps(folder: &Path, template: &Template) -> String {
    let here = shell_quoted(&folder.display().to_string());
    let files = template.files.iter().map(|(path, _)| format!("  {path}\n")).collect::<String>();
    format!(
        "Created the project {here}: {}\n{files}\nNext:\n  pulsewire run {here}\n  \
         pulsewire graph {here}\n  pulsewire check {here}\n",
        template.doc
    )
}

/// Quotes a path for a shell if necessary.
fn shell_quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\:._-".contains(c);
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
