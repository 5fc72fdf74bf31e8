use super::output::{fail, print_report};
use crate::options::GlobalOptions;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use pulsewire_draw::{Drawing, Format};
use pulsewire_runtime::Exit;
use pulsewire_runtime::atomic_write;
use pulsewire_runtime::diagnostics::Report;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::project_settings::Logic;
use pulsewire_runtime::secrets::Secrets;
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::{NoServices, Toolbox};
use std::io::{ErrorKind, Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Draw the logic of a project
///
/// Draws everything in the file, mistakes included, so that you can inspect a graph that does not run yet.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pulsewire graph .                              an outline of every logic file
  pulsewire graph . -o graph.svg                 a picture for a browser or a README
  pulsewire graph . --format dot | dot -Tpdf     a PDF, rendered by Graphviz
  pulsewire graph . --format svg -o pictures/    a picture of each logic file")]
pub(super) struct GraphArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// The output format [default: by the file extension of --output, otherwise text]
    #[arg(long, value_parser = formats())]
    format: Option<Format>,
    /// Draw only this logic file or function, named as in project.json
    #[arg(long, value_name = "FILE")]
    logic: Option<String>,
    /// Write to this file, or one file per logic file into this folder, instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The logic to draw.
struct LoadedLogic {
    /// The logic files, each with its path in project.json.
    logic: Vec<(String, Logic)>,
    /// The functions, each with its path in project.json: drawn when asked for.
    functions: Vec<(String, Logic)>,
    toolbox: Toolbox,
    secrets: Secrets,
}

/// Why a project is not drawn.
#[derive(Debug, thiserror::Error)]
enum GraphError {
    #[error("{}", .0.to_text())]
    Read(Box<Report>),
    #[error("the project has no logic file {wanted}\n  it has: {known}")]
    NoSuchLogic { wanted: String, known: String },
    #[error("the project lists no logic files, so there is nothing to draw")]
    NoLogic,
    #[error(
        "the project has several logic files, but a picture shows only one: choose it with --logic, \
         or write a picture of each with -o FOLDER/\n  it has: {known}"
    )]
    Several { known: String },
    #[error("cannot write {target}: {source}")]
    Write { target: String, source: std::io::Error },
}

pub(super) fn execute(args: &GraphArgs, options: &GlobalOptions) -> Exit {
    let (_, secrets) = crate::logging::start(options);
    let loaded = load(args, secrets, Search::standard(&options.plugin_dir));
    match loaded.and_then(|loaded| draw(args, loaded)) {
        Ok(()) => Exit::Ok,
        Err(GraphError::Read(report)) => {
            print_report(&report);
            Exit::Invalid
        }
        Err(error) => {
            let unwritten = matches!(error, GraphError::Write { .. });
            let exit = if unwritten { Exit::Failed } else { Exit::Invalid };
            fail(exit, &error.to_string(), None)
        }
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|one| PossibleValue::new(one.name()).help(one.doc()));
    PossibleValuesParser::new(values)
        .map(|name| Format::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default())
}

/// Opens the project. Only mistakes that prevent loading its files are errors.
fn load(args: &GraphArgs, secrets: Secrets, search: Search) -> Result<LoadedLogic, GraphError> {
    let opening = SessionOptions {
        load: LoadOptions { secrets, ..LoadOptions::default() },
        search,
        services: Arc::new(NoServices),
        strict: false,
        project: &args.project,
    };
    let session = Session::open(&opening).map_err(|report| GraphError::Read(Box::new(report)))?;
    let project = session.project;
    let found = project.report();
    if found.has_errors() {
        return Err(GraphError::Read(Box::new(found)));
    }
    let mut logic: Vec<(String, Logic)> = Vec::new();
    for file in project.logic {
        // A file is drawn once, however many graphs are made from it.
        if !logic.iter().any(|(path, _)| *path == file.path) {
            logic.push((file.path, file.logic));
        }
    }
    let functions = project.functions.into_iter().map(|file| file.function);
    let functions = functions.map(|function| (function.path, function.body.logic)).collect();
    Ok(LoadedLogic { logic, functions, toolbox: session.toolbox, secrets: project.secrets })
}

fn draw(args: &GraphArgs, mut loaded: LoadedLogic) -> Result<(), GraphError> {
    let known: Vec<&str> = loaded.logic.iter().map(|(name, _)| name.as_str()).collect();
    let known = known.join(", ");
    if let Some(wanted) = &args.logic {
        loaded.logic.append(&mut loaded.functions);
        loaded.logic.retain(|(name, _)| same_file(name, wanted));
        if loaded.logic.is_empty() {
            return Err(GraphError::NoSuchLogic { wanted: wanted.clone(), known });
        }
    }
    let format = args.format.or_else(|| of_name(args.output.as_deref()?)).unwrap_or_default();
    let picture = |(name, logic): (String, Logic)| {
        let drawing = Drawing::new(&name, &logic, &loaded.toolbox);
        let redact = |text: &str| loaded.secrets.redact(text).into_owned();
        let picture = drawing.redacted(redact).write(format);
        (name, picture)
    };
    let drawn: Vec<(String, String)> = loaded.logic.into_iter().map(picture).collect();
    match (&args.output, drawn.as_slice()) {
        (_, []) => Err(GraphError::NoLogic),
        (Some(folder), drawn) if is_folder(folder) => write_each(folder, format, drawn),
        (_, [_, _, ..]) if matches!(format, Format::Svg | Format::Mermaid) => {
            Err(GraphError::Several { known })
        }
        (output, drawn) => {
            let pictures: Vec<&str> = drawn.iter().map(|(_, picture)| picture.as_str()).collect();
            write(output.as_deref(), &pictures.join("\n"))
        }
    }
}

/// Returns whether `wanted` names the logic file `name`: by its path in the project, or by the end of that path.
fn same_file(name: &str, wanted: &str) -> bool {
    Path::new(name).ends_with(wanted) || Path::new(wanted).ends_with(name)
}

fn of_name(output: &Path) -> Option<Format> {
    Format::of_extension(output.extension()?.to_str()?)
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR)
}

/// Writes one file per logic, named after it: `logic/main.json` becomes `logic-main.svg`.
fn write_each(folder: &Path, format: Format, drawn: &[(String, String)]) -> Result<(), GraphError> {
    let write_error = |source| GraphError::Write { target: folder.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(write_error)?;
    for (name, picture) in drawn {
        let name = name.strip_suffix(".json").unwrap_or(name).replace(['/', '\\'], "-");
        write(Some(&folder.join(format!("{name}.{}", format.extension()))), picture)?;
    }
    Ok(())
}

fn write(output: Option<&Path>, text: &str) -> Result<(), GraphError> {
    let written = match output {
        Some(file) => atomic_write(file, text.as_bytes()),
        None => stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()),
    };
    let target = || output.map_or("the standard output".into(), |file| file.display().to_string());
    match written {
        // A reader such as `head` may close the pipe early.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|source| GraphError::Write { target: target(), source }),
    }
}

#[cfg(test)]
mod tests;
