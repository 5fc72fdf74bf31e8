use super::Pem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a client does TLS where the url says `wss://`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ClientTls {
    /// Certificates that are trusted besides the system's, in PEM form: of CAs, or the very certificate of a server.
    /// A path, which counts from the project's folder, or the PEM text itself. Read again when it changes.
    pub(crate) ca_file: Option<Pem>,
    /// Whether the CAs that the system trusts are trusted here (`SSL_CERT_FILE` and `SSL_CERT_DIR` are followed).
    pub(crate) system_roots: bool,
    /// The certificate, with its chain, to show to a server that asks for one. PEM: a path or the text itself.
    pub(crate) client_certificate: Option<Pem>,
    /// The key that belongs to `client_certificate`, not encrypted. PEM: a path or the text itself.
    pub(crate) client_key: Option<Pem>,
    /// The name that the server's certificate must have and that is sent to it (SNI), instead of the url's host.
    #[schemars(length(min = 1))]
    pub(crate) server_name: Option<String>,
    /// The oldest version of TLS to speak.
    pub(crate) min_version: TlsVersion,
    /// Whether the server's certificate is verified. Without it everybody on the way can read and change everything:
    /// for trying things out, and every start warns.
    pub(crate) verify: bool,
}

/// How a server does TLS; with this section it speaks `wss://` only.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServerTls {
    /// The server's certificate, with its chain, in PEM form: a path, which counts from the project's folder, or the
    /// PEM text itself. A changed file holds for the next client; one that cannot be used is told and changes nothing.
    pub(crate) certificate: Pem,
    /// The key that belongs to `certificate`, not encrypted. PEM: a path or the text itself; read again as well.
    pub(crate) key: Pem,
    /// Certificates of the CAs whose clients are known, for `client_auth`. PEM: a path or the text itself; read again
    /// as well.
    #[serde(default)]
    pub(crate) ca_file: Option<Pem>,
    /// Whether clients must show a certificate.
    #[serde(default)]
    pub(crate) client_auth: ClientAuth,
    /// The oldest version of TLS to speak.
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

/// What a server wants to know of its clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientAuth {
    /// They are not asked for a certificate.
    #[default]
    None,
    /// They may show one; then it must be of a CA in `ca_file`.
    Optional,
    /// They must show one of a CA in `ca_file`.
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
