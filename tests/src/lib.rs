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
//! | `lines` | the lines of a stream as they come |
//! | `peers` | WebSocket peers in other languages |
//! | `daemons` | nginx and proxies |
//! | `browser` | a web browser with a page |
//! | `certificates` | certificates made for a test |
//! | `usage` | memory and descriptors of a process |
//! | `sockets` | peers in the test itself, down to raw TCP |

mod browser;
mod certificates;
mod daemons;
mod graph;
mod lines;
mod peers;
mod program;
mod project;
mod running;
pub mod sockets;
mod usage;

pub use browser::browse;
pub use certificates::{Authority, Identity};
pub use daemons::Daemon;
pub use graph::Graph;
pub use peers::{Peer, note, scratch, skip};
pub use program::{program, pulsewire, root};
pub use project::Project;
pub use running::{Finished, Running};
pub use usage::{Usage, allow_descriptors, tell_figure};
