use super::Pem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// TLS settings of a client, for `wss://` urls.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClientTls {
    /// Trusted certificates in addition to the system's, in PEM form: of CAs, or a server's own certificate. A path,
    /// relative to the project folder, or the PEM text itself. Read again when it changes.
    pub(crate) ca_file: Option<Pem>,
    /// Whether to trust the system's CAs (`SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured).
    pub(crate) system_roots: bool,
    /// The client certificate, with its chain, for a server that asks for one. PEM: a path or the text itself.
    pub(crate) client_certificate: Option<Pem>,
    /// The private key of `client_certificate`, unencrypted. PEM: a path or the text itself.
    pub(crate) client_key: Option<Pem>,
    /// The name that the server's certificate must have and that is sent as SNI, instead of the url's host.
    #[schemars(length(min = 1))]
    pub(crate) server_name: Option<String>,
    /// The oldest accepted version of TLS.
    pub(crate) min_version: TlsVersion,
    /// Whether to verify the server's certificate. Without it anyone on the network path can read and change all data:
    /// only for experiments, and every start logs a warning.
    pub(crate) verify: bool,
}

/// TLS settings of a server; with this section it accepts only `wss://`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServerTls {
    /// The server's certificate, with its chain, in PEM form: a path, relative to the project folder, or the PEM text
    /// itself. A changed file applies to the next client; one that cannot be used is reported and ignored.
    pub(crate) certificate: Pem,
    /// The private key of `certificate`, unencrypted. PEM: a path or the text itself; also read again.
    pub(crate) key: Pem,
    /// Certificates of the CAs that sign client certificates, for `client_auth`. PEM: a path or the text itself; also
    /// read again.
    #[serde(default)]
    pub(crate) ca_file: Option<Pem>,
    /// Whether clients must show a certificate.
    #[serde(default)]
    pub(crate) client_auth: ClientAuth,
    /// The oldest accepted version of TLS.
    #[serde(default)]
    pub(crate) min_version: TlsVersion,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(crate) enum TlsVersion {
    /// RFC 5246.
    #[default]
    #[serde(rename = "1.2")]
    Tls12,
    /// RFC 8446.
    #[serde(rename = "1.3")]
    Tls13,
}

/// Whether a server asks clients for a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientAuth {
    /// Clients are not asked for a certificate.
    #[default]
    None,
    /// Clients may show a certificate; it must be signed by a CA in `ca_file`.
    Optional,
    /// Clients must show a certificate signed by a CA in `ca_file`.
    Required,
}

impl Default for ClientTls {
    fn default() -> Self {
        Self {
            ca_file: None,
            system_roots: true,
            client_certificate: None,
            client_key: None,
            server_name: None,
            min_version: TlsVersion::default(),
            verify: true,
        }
    }
}
