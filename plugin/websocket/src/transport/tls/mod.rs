//! TLS (RFC 8446, RFC 5246) with rustls, for both sides.
//!
//! | file | content |
//! | --- | --- |
//! | `client`, `server` | a side's settings as a configuration of rustls, and its handshake |
//! | `pem` | certificates and keys, from files or text |
//! | `file_cache` | values built from files, rebuilt when the files change |
//! | `verifier` | which certificates of servers are trusted |

mod client;
mod file_cache;
mod pem;
mod server;
mod verifier;

pub(crate) use client::Connector;
pub(crate) use server::{Acceptor, accept};

use crate::error::tls::explain;
use crate::error::{Error, ErrorKind};
use crate::settings::{ClientTls, ServerTls, TlsChecker, TlsFault, TlsVersion};
use rustls::SupportedProtocolVersion;
use rustls::crypto::{CryptoProvider, ring};
use rustls::version::{TLS12, TLS13};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The protocol used below WebSocket; without ALPN a server may choose HTTP/2 (RFC 7301).
const ALPN: &[u8] = b"http/1.1";

/// Checks `tls` sections. Relative paths in them start at this folder.
pub(crate) struct TlsFiles<'a>(pub(crate) &'a Path);

impl TlsChecker for TlsFiles<'_> {
    fn check_client(&self, tls: &ClientTls) -> Result<(), TlsFault> {
        Connector::new(tls.clone(), self.0).check()
    }

    fn check_server(&self, tls: &ServerTls) -> Result<(), TlsFault> {
        Acceptor::new(tls.clone(), self.0).check()
    }
}

impl From<TlsFault> for Error {
    fn from(unusable: TlsFault) -> Self {
        let TlsFault { setting, fault } = unusable;
        Self::new(ErrorKind::Tls, format!("`tls.{setting}`: {fault}"))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn versions(oldest: TlsVersion) -> &'static [&'static SupportedProtocolVersion] {
    static SINCE_1_2: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
    match oldest {
        TlsVersion::Tls12 => &SINCE_1_2,
        TlsVersion::Tls13 => &SINCE_1_2[..1],
    }
}

/// Returns why a TLS handshake failed.
fn handshake_error(error: &io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(error) => Error::new(ErrorKind::Tls, explain(error)),
        None => Error::new(
            ErrorKind::Tls,
            format!("the peer disconnected during the TLS handshake: {error}"),
        ),
    }
}
