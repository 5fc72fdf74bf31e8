use super::file_cache::FileCache;
use super::{ALPN, handshake_error, pem, provider, versions};
use crate::error::Error;
use crate::settings::{ClientAuth, ServerTls, TlsFault};
use crate::transport::stream::Stream;
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, TlsStream};

/// How long a rejected client has to read the alert.
const ALERT_TIMEOUT: Duration = Duration::from_secs(1);

/// The server's side of TLS.
#[derive(Debug)]
pub(crate) struct Acceptor {
    settings: ServerTls,
    folder: PathBuf,
    config: FileCache<ServerConfig>,
}

impl Acceptor {
    /// Reads nothing yet; relative paths start at `folder`.
    pub(crate) fn new(settings: ServerTls, folder: &Path) -> Self {
        let ServerTls { certificate, key, ca_file, .. } = &settings;
        let files = pem::files(&[Some(certificate), Some(key), ca_file.as_ref()], folder);
        Self { folder: folder.to_owned(), config: FileCache::new(files), settings }
    }

    /// Checks whether the settings can be used.
    ///
    /// # Errors
    /// The first setting that cannot.
    pub(crate) fn check(&self) -> Result<(), TlsFault> {
        self.config().map(drop)
    }

    /// Reads changed files. The inner error means that the previous configuration stays in use.
    ///
    /// # Errors
    /// When the files cannot be used and there is no previous configuration.
    pub(crate) fn refresh(&self) -> Result<(TlsAcceptor, Option<Error>), Error> {
        let (config, unusable) = self.config.get(|| self.config())?;
        let unusable = unusable.map(|unusable| {
            let Error { kind, message, .. } = unusable.into();
            Error::new(kind, format!("{message}; the previous configuration stays in use"))
        });
        Ok((config.into(), unusable))
    }

    fn config(&self) -> Result<ServerConfig, TlsFault> {
        let chain = pem::certificates("certificate", &self.settings.certificate, &self.folder)?;
        let key = pem::key("key", &self.settings.key, &self.folder)?;
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(versions(self.settings.min_version))
            .map_err(|error| unusable_key(&error))?
            .with_client_cert_verifier(self.verifier()?)
            .with_single_cert(chain, key)
            .map_err(|error| unusable_key(&error))?;
        config.alpn_protocols = vec![ALPN.to_vec()];
        Ok(config)
    }

    fn verifier(&self) -> Result<Arc<dyn ClientCertVerifier>, TlsFault> {
        let auth = self.settings.client_auth;
        let Some(ca_file) = self.settings.ca_file.as_ref().filter(|_| auth != ClientAuth::None)
        else {
            return Ok(WebPkiClientVerifier::no_client_auth());
        };
        let mut roots = RootCertStore::empty();
        for certificate in pem::certificates("ca_file", ca_file, &self.folder)? {
            roots.add(certificate).map_err(|error| unusable_ca(&error))?;
        }
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider());
        let verifier = match auth {
            ClientAuth::Optional => verifier.allow_unauthenticated(),
            ClientAuth::Required | ClientAuth::None => verifier,
        };
        verifier.build().map_err(|error| unusable_ca(&error))
    }
}

/// Performs the handshake with a client.
///
/// # Errors
/// When it does not speak TLS, or its certificate is missing or rejected.
pub(crate) async fn accept(acceptor: TlsAcceptor, tcp: TcpStream) -> Result<Stream, Error> {
    match acceptor.accept(tcp).into_fallible().await {
        Ok(stream) => Ok(Stream::Tls(Box::new(TlsStream::Server(stream)))),
        Err((error, tcp)) => {
            let _ = timeout(ALERT_TIMEOUT, drain(tcp)).await;
            Err(handshake_error(&error))
        }
    }
}

/// Reads until the client disconnects: closing a socket with unread bytes resets it, and the alert would be lost.
async fn drain(mut tcp: TcpStream) -> io::Result<()> {
    tcp.shutdown().await?;
    let mut unread = vec![0; 4096];
    while tcp.read(&mut unread).await? > 0 {}
    Ok(())
}

fn unusable_ca(error: &dyn Display) -> TlsFault {
    TlsFault::new("ca_file", format!("cannot be used: {error}"), "is it a certificate of a CA?")
}

fn unusable_key(error: &rustls::Error) -> TlsFault {
    let message = format!("cannot be used: {error}");
    TlsFault::new("key", message, "it must belong to `certificate`")
}
