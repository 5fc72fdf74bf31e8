use super::file_cache::FileCache;
use super::verifier::Verifier;
use super::{ALPN, handshake_error, pem, provider, versions};
use crate::error::Error;
use crate::runtime::Log;
use crate::settings::{ClientTls, TlsFault};
use crate::transport::stream::Stream;
use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, TlsStream};

/// The client's side of TLS.
#[derive(Debug)]
pub(crate) struct Connector {
    settings: ClientTls,
    folder: PathBuf,
    config: FileCache<ClientConfig>,
}

/// A certificate with its chain, and its key.
type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Connector {
    /// Reads nothing yet; relative paths start at `folder`.
    pub(crate) fn new(settings: ClientTls, folder: &Path) -> Self {
        let ClientTls { ca_file, client_certificate, client_key, .. } = &settings;
        let pems = [ca_file.as_ref(), client_certificate.as_ref(), client_key.as_ref()];
        let config = FileCache::new(pem::files(&pems, folder));
        Self { folder: folder.to_owned(), config, settings }
    }

    /// Checks whether the settings can be used.
    ///
    /// # Errors
    /// The first setting that cannot.
    pub(crate) fn check(&self) -> Result<(), TlsFault> {
        if let Some(name) = &self.settings.server_name {
            server_name(name)?;
        }
        self.config().map(drop)
    }

    /// Performs the handshake with this host.
    ///
    /// # Errors
    /// When the settings cannot be used, the certificate is rejected, or the peer does not speak TLS.
    pub(crate) async fn connect(
        &self,
        tcp: TcpStream,
        host: &str,
        log: &Log,
    ) -> Result<Stream, Error> {
        if !self.settings.verify {
            let what = "anyone on the network path can read and change all data";
            log.warn(|| format!("the server's certificate is not verified, {what} (`tls.verify`)"));
        }
        let name = server_name(self.settings.server_name.as_deref().unwrap_or(host))?;
        let (config, unusable) = self.config.get(|| self.config())?;
        if let Some(unusable) = unusable {
            log.warn(|| {
                format!("{}; the previous configuration stays in use", Error::from(unusable))
            });
        }
        let stream = TlsConnector::from(config).connect(name, tcp).await;
        let stream = stream.map_err(|error| handshake_error(&error))?;
        Ok(Stream::Tls(Box::new(TlsStream::Client(stream))))
    }

    fn config(&self) -> Result<ClientConfig, TlsFault> {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(versions(self.settings.min_version))
            .map_err(|error| unusable_key(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(self.verifier()?));
        let mut config = match self.identity()? {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                builder.with_client_auth_cert(chain, key).map_err(|error| unusable_key(&error))?
            }
        };
        config.alpn_protocols = vec![ALPN.to_vec()];
        Ok(config)
    }

    fn identity(&self) -> Result<Option<Identity>, TlsFault> {
        let certificate = self.settings.client_certificate.as_ref();
        let Some((certificate, key)) = certificate.zip(self.settings.client_key.as_ref()) else {
            return Ok(None);
        };
        let chain = pem::certificates("client_certificate", certificate, &self.folder)?;
        Ok(Some((chain, pem::key("client_key", key, &self.folder)?)))
    }

    fn verifier(&self) -> Result<Verifier, TlsFault> {
        let algorithms = provider().signature_verification_algorithms;
        let own = self.settings.ca_file.as_ref();
        let own = own.map(|pem| pem::certificates("ca_file", pem, &self.folder)).transpose()?;
        let own = own.unwrap_or_default();
        if !self.settings.verify {
            return Ok(Verifier { chain: None, own, algorithms });
        }
        let chain = WebPkiServerVerifier::builder_with_provider(self.roots(&own)?, provider());
        let chain = chain.build().map_err(|error| unusable_ca(&error))?;
        Ok(Verifier { chain: Some(chain), own, algorithms })
    }

    fn roots(&self, own: &[CertificateDer<'static>]) -> Result<Arc<RootCertStore>, TlsFault> {
        let system =
            if self.settings.system_roots { system_roots() } else { RootCertStore::empty().into() };
        if own.is_empty() && system.is_empty() {
            let message = "no CA is trusted: none is given, and the system has none or is not used";
            let help = "give one, set `system_roots`, or install the package ca-certificates";
            return Err(TlsFault::new("ca_file", message, help));
        }
        if own.is_empty() {
            return Ok(system);
        }
        let mut roots = Arc::unwrap_or_clone(system);
        for certificate in own {
            roots.add(certificate.clone()).map_err(|error| unusable_ca(&error))?;
        }
        Ok(roots.into())
    }
}

/// The system's CAs as of the first use, shared by all connections because there are many.
fn system_roots() -> Arc<RootCertStore> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    let load = || {
        let mut roots = RootCertStore::empty();
        // Systems contain unusual certificates, which other programs ignore, too.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Arc::new(roots)
    };
    ROOTS.get_or_init(load).clone()
}

fn server_name(name: &str) -> Result<ServerName<'static>, TlsFault> {
    ServerName::try_from(name.to_owned()).map_err(|_| {
        let message = format!("`{name}` cannot be the name of a certificate");
        TlsFault::new("server_name", message, "write a host name or an IP address")
    })
}

fn unusable_ca(error: &dyn Display) -> TlsFault {
    TlsFault::new("ca_file", format!("cannot be used: {error}"), "is it a certificate of a CA?")
}

fn unusable_key(error: &rustls::Error) -> TlsFault {
    let message = format!("cannot be used: {error}");
    TlsFault::new("client_key", message, "it must belong to `client_certificate`")
}
