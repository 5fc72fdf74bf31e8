use super::Secret;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who we are, for the `Authorization` header: user name and password (RFC 7617), or a bearer token (RFC 6750).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Auth {
    /// The user's name, without a colon.
    pub(crate) username: Option<String>,
    /// The user's password.
    pub(crate) password: Option<Secret>,
    /// A file that holds the password. The path counts from the project's folder; read for every attempt.
    pub(crate) password_file: Option<String>,
    /// A token.
    pub(crate) bearer_token: Option<Secret>,
    /// A file that holds a token. The path counts from the project's folder; read for every attempt, so that a token
    /// may expire and be replaced.
    pub(crate) bearer_token_file: Option<String>,
}
