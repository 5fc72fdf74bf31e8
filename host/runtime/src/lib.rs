//! Reads, checks and runs Pulsewire projects. The program `pulsewire` is one user of this library; any other program can
//! embed it:
//!
//! ```
//! use pulsewire_runtime::running::{ProjectRun, RunOptions};
//! use std::{path::Path, sync::mpsc, time::Duration};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let project = Path::new("examples/countdown");
//! let (printed, lines) = mpsc::channel();
//! let print = move |line: &str| drop(printed.send(line.to_owned()));
//! let mut run = ProjectRun::open(RunOptions::new(project, print))?;
//! run.stop_when("done")?;
//! run.start()?;
//! let end = run.wait(Some(Duration::from_secs(10)), crossbeam_channel::never());
//! let report = run.stop(Some(end));
//! assert_eq!(report.exit.status(), 0);
//! assert_eq!(lines.try_iter().last().as_deref(), Some("Go!"));
//! # Ok(())
//! # }
//! ```
//!
//! For projects that need plugins, `RunOptions::search` says where they are: see [`plugins::Search::embedded`].
//!
//! | module | what is there |
//! | --- | --- |
//! | `secrets` | the values that must not be shown, and hiding them |
//! | `diagnostics` | mistakes in what users wrote, and how they are shown |
//! | `project` | reads a project: files, `${...}`, schemas |
//! | `plugins` | finds, probes, loads, enables and disables plugins |
//! | `toolbox` | every node type now available |
//! | `session` | a project with its plugins and its toolbox, checked: everything but running it |
//! | `engine` | the running form of a graph, and what runs it |
//! | `state` | what variables hold from one run to the next |
//! | `running` | from the first event to the exit status |

mod atomic_write;
pub mod diagnostics;
pub mod engine;
mod exit;
pub mod function;
pub mod plugins;
pub mod project;
pub mod running;
pub mod secrets;
pub mod session;
pub mod state;
pub mod toolbox;

pub use atomic_write::atomic_write;
pub use exit::Exit;
pub use pulsewire_nodes as nodes;
pub use pulsewire_plugin as contract;
pub use pulsewire_project_settings as project_settings;
