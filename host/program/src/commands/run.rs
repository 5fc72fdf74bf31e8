use super::duration::duration;
use super::output::{fail, print_report};
use crate::options::GlobalOptions;
use crate::signals::Signals;
use crate::status_line::{Screen, StatusLine};
use clap::Args;
use pulsewire_runtime::Exit;
use pulsewire_runtime::engine::Print;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::{LoadOptions, Set};
use pulsewire_runtime::running::{EndReason, ProjectRun, RunOptions, RunReport};
use pulsewire_runtime::secrets::Secrets;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

/// Run a project
///
/// Runs until an Exit node, Ctrl-C or SIGTERM stops it: On Shutdown fires, connections close, and the exit status
/// reports the result. A second signal ends the process at once.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pulsewire run .                                        until Ctrl-C
  pulsewire run . --for 10s --report run.json            ten seconds, then write a report
  pulsewire run . --until done --for 1m                  until the node `done` fires; status 1 if it does not
  pulsewire run . --set settings.websocket.connections.Echo.port=9002")]
pub(super) struct RunArgs {
    /// The project folder, or its project.json
    project: PathBuf,
    /// Stop cleanly after this time, such as 10s, 1m30s, 500ms
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    time: Option<Duration>,
    /// Stop cleanly when this node fires (NODE or FILE:NODE); if it never fires, the exit status is 1
    #[arg(long, value_name = "NODE")]
    until: Option<String>,
    /// Stop cleanly when nothing can happen any more: no connection, server, timer or waiting event is left
    #[arg(long)]
    exit_when_idle: bool,
    /// Refuse to run if a graph needs a plugin that is disabled or missing, instead of leaving the graph out
    #[arg(long)]
    strict: bool,
    /// Write a report of the run to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Override a value of project.json for this run
    ///
    /// PATH leads to the value; its parts are joined by dots, and a list entry is selected by its name or index:
    /// settings.websocket.connections.Echo.port=9002. VALUE is JSON if it can be parsed as such, otherwise a string.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<Set>,
}

pub(super) fn execute(
    args: &RunArgs,
    options: &GlobalOptions,
    signals: io::Result<Signals>,
) -> Exit {
    let (screen, secrets) = crate::logging::start(options);
    crate::descriptors::allow_all();
    let signals = match signals {
        Ok(signals) => signals,
        Err(error) => {
            return fail(Exit::Failed, &format!("cannot listen to signals: {error}"), None);
        }
    };
    let opened = ProjectRun::open(RunOptions {
        project: &args.project,
        load: LoadOptions { sets: args.sets.clone(), secrets, ..LoadOptions::default() },
        search: Search::standard(&options.plugin_dir),
        strict: args.strict,
        print: print_on(screen.clone()),
    });
    match opened {
        Ok(run) => {
            print_report(run.warnings());
            perform(args, run, &screen, &signals)
        }
        Err(refused) => {
            print_report(&refused.report);
            match refused.reason.as_str() {
                "" => refused.exit,
                reason => fail(refused.exit, reason, None),
            }
        }
    }
}

/// Prints the lines of Console nodes. If standard output is closed, the run continues after one warning.
fn print_on(screen: Screen) -> Print {
    let warned = Once::new();
    Box::new(move |line| {
        if let Err(error) = screen.print(line) {
            warned.call_once(|| tracing::warn!("cannot write to standard output: {error}"));
        }
    })
}

fn perform(args: &RunArgs, mut run: ProjectRun, screen: &Screen, signals: &Signals) -> Exit {
    if let Some(node) = &args.until
        && let Err(error) = run.stop_when(node)
    {
        return fail(Exit::Invalid, &error.to_string(), None);
    }
    if args.exit_when_idle {
        run.exit_when_idle();
    }
    let started = run.start();
    let line = StatusLine::start(screen, run.monitor());
    let end = started.is_ok().then(|| run.wait(args.time, signals.first.clone()));
    signals.stopping();
    let report = run.stop(end);
    line.finish();
    let exit = report.exit;
    if let Err(why) = started {
        fail(exit, &why, None);
    } else if let (Some(EndReason::TimeOver), Some(node)) = (end, &args.until) {
        fail(exit, &format!("the node {node} did not fire"), None);
    }
    args.report.as_deref().map_or(exit, |path| write(&report, path, run.secrets()))
}

/// Writes the report. It changes the exit status only when it cannot be written.
fn write(report: &RunReport, path: &Path, secrets: &Secrets) -> Exit {
    let Err(error) = report.write(path, secrets) else { return report.exit };
    let exit = if report.exit == Exit::Ok { Exit::Failed } else { report.exit };
    fail(exit, &format!("cannot write the report {}: {error}", path.display()), None)
}
