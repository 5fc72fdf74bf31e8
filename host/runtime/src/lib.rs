//! Reads, checks and runs Pulsewire projects; to be embedded in programs.
//!
//! | module | what is there |
//! | --- | --- |
//! | `diagnostics` | mistakes in what users wrote, and how they are shown |
//! | `project` | reads a project: files, `${...}`, schemas |
//! | `plugins` | finds, probes, loads, enables and disables plugins |
//! | `toolbox` | every node type now available |
//! | `session` | a project with its plugins and its toolbox, checked: everything but running it |
//! | `engine` | the running form of a graph, and what runs it |
//! | `running` | from the first event to the exit status |

pub mod diagnostics;
pub mod engine;
mod exit;
pub mod plugins;
pub mod project;
pub mod running;
pub mod session;
pub mod toolbox;

pub use exit::Exit;
pub use pulsewire_nodes as nodes;
pub use pulsewire_plugin as contract;
pub use pulsewire_project_settings as project_settings;
