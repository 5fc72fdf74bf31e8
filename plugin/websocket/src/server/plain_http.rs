//! Requests that do not ask for a WebSocket.

use super::Server;
use crate::error::ErrorKind;
use crate::protocol::handshake::{HttpResponse, Refusal};
use tungstenite::handshake::server::Request;
use tungstenite::http::header::CONTENT_TYPE;
use tungstenite::http::{HeaderValue, Method, StatusCode};

impl Server {
    /// Returns the response to a request that does not ask for a WebSocket.
    pub(super) fn answer_http(&self, request: &Request) -> Refusal {
        let path = Some(request.uri().path());
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut refusal = if reads && self.settings.health_path.as_deref() == path {
            HttpResponse::new(StatusCode::OK, "ok\n".to_owned()).into()
        } else if let Some(answer) = &self.settings.http_answer {
            let status =
                StatusCode::from_u16(answer.status).unwrap_or(StatusCode::UPGRADE_REQUIRED);
            let mut reply = HttpResponse::new(status, answer.body.clone());
            if let Ok(content_type) = HeaderValue::from_str(&answer.content_type) {
                reply.headers.insert(CONTENT_TYPE, content_type);
            }
            reply.into()
        } else {
            let message = "not a WebSocket request: it has no `Upgrade: websocket`";
            Refusal::new(StatusCode::UPGRADE_REQUIRED, ErrorKind::Handshake, message)
        };
        refusal.reply.head_only = *request.method() == Method::HEAD;
        refusal
    }
}
