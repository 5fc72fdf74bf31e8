//! Pulsewire from outside: what its tests share.
//!
//! The tests drive the built program as a user does, with projects in folders of their own and peers that are
//! not ours. Nothing listens on a port known beforehand: whoever listens prints its port.
//!
//! | module | what is there |
//! | --- | --- |
//! | `program` | builds the program and its plugins, and starts it |
//! | `graph` | a logic file as tests write it |
//! | `project` | a project in a folder of its own |
//! | `running` | a started process: waits on its lines, stops it, ends with the test |
//! | `finished` | what a process left behind |
//! | `lines` | the lines of a stream as they come |
//! | `peers` | WebSocket peers in other languages |
//! | `daemons` | nginx and proxies |
//! | `browser` | a web browser with a page |
//! | `bad_plugins` | plugins that do what plugins must not do |
//! | `certificates` | certificates made for a test |
//! | `report` | what `--report` wrote, and whether its accounts are even |
//! | `relay` | a proxy that stops forwarding |
//! | `full_disk` | a disk without room |
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
pub use browser::browse;
pub use certificates::{Authority, Identity};
pub use daemons::Daemon;
pub use finished::Finished;
pub use full_disk::{Files, Lack, files_in, on_full_disk};
pub use graph::Graph;
pub use peers::{Peer, note, scratch, skip};
pub use program::{example, program, pulsewire, pulsewire_under, root};
pub use project::Project;
pub use relay::Relay;
pub use report::Report;
pub use running::Running;
pub use usage::{Usage, allow_descriptors, tell_figure};
