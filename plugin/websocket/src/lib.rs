//! The WebSocket plugin of Pulsewire: clients and servers (RFC 6455) as nodes.
//!
//! | module | what is there |
//! | --- | --- |
//! | `plugin`, `configured` | the plugin itself; the connections and servers of the project, by name |
//! | `settings` | the settings section: fields with defaults, its schema, what can be wrong with it |
//! | `nodes` | a file for each node type |
//! | `client`, `target` | a connection from the client's side: its life, what it asks for |
//! | `dial`, `credentials`, `proxy` | how it gets there: look-up, TCP, redirects; who we are; proxies |
//! | `tls`, `stream` | TLS of both sides; TCP with or without it |
//! | `server` | a server: listening, its paths, who may connect, its clients by id and group, one from first to last byte |
//! | `life`, `state`, `reconnect` | starting, stopping and trying again, never twice at once |
//! | `handshake` | the opening handshake of both sides |
//! | `conduct` | how an open connection behaves: the settings, ready for use |
//! | `connection` | the task of an open connection, on both sides: its turns, writing, the end |
//! | `link`, `outbox`, `room`, `counters` | what nodes and that task share: what waits to be sent, and is dropped |
//! | `gate`, `graphs` | who must not read while a queue is over its limit |
//! | `session`, `herald`, `courier`, `listeners`, `events` | what happens, on its way to the graphs |
//! | `message`, `wire` | values as messages; TCP or TLS as a stream that never blocks |
//! | `frames`, `deflate` | messages and frames on such a stream; their compression |
//! | `fuzzing` | for the fuzz targets: what a peer may send |
//! | `close`, `error`, `kind`, `unsent` | how things end, what can fail |
//! | `runtime`, `timer`, `log` | the plugin's own threads; timers that a turn may ask; the host's log |
//! | `sync` | what the queue and its gate are made of, which loom replaces in their test |
//!
//! A message that comes in runs the graph on the thread that read it, and what the graph sends goes out at the end
//! of the same turn. No lock, no look-up and no thread hop are on that way.
#![forbid(unsafe_code)]

mod client;
mod close;
mod conduct;
mod configured;
mod connection;
mod counters;
mod courier;
mod credentials;
mod deflate;
mod dial;
mod error;
mod events;
mod frames;
#[cfg(any(fuzzing, test))]
pub mod fuzzing;
mod gate;
mod graphs;
mod handshake;
mod herald;
mod kind;
mod life;
mod link;
mod listeners;
mod log;
mod message;
mod nodes;
mod outbox;
#[cfg(test)]
mod outbox_tests;
mod plugin;
mod proxy;
mod reconnect;
mod room;
mod runtime;
mod server;
mod session;
mod settings;
mod state;
mod stream;
mod sync;
mod target;
mod timer;
mod tls;
mod unsent;
mod wire;

pub use kind::Kind;
pub use plugin::WebSocket;

pulsewire_plugin::export_plugin!(WebSocket);
