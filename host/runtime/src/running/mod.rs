//! Runs a project: from the first event to the exit status.
//!
//! | file | what is there |
//! | --- | --- |
//! | `project_run` | opens a project and runs it from start to stop |
//! | `until` | waits for a node to fire |
//! | `idle` | notices that nothing can happen any more |
//! | `stop` | the clean stop |
//! | `report` | what a run did, as JSON |

mod idle;
mod project_run;
mod report;
mod stop;
mod until;

pub use project_run::{ProjectRun, RunError, RunOptions};
pub use report::{FailuresReport, GraphReport, RunReport};
pub use stop::Stopped;
pub use until::{Until, UntilError};

use crate::Exit;
use crate::engine::{Failures, Graph, RunEvent, Timers, Watchdog};
use crate::session::OpenPlugin;
use crate::state::StateWriter;
use crossbeam_channel::{Receiver, at, never, select_biased, tick};
use idle::Idle;
use pulsewire_plugin::Status;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A running project.
#[derive(Debug)]
pub struct Running {
    /// Its graphs.
    pub graphs: Vec<Arc<Graph>>,
    /// Its plugins.
    pub plugins: Arc<[OpenPlugin]>,
    /// What went wrong.
    pub failures: Arc<Failures>,
    /// Its timers.
    pub timers: Arc<Timers>,
    /// Watches its graphs.
    pub watchdog: Arc<Watchdog>,
    /// Keeps its persistent variables, if it has any.
    pub state: Option<StateWriter>,
    /// How long a clean stop may take.
    pub stop_within: Duration,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// An Exit node ended it.
    Exit(u8),
    /// The node that was waited for fired.
    Fired,
    /// The time was up.
    TimeOver,
    /// A signal came.
    Signal(u8),
    /// Nothing can happen any more.
    Idle,
}

impl EndReason {
    /// The first of these Exits, which On Shutdown led to, unless an Exit with a status ended the run.
    fn or_exit(self, mut events: impl Iterator<Item = RunEvent>) -> Self {
        let exit = events.find_map(|event| match event {
            RunEvent::Exit(status) if status != 0 => Some(Self::Exit(status)),
            _ => None,
        });
        if matches!(self, Self::Exit(status) if status != 0) { self } else { exit.unwrap_or(self) }
    }
}

/// What may end a run.
#[derive(Debug)]
pub struct EndConditions {
    /// Events from the graphs.
    pub events: Receiver<RunEvent>,
    /// Signals from the system.
    pub signals: Receiver<u8>,
    /// When the time is over.
    pub deadline: Option<Instant>,
    /// Whether the run ends when nothing can happen any more; otherwise that is only logged.
    pub exit_when_idle: bool,
}

const NOTHING_CAN_HAPPEN: &str = "nothing can happen any more: no event waits, no timer runs, and no connection or server \
                                  is open or opening; stop the run, or start it with --exit-when-idle";

impl Running {
    /// Opens the graphs, then starts the connections that start by themselves.
    ///
    /// # Errors
    /// What cannot start, and why.
    pub fn start(&self) -> Result<(), String> {
        self.graphs.iter().for_each(|graph| graph.open());
        for one in self.plugins.iter() {
            let failed = |why| format!("the plugin `{}` cannot start: {why}", one.name);
            one.plugin.start().map_err(failed)?;
        }
        Ok(())
    }

    /// Waits until the run ends.
    #[must_use]
    pub fn wait(&self, conditions: &EndConditions) -> EndReason {
        let deadline = conditions.deadline.map_or_else(never, at);
        let look = tick(self.watchdog.period());
        let mut idle = Idle::default();
        loop {
            select_biased! {
                recv(conditions.events) -> event => return match event {
                    Ok(RunEvent::Exit(status)) => EndReason::Exit(status),
                    Ok(RunEvent::Fired) | Err(_) => EndReason::Fired,
                },
                recv(conditions.signals) -> signal => return EndReason::Signal(signal.unwrap_or_default()),
                recv(deadline) -> _ => return EndReason::TimeOver,
                recv(look) -> _ => {
                    self.watchdog.look(&self.graphs);
                    match idle.look(self) {
                        true if conditions.exit_when_idle => return EndReason::Idle,
                        true => tracing::warn!("{NOTHING_CAN_HAPPEN}"),
                        false => {}
                    }
                }
            }
        }
    }

    /// The exit status after the stop. `expected` says that the run waited for a node.
    #[must_use]
    pub fn exit(&self, end: EndReason, expected: bool, stopped: &Stopped) -> Exit {
        let of_nodes = self.failures.count_unhandled() + self.failures.count_assertions();
        let failed = of_nodes + stopped.unhandled_errors() > 0 || !stopped.clean;
        match end {
            EndReason::Exit(status) if status != 0 => Exit::Status(status),
            EndReason::Fired if !failed => Exit::Ok,
            _ if failed || expected => Exit::Failed,
            _ => Exit::Ok,
        }
    }

    /// The connections of all plugins and their counters.
    #[must_use]
    pub fn status(&self) -> Status {
        status(&self.plugins)
    }
}

/// The connections of all plugins and their counters. A plugin that fails to report is left out.
#[must_use]
pub fn status(plugins: &[OpenPlugin]) -> Status {
    let reported = plugins.iter().filter_map(|one| one.plugin.status().ok());
    Status { connections: reported.flat_map(|status| status.connections).collect() }
}
