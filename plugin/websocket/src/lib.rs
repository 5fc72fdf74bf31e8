//! The WebSocket plugin of Pulsewire: nodes for WebSocket clients and servers (RFC 6455).
//!
//! In the order in which a message passes through, from the network to a graph and back:
//!
//! | module | content |
//! | --- | --- |
//! | `transport` | the stream: dialling, proxies, TLS, TCP |
//! | `protocol` | RFC 6455 and 7692: handshake, frames, compression, close codes |
//! | `connection` | the task of an open connection, on both sides: its turns, keep-alive, closing |
//! | `client` | a connection from the client's side: attempts, retries, overrides |
//! | `server` | a server: listening, admission, paths, its clients by id and group |
//! | `events` | events, on their way to the graphs: listeners, notifier, counters |
//! | `nodes` | a file for each node type, those of clients and of servers apart |
//! | `queue` | outgoing messages: the send queue, the queue while closed, the gate |
//!
//! Used by all of them:
//!
//! | module | content |
//! | --- | --- |
//! | `settings` | the settings section: fields with defaults, its schema, its checks |
//! | `error` | what can fail, and how it is explained |
//! | `runtime` | threads, timers, the log, lifecycle and state |
//! | `endpoints`, `plugin` | the connections and servers of the project, by name; the plugin itself |
//!
//! A module uses those that come after it in this order and no others: `plugin`, `nodes`, `endpoints`, `client` and `server`,
//! `connection`, `events`, `transport`, `queue`, `protocol`, `error`, `settings`, `runtime`.
//!
//! An incoming message runs the graph on the thread that read it, and what the graph sends is written at the end of
//! the same turn, without a lock, a look-up or a change of threads.
#![forbid(unsafe_code)]

mod transport;

mod protocol;

mod connection;

mod client;
mod server;

mod events;

mod nodes;

mod queue;

mod endpoints;
mod error;
mod plugin;
mod runtime;
mod settings;

pub use error::ErrorKind;
pub use plugin::WebSocket;
#[cfg(any(fuzzing, test))]
pub use protocol::fuzzing;

pulsewire_plugin::export_plugin!(WebSocket);
