//! The Pulsewire host: a library and the `pulsewire` program.
//!
//! | module | what is there |
//! | --- | --- |
//! | `commands` | the command line, one file a command |
//! | `diagnostics` | mistakes in what users wrote, and how they are shown |
//! | `project` | reads a project: files, `${...}`, schemas |
//! | `plugins` | finds, probes, loads, enables and disables plugins |
//! | `toolbox` | every node type now available |
//! | `engine` | the running form of a graph, and what runs it |
//! | `draw` | a graph as text, mermaid, dot or SVG |
//! | `status_line` | the live line of a run on a terminal |
//! | `descriptors` | as many file descriptors as the system lets us have |

pub mod commands;
mod descriptors;
pub mod diagnostics;
pub mod draw;
pub mod engine;
mod exit;
mod logging;
pub mod plugins;
pub mod project;
pub mod running;
pub mod session;
mod signals;
pub mod status_line;
pub mod toolbox;

pub use exit::Exit;
