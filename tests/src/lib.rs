//! Helpers for tests that drive the built program.
//!
//! The tests use the program as a user does, with projects in temporary folders and third-party peers.
//! Nothing listens on a fixed port: each server prints the port it got.
//!
//! | module | what is there |
//! | --- | --- |
//! | `program` | builds the program and its plugins, and starts it |
//! | `graph` | a logic file as tests write it |
//! | `project` | a project in a temporary folder |
//! | `running` | a started process: waits for its output, stops it, ends with the test |
//! | `finished` | the exit status and output of a process |
//! | `lines` | the lines of a stream as they come |
//! | `peers` | WebSocket peers in other languages |
//! | `daemons` | nginx and proxies |
//! | `browser` | opens a page in a web browser |
//! | `bad_plugins` | plugins that do what plugins must not do |
//! | `certificates` | certificates made for a test |
//! | `report` | reads the file of `--report` and checks that its counters add up |
//! | `relay` | a proxy that stops forwarding |
//! | `full_disk` | runs the program on a full disk |
//! | `usage` | memory and descriptors of a process |
//! | `sockets` | peers in the test itself, down to raw TCP |
//! | `circles` | finds files and folders of a crate that need each other |

mod bad_plugins;
mod browser;
mod certificates;
pub mod circles;
mod daemons;
mod finished;
mod full_disk;
mod graph;
mod lines;
mod peers;
mod program;
mod project;
mod relay;
pub mod report;
mod running;
pub mod sockets;
mod usage;

pub use bad_plugins::bad_plugins;
pub use browser::open_page;
pub use certificates::{Authority, Identity};
pub use daemons::Daemon;
pub use finished::Finished;
pub use full_disk::{Files, FullDisk, files_in, run_on_full_disk};
pub use graph::Graph;
pub use peers::{Peer, note, scratch, skip};
pub use program::{example, program, pulsewire, pulsewire_under, root};
pub use project::Project;
pub use relay::Relay;
pub use report::Report;
pub use running::Running;
pub use usage::{Usage, allow_descriptors, print_measurement};
