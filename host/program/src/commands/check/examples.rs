//! Runs the examples of a project's functions.

use crate::commands::output::{fail, print};
use crate::options::GlobalOptions;
use crossbeam_channel::bounded;
use pulsewire_runtime::Exit;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::{ExampleOf, LoadOptions, Set, functions_of};
use pulsewire_runtime::project_settings::FunctionExample;
use pulsewire_runtime::running::{ProjectRun, RunOptions};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long an example may take to print what it should.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Runs each example and compares what it prints. The exit status is 1 if one prints something else.
pub(super) fn run_all(
    project: &Path,
    sets: &[Set],
    options: &GlobalOptions,
    is_quiet: bool,
) -> Exit {
    let (mut exit, mut count) = (Exit::Ok, 0);
    for function in functions_of(project) {
        for (at, example) in function.head.examples.iter().enumerate() {
            let of = ExampleOf { function: function.name.clone(), at };
            count += 1;
            if let Err(why) = run(project, sets, options, of, example) {
                let message = format!("{}, example \"{}\": {why}", function.path, example.title);
                exit = fail(Exit::Failed, &message, None);
            }
        }
    }
    match (exit, count) {
        (Exit::Ok, _) if is_quiet => exit,
        (Exit::Ok, 1) => print("1 example prints what it should\n"),
        (Exit::Ok, count) => print(&format!("{count} examples print what they should\n")),
        _ => exit,
    }
}

fn run(
    project: &Path,
    sets: &[Set],
    options: &GlobalOptions,
    of: ExampleOf,
    example: &FunctionExample,
) -> Result<(), String> {
    let (printed, signals) = (Arc::<Mutex<Vec<String>>>::default(), bounded(1));
    let (lines, expected) = (printed.clone(), example.prints.len());
    let print = move |line: &str| {
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend(line.lines().map(ToOwned::to_owned));
        if lines.len() >= expected {
            // The first of several ends the run.
            let _ = signals.0.try_send(0);
        }
    };
    let opened = ProjectRun::open(RunOptions {
        project,
        load: LoadOptions { sets: sets.to_vec(), example: Some(of), ..LoadOptions::default() },
        search: Search::standard(&options.plugin_dir),
        strict: true,
        print: Box::new(print),
    });
    let mut run = opened.map_err(|refused| refused.to_string())?;
    let end = run.start().map(|()| run.wait(Some(TIME_LIMIT), signals.1));
    let report = run.stop(end.as_ref().ok().copied());
    end?;
    let printed = printed.lock().unwrap_or_else(PoisonError::into_inner);
    if *printed != example.prints {
        let (printed, expected) = (printed.join("\n  "), example.prints.join("\n  "));
        return Err(format!("it prints\n  {printed}\nand should print\n  {expected}"));
    }
    match report.failures.unhandled {
        0 => Ok(()),
        count => Err(format!("{count} failures that no node handles")),
    }
}
