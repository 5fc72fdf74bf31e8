//! The `pulsewire` program.
//!
//! | module | contents |
//! | --- | --- |
//! | `commands` | the command line, one file a command |
//! | `options` | the options that every command takes |
//! | `logging` | the log on the standard error |
//! | `signals` | SIGINT and SIGTERM |
//! | `status_line` | the live line of a run on a terminal |
//! | `descriptors` | raises the limit of open file descriptors |

pub mod commands;
mod descriptors;
mod logging;
pub mod options;
mod signals;
pub mod status_line;
