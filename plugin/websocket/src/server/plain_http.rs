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
        let mut refusal = if self.settings.health_path.as_deref() == path {
            self.answer_health(reads).into()
        } else if let Some(answer) = &self.settings.http_answer {
            let status =
                StatusCode::from_u16(answer.status).unwrap_or(StatusCode::UPGRADE_REQUIRED);
            let mut reply = HttpResponse::new(status, answer.body.clone());
            if let Ok(content_type) = HeaderValue::from_str(&answer.content_type) {
                reply.headers.insert(CONTENT_TYPE, content_type);
            }
            reply.into()
        } else if !reads {
            let message = format!("not a WebSocket request: its method is {}", request.method());
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, ErrorKind::Handshake, message)
        } else {
            let message = "not a WebSocket request: it has no `Upgrade: websocket`";
            Refusal::new(StatusCode::UPGRADE_REQUIRED, ErrorKind::Handshake, message)
        };
        refusal.reply.head_only = *request.method() == Method::HEAD;
        refusal
    }

    /// Returns the response to a health check; a request that does not `read` is no health check.
    fn answer_health(&self, reads: bool) -> HttpResponse {
        let (status, body) = match (reads, self.host.has_stuck_graph()) {
            (false, _) => (StatusCode::METHOD_NOT_ALLOWED, "use GET or HEAD\n"),
            (true, true) => (StatusCode::SERVICE_UNAVAILABLE, "a graph is stuck\n"),
            (true, false) => (StatusCode::OK, "ok\n"),
        };
        HttpResponse::new(status, body.to_owned())
    }
}
