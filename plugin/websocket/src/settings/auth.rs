use super::Secret;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Credentials for the `Authorization` header: user name and password (RFC 7617), or a bearer token (RFC 6750).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Auth {
    /// The user name, without a colon.
    pub(crate) username: Option<String>,
    /// The password.
    pub(crate) password: Option<Secret>,
    /// A file that contains the password. The path is relative to the project folder; read for every attempt.
    pub(crate) password_file: Option<String>,
    /// A bearer token.
    pub(crate) bearer_token: Option<Secret>,
    /// A file that contains a bearer token. The path is relative to the project folder; read for every attempt, so
    /// the token can expire and be replaced.
    pub(crate) bearer_token_file: Option<String>,
}
