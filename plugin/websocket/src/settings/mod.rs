//! The plugin's section of the project settings.
//!
//! | file | content |
//! | --- | --- |
//! | `connection`, `server`, `shared`, `path` | a connection, a server, what both have, a path of a server |
//! | `check` | the checks that a schema cannot express |
//! | `address`, `origin`, `no_proxy`, `path_pattern`, `proxy_address`, `header` | values that are parsed from text |
//! | `fault` | a mistake in a value |
//! | `whole_numbers` | integers written as floats |
//! | the others | a section or a value each |

mod address;
mod auth;
mod check;
mod closed_queue;
mod compression;
mod connection;
mod fault;
mod fixed_message;
mod header;
mod http_answer;
mod keep_alive;
mod listen_retry;
pub(crate) mod no_proxy;
mod origin;
mod path;
mod path_pattern;
mod pem;
mod proxy;
mod proxy_address;
mod reconnect;
mod secret;
mod send_queue;
mod server;
mod shared;
mod tls;
mod whole_numbers;

pub(crate) use address::Address;
pub(crate) use auth::Auth;
pub(crate) use check::{TlsChecker, check, check_connection, escape};
pub(crate) use closed_queue::{ClosedQueue, WhenClosed, WhenClosedFull};
pub(crate) use compression::Compression;
pub(crate) use connection::Connection;
pub(crate) use fault::{Fault, TlsFault};
pub(crate) use fixed_message::{FixedMessage, MessageContent};
pub(crate) use header::parse_header;
pub(crate) use http_answer::HttpAnswer;
pub(crate) use keep_alive::{IdleMessage, KeepAlive};
pub(crate) use listen_retry::ListenRetry;
pub(crate) use origin::{AllowedOrigin, Origin};
pub(crate) use path::PathSettings;
pub(crate) use path_pattern::PathPattern;
pub(crate) use pem::Pem;
pub(crate) use proxy::Proxy;
pub(crate) use proxy_address::{ProxyAddress, ProxyProtocol};
pub(crate) use reconnect::Reconnect;
pub(crate) use secret::Secret;
pub(crate) use send_queue::{SendQueue, WhenFull};
pub(crate) use server::Server;
pub(crate) use shared::SharedSettings;
pub(crate) use tls::{ClientAuth, ClientTls, ServerTls, TlsVersion};
use whole_numbers::make_whole;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// Connections that clients open, and servers that listen.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Connections to servers; client nodes select one by name in `configuration`.
    pub(crate) connections: Vec<Connection>,
    /// Servers; server nodes select one by name in `configuration`.
    pub(crate) servers: Vec<Server>,
}

impl Settings {
    /// Parses a settings section.
    ///
    /// # Errors
    /// When the text does not match the schema, whose diagnostics are more precise than this message.
    pub(crate) fn parse(section: &str) -> Result<Self, String> {
        let section = serde_json::from_str(section).map_err(|error| error.to_string())?;
        read(section).map_err(|error| error.to_string())
    }

    /// Returns the schema of the section, without references so that it can be embedded in another schema.
    pub(crate) fn schema() -> Json {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.inline_subschemas = true;
        });
        settings.into_generator().into_root_schema_for::<Self>().to_value()
    }
}

/// Deserializes settings that match the schema.
///
/// # Errors
/// When they do not match it.
pub(crate) fn read<T: DeserializeOwned>(mut written: Json) -> serde_json::Result<T> {
    make_whole(&mut written);
    serde_json::from_value(written)
}

/// 64 MiB: the default limit of a message and of a send queue.
pub(crate) const DEFAULT_MAX_BYTES: usize = 64 << 20;

/// The highest limit of a message or a send queue: 2 GiB.
pub(crate) const MAX_BYTES: usize = 2 << 30;

#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod tests;
