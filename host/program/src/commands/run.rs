use super::duration::duration;
use super::output::{fail, print_report};
use crate::options::GlobalOptions;
use crate::signals::Signals;
use crate::status_line::{Screen, StatusLine};
use clap::Args;
use crossbeam_channel::{Receiver, Sender, bounded};
use pulsewire_runtime::Exit;
use pulsewire_runtime::engine::{Failures, Graph, RunEvent, RunServices, Timers, Watchdog};
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::{LoadOptions, Secrets, Set};
use pulsewire_runtime::running::{
    End, FailuresReport, RunReport, Running, Stopped, Until, Waiting, status,
};
use pulsewire_runtime::session::{Opening, Session};
use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

/// Run a project
///
/// Runs until an Exit node, Ctrl-C or SIGTERM ends it: then On Shutdown fires, connections close, and the exit
/// status tells how it went. A second signal cuts it off.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pulsewire run .                                        until Ctrl-C
  pulsewire run . --for 10s --report run.json            ten seconds, then write what happened
  pulsewire run . --until done --for 1m                  until the node `done` fires; status 1 if it does not
  pulsewire run . --set settings.websocket.connections.Echo.port=9002")]
pub(super) struct RunArgs {
    /// The project: its folder or its project.json
    project: PathBuf,
    /// Stop cleanly after this time, such as 10s, 1m30s, 500ms
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    time: Option<Duration>,
    /// Stop cleanly when this node fires (NODE, or FILE:NODE); when it did not by the end, the exit status is 1
    #[arg(long, value_name = "NODE")]
    until: Option<String>,
    /// Refuse to run when a plugin that a graph needs is disabled or missing, instead of leaving the graph out
    #[arg(long)]
    strict: bool,
    /// Write what happened to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Replace a value of project.json for this run
    ///
    /// PATH leads to the value, its parts joined by dots; an entry of a list is picked by its name or its number:
    /// settings.websocket.connections.Echo.port=9002. VALUE is JSON if it can be read as such, else a text.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<Set>,
}

/// What is there before the project is.
struct Parts {
    screen: Screen,
    signals: Signals,
    events: (Sender<RunEvent>, Receiver<RunEvent>),
    failures: Arc<Failures>,
    timers: Arc<Timers>,
}

/// What a report says of the project, and what it must not.
struct About {
    name: String,
    secrets: Secrets,
}

pub(super) fn execute(args: &RunArgs, options: &GlobalOptions) -> Exit {
    let (screen, secrets) = crate::logging::start(options);
    crate::descriptors::allow_all();
    match Signals::listen() {
        Ok(signals) => {
            // One event of each kind decides; more change nothing.
            let (events, failures) = (bounded(16), Arc::new(Failures::hiding(secrets.clone())));
            let parts = Parts { screen, signals, events, failures, timers: Timers::new() };
            open(args, options, secrets, parts)
        }
        Err(error) => fail(Exit::Failed, &format!("cannot listen to signals: {error}"), None),
    }
}

fn open(args: &RunArgs, options: &GlobalOptions, secrets: Secrets, parts: Parts) -> Exit {
    let opening = Opening {
        load: LoadOptions { sets: args.sets.clone(), secrets },
        search: Search::standard(&options.plugin_dir),
        services: services(&parts),
        strict: args.strict,
        project: &args.project,
    };
    let mut session = match Session::open(&opening) {
        Ok(session) => session,
        Err(report) => {
            print_report(&report);
            return Exit::Invalid;
        }
    };
    let refused = session.exit();
    let graphs = if refused == Exit::Ok { session.make(&parts.failures) } else { None };
    print_report(&session.report);
    match graphs {
        Some(graphs) if !graphs.is_empty() => {
            let (running, about) = running(session, graphs, &parts);
            run(args, &about, &running, parts)
        }
        Some(_) => {
            let exit = if session.missing.unusable { Exit::Plugin } else { Exit::Invalid };
            fail(exit, "there is no logic to run", None)
        }
        None if refused == Exit::Ok => Exit::Invalid,
        None => refused,
    }
}

/// What runs, and no more: what the files of a large project say is much, and not needed any longer.
fn running(session: Session, graphs: Vec<Arc<Graph>>, parts: &Parts) -> (Running, About) {
    let Session { project, plugins, .. } = session;
    let limits = project.settings.limits;
    let running = Running {
        graphs,
        plugins: plugins.into(),
        failures: parts.failures.clone(),
        timers: parts.timers.clone(),
        watchdog: Arc::new(Watchdog::new(Duration::from_millis(limits.stuck_ms))),
        stop_within: Duration::from_millis(limits.stop_ms),
    };
    (running, About { name: project.settings.name, secrets: project.secrets })
}

fn services(parts: &Parts) -> Arc<dyn pulsewire_runtime::nodes::Services> {
    let (screen, told) = (parts.screen.clone(), Once::new());
    let print = move |line: &str| {
        // The run goes on without readers; one word about it is enough.
        if let Err(error) = screen.print(line) {
            told.call_once(|| tracing::warn!("the standard output is lost from here: {error}"));
        }
    };
    let (timers, failures) = (parts.timers.clone(), parts.failures.clone());
    Arc::new(RunServices::new(timers, failures, parts.events.0.clone(), Box::new(print)))
}

fn run(args: &RunArgs, about: &About, running: &Running, parts: Parts) -> Exit {
    if let Some(until) = &args.until
        && let Err(error) = Until(until).watch(&running.graphs, parts.events.0.clone())
    {
        return fail(Exit::Invalid, &error.to_string(), None);
    }
    let began = Instant::now();
    let started = running.start();
    let (plugins, watchdog) = (running.plugins.clone(), running.watchdog.clone());
    let line = StatusLine::start(&parts.screen, move || (status(&plugins), watchdog.count()));
    let waiting = Waiting {
        events: parts.events.1,
        signals: parts.signals.first.clone(),
        deadline: args.time.and_then(|time| began.checked_add(time)),
    };
    let end = started.is_ok().then(|| running.wait(&waiting));
    parts.signals.stopping();
    let stopped = running.stop();
    line.finish();
    let exit = match (end, started) {
        (Some(end), Ok(())) => running.exit(end, args.until.is_some(), &stopped),
        (_, Err(why)) => fail(Exit::Plugin, &about.secrets.redact(&why), None),
        (None, Ok(())) => Exit::Failed,
    };
    if let (Some(End::TimeOver), Some(until)) = (end, &args.until) {
        fail(exit, &format!("the node {until} did not fire"), None);
    }
    report(args, about, running, stopped, (began.elapsed(), exit))
}

/// Writes the report, if one is wanted. It never changes the exit status, but for one that cannot be written.
fn report(
    args: &RunArgs,
    about: &About,
    running: &Running,
    stopped: Stopped,
    (time, exit): (Duration, Exit),
) -> Exit {
    let Some(path) = &args.report else { return exit };
    let report = RunReport {
        project: about.name.clone(),
        exit_status: exit.status(),
        clean_stop: stopped.clean,
        seconds: time.as_secs_f64(),
        failures: FailuresReport::of(&running.failures, stopped.unhandled_errors()),
        stuck: running.watchdog.list(),
        graphs: stopped.graphs,
        connections: stopped.status.connections,
    };
    match report.write(path, &about.secrets) {
        Ok(()) => exit,
        Err(error) => {
            let exit = if exit == Exit::Ok { Exit::Failed } else { exit };
            let message = format!("cannot write the report {}: {error}", path.display());
            fail(exit, &message, None)
        }
    }
}
