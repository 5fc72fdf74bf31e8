//! The plugin against real peers on loopback, driven through the contract as a host drives it.
// Helpers of tests may fail like tests; the lint knows only functions marked as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

mod asking;
mod certificates;
mod client_close;
mod client_errors;
mod client_limits;
mod client_messages;
mod client_start;
mod client_tls;
mod compression;
mod credentials;
mod event;
mod fragments;
mod graph;
mod hostile;
mod keep_alive;
mod limits;
mod lines;
mod peer;
mod proxies;
mod queues;
mod reconnect;
mod redirects;
mod rig;
mod server;
mod server_accept;
mod server_clients;
mod server_groups;
mod server_http;
mod server_limits;
mod server_origins;
mod server_paths;
mod server_tls;
mod state;
mod stop;
