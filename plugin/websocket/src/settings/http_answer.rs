use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The response to a request that does not ask for a WebSocket.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct HttpAnswer {
    /// The HTTP status, 200 to 599.
    #[schemars(range(min = 200, max = 599))]
    pub(crate) status: u16,
    /// The body; `${file:page.html}` reads it from a file.
    pub(crate) body: String,
    /// The content type of the body.
    pub(crate) content_type: String,
}

impl Default for HttpAnswer {
    fn default() -> Self {
        let content_type = "text/plain; charset=utf-8".to_owned();
        Self { status: 426, body: "This is a WebSocket server.\n".to_owned(), content_type }
    }
}
