use super::{
    EndConditions, EndReason, FailuresReport, RunReport, Running, Until, UntilError, status,
};
use crate::Exit;
use crate::diagnostics::Report;
use crate::engine::{Failures, Print, RunEvent, RunServices, Timers, Watchdog};
use crate::plugins::Search;
use crate::project::LoadOptions;
use crate::secrets::Secrets;
use crate::session::{Session, SessionOptions};
use crate::state::StateWriter;
use crossbeam_channel::{Receiver, Sender, bounded};
use pulsewire_plugin::Status;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How to run a project.
pub struct RunOptions<'a> {
    /// The project: its folder or its `project.json`.
    pub project: &'a Path,
    /// How its files are read.
    pub load: LoadOptions,
    /// Where plugins are looked for.
    pub search: Search,
    /// Refuses a project of which a plugin is missing, instead of leaving out the graphs that need it.
    pub strict: bool,
    /// Receives each line that a Console node prints.
    pub print: Print,
}

/// A project whose nodes are created: ready to start.
#[derive(Debug)]
pub struct ProjectRun {
    running: Running,
    name: String,
    secrets: Secrets,
    warnings: Report,
    events: (Sender<RunEvent>, Receiver<RunEvent>),
    awaits_node: bool,
    exit_when_idle: bool,
    started: Instant,
}

/// Why a project cannot run. `Debug` shows the same as `Display`: it is what a `main` that returns it prints.
#[derive(thiserror::Error)]
#[error("{}{}", .report.to_text(), .reason)]
pub struct RunError {
    /// Its mistakes, with their locations; empty when `reason` says it all.
    pub report: Report,
    /// What else prevents the run, in a sentence; may be empty.
    pub reason: String,
    /// The exit status of a program that was asked to run it.
    pub exit: Exit,
}

impl RunError {
    /// The state of the project cannot be used.
    fn no_state(reason: String) -> Self {
        Self { report: Report::default(), reason, exit: Exit::Failed }
    }
}

impl fmt::Debug for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'a> RunOptions<'a> {
    /// Runs a project without plugins; `print` receives each line that a Console node prints.
    #[must_use]
    pub fn new(project: &'a Path, print: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            project,
            load: LoadOptions::default(),
            search: Search::default(),
            strict: false,
            print: Box::new(print),
        }
    }
}

/// A stop within this time after the start waits for what is starting.
const EARLY: Duration = Duration::from_secs(1);

impl ProjectRun {
    /// Reads and checks the project, opens its plugins and creates its nodes. Nothing is started.
    ///
    /// # Errors
    /// The mistakes that prevent a run.
    pub fn open(options: RunOptions<'_>) -> Result<Self, Box<RunError>> {
        // One event of each kind decides; the others change nothing.
        let events = bounded(16);
        let failures = Arc::new(Failures::hiding(options.load.secrets.clone()));
        let timers = Timers::new();
        let services =
            RunServices::new(timers.clone(), failures.clone(), events.0.clone(), options.print);
        let stuck_graphs = services.stuck_graphs();
        let opening = SessionOptions {
            load: options.load,
            search: options.search,
            services: Arc::new(services),
            strict: options.strict,
            project: options.project,
        };
        let refused = |report, exit| RunError { report, reason: String::new(), exit };
        let mut session =
            Session::open(&opening).map_err(|report| refused(report, Exit::Invalid))?;
        let state = session.open_state().map_err(|error| RunError::no_state(error.to_string()))?;
        let graphs = session.prepare(&failures);
        let Session { project, plugins, report, .. } = session;
        let graphs = match graphs {
            Ok(graphs) => graphs,
            Err(exit) => return Err(refused(report, exit).into()),
        };
        let limits = project.settings.limits;
        let write = |(store, wake)| StateWriter::start(store, graphs.clone(), wake);
        let state = state.map(write).transpose();
        let state = state
            .map_err(|error| RunError::no_state(format!("no thread for the state: {error}")))?;
        let running = Running {
            graphs,
            plugins: plugins.into(),
            failures,
            timers,
            state,
            watchdog: Arc::new(
                Watchdog::new(Duration::from_millis(limits.stuck_ms)).counting_in(stuck_graphs),
            ),
            stop_within: Duration::from_millis(limits.stop_ms),
        };
        Ok(Self {
            running,
            name: project.settings.name,
            secrets: project.secrets,
            warnings: report,
            events,
            awaits_node: false,
            exit_when_idle: false,
            started: Instant::now(),
        })
    }

    /// What the check of the project warned of.
    #[must_use]
    pub fn warnings(&self) -> &Report {
        &self.warnings
    }

    /// The values that must not be shown.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Ends the run when this node fires: `NODE`, or `FILE:NODE`. If it never does, the exit status is 1.
    ///
    /// # Errors
    /// When no node, or more than one, has that name.
    pub fn stop_when(&mut self, node: &str) -> Result<(), UntilError> {
        self.awaits_node = true;
        Until(node).watch(&self.running.graphs, self.events.0.clone())
    }

    /// Ends the run when nothing can happen any more: no event waits, no timer runs, and no connection is open or opening.
    pub fn exit_when_idle(&mut self) {
        self.exit_when_idle = true;
    }

    /// Reads the connections of all plugins and the number of stuck graphs, from any thread, also after the run.
    pub fn monitor(&self) -> impl Fn() -> (Status, usize) + Send + 'static {
        let (plugins, watchdog) = (self.running.plugins.clone(), self.running.watchdog.clone());
        move || (status(&plugins), watchdog.count())
    }

    /// Starts the graphs, then the plugins.
    ///
    /// # Errors
    /// What cannot start, and why, without secrets. [`stop`](Self::stop) stops what did start.
    pub fn start(&mut self) -> Result<(), String> {
        self.started = Instant::now();
        self.running.start().map_err(|why| self.secrets.redact(&why).into_owned())
    }

    /// Waits until an Exit node, the awaited node, the time (counted from the start) or a signal ends the run.
    #[must_use]
    pub fn wait(&self, time: Option<Duration>, signals: Receiver<u8>) -> EndReason {
        let deadline = time.and_then(|time| self.started.checked_add(time));
        let (events, exit_when_idle) = (self.events.1.clone(), self.exit_when_idle);
        self.running.wait(&EndConditions { events, signals, deadline, exit_when_idle })
    }

    /// Stops cleanly and reports what happened. `end` is what [`wait`](Self::wait) returned; `None` says that the
    /// project could not start.
    #[must_use]
    pub fn stop(&self, end: Option<EndReason>) -> RunReport {
        self.running.await_starts(self.started + EARLY);
        // What else ended the run at the same time came too late.
        let _ = self.events.1.try_iter().count();
        let stopped = self.running.stop();
        let end = end.map(|end| end.or_exit(self.events.1.try_iter()));
        let exit =
            end.map_or(Exit::Plugin, |end| self.running.exit(end, self.awaits_node, &stopped));
        RunReport {
            project: self.name.clone(),
            exit,
            clean_stop: stopped.clean,
            seconds: self.started.elapsed().as_secs_f64(),
            failures: FailuresReport::of(&self.running.failures, stopped.unhandled_errors()),
            stuck: self.running.watchdog.list(),
            graphs: stopped.graphs,
            connections: stopped.status.connections,
        }
    }
}
