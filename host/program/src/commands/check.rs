mod examples;

use super::output::{print, print_json, print_report};
use crate::options::GlobalOptions;
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::{LoadOptions, Set};
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::NoServices;
use std::path::PathBuf;
use std::sync::Arc;

/// Check a project without running it
///
/// Reports every mistake with its location. The exit status is 0 if the project can run, 2 if it cannot, and 3 if a
/// required plugin could not be loaded.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// Print the diagnostics as JSON: an array of objects with stable codes
    #[arg(long)]
    json: bool,
    /// Report an error, not a warning, if a graph needs a plugin that is disabled or missing
    #[arg(long)]
    strict: bool,
    /// Also run the examples of the project's functions
    #[arg(long)]
    examples: bool,
    /// Override a value of project.json, as in `pulsewire run`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<Set>,
}

pub(super) fn execute(args: &CheckArgs, options: &GlobalOptions) -> Exit {
    let (_, secrets) = crate::logging::start(options);
    let opening = SessionOptions {
        load: LoadOptions { sets: args.sets.clone(), secrets, ..LoadOptions::default() },
        search: Search::standard(&options.plugin_dir),
        services: Arc::new(NoServices),
        strict: args.strict,
        project: &args.project,
    };
    let (report, exit, what) = match Session::open(&opening) {
        Ok(session) => checked(session),
        Err(report) => (report, Exit::Invalid, String::new()),
    };
    if !args.json {
        print_report(&report);
    }
    let printed = match exit {
        _ if args.json => print_json(&report.to_json()),
        Exit::Ok => print(&format!("{what}\n")),
        _ => Exit::Ok,
    };
    match (exit, printed) {
        (Exit::Ok, Exit::Ok) if args.examples => {
            examples::run_all(&args.project, &args.sets, options, args.json)
        }
        (Exit::Ok, printed) => printed,
        (exit, _) => exit,
    }
}

/// Prepares the project for a run that never begins.
fn checked(mut session: Session) -> (pulsewire_runtime::diagnostics::Report, Exit, String) {
    let counts: Vec<String> = (session.plans.iter())
        .map(|plan| format!("{} ({} nodes)", plan.name, plan.nodes.len()))
        .collect();
    let prepared = session.prepare(&Arc::default());
    prepared.iter().flatten().for_each(|graph| {
        graph.stop();
    });
    let exit = prepared.err().unwrap_or(Exit::Ok);
    let name = &session.project.settings.name;
    (session.report, exit, format!("{name}: ready to run: {}", counts.join(", ")))
}
