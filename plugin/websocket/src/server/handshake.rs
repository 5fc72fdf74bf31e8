//! A client's request, from its first byte to the response.

use super::Server;
use super::access::AccessLine;
use super::admission::ClientSlot;
use super::pending_requests::Decision;
use crate::error::{Error, ErrorKind};
use crate::events::{Topic, outputs};
use crate::protocol::deflate::NegotiatedDeflate;
use crate::protocol::handshake::{
    ClientRequest, Refusal, UpgradeRequest, accept_upgrade, read_request,
};
use crate::runtime::State;
use crate::transport::{Stream, tls};
use pulsewire_plugin::{Text, Value};
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tungstenite::http::{HeaderMap, Method, StatusCode};

/// How much a client may send before it is accepted; clients should send nothing.
const MAX_EARLY_BYTES: usize = 64 << 10;

/// A client whose handshake is complete.
#[derive(Debug)]
pub(super) struct AcceptedClient {
    pub(super) slot: ClientSlot,
    /// Bytes that followed the request.
    pub(super) tail: Vec<u8>,
    /// The negotiated compression.
    pub(super) compression: Option<NegotiatedDeflate>,
    /// The event for On WebSocket Server Connect.
    pub(super) event: Value,
}

impl Server {
    /// Performs the TLS handshake if the settings ask for it, reads a client's request and responds to it, unless it is
    /// refused. Returns the stream, unless the TLS handshake failed.
    pub(super) async fn accept_handshake(
        &self,
        tcp: TcpStream,
        remote: SocketAddr,
    ) -> (Option<Stream>, Result<AcceptedClient, Refusal>) {
        let deadline = Instant::now() + self.handshake_timeout();
        let mut stream = match self.before(deadline, self.accept_tls(tcp)).await.flatten() {
            Ok(stream) => stream,
            Err(refusal) => return (None, Err(refusal)),
        };
        let request = read_request(&mut stream, self.settings.max_handshake_bytes);
        let received = match self.before(deadline, request).await.flatten() {
            Ok(ClientRequest::WebSocket(request)) => {
                let path = request.path();
                let line = AccessLine::new(&Method::GET, path, &request.headers);
                let received = self.answer_upgrade(&mut stream, request, remote).await;
                self.log_access(&line, remote, &received);
                received
            }
            Ok(ClientRequest::Http(request)) => {
                let path = request.uri().path();
                let line = AccessLine::new(request.method(), path, request.headers());
                let received = Err(self.answer_http(&request));
                self.log_access(&line, remote, &received);
                received
            }
            Err(refusal) => Err(refusal),
        };
        (Some(stream), received)
    }

    fn log_access(
        &self,
        line: &AccessLine,
        remote: SocketAddr,
        received: &Result<AcceptedClient, Refusal>,
    ) {
        let (status, client) = match received {
            Ok(client) => (StatusCode::SWITCHING_PROTOCOLS, client.slot.id()),
            Err(refusal) => (refusal.reply.status, Text::default()),
        };
        line.write(&self.access_log, remote, status, &client);
    }

    /// Performs the TLS handshake if the settings ask for it.
    async fn accept_tls(&self, tcp: TcpStream) -> Result<Stream, Refusal> {
        // Small messages must not wait for the acknowledgement of the previous one.
        tcp.set_nodelay(true).map_err(|error| lost_client(Error::io(&error)))?;
        let Some(tls) = &self.tls else { return Ok(Stream::Plain(tcp)) };
        let (acceptor, unusable) = tls.refresh().map_err(lost_client)?;
        if let Some(error) = unusable {
            let mut notifier = self.notifier();
            notifier.report_failure(&error, &self.clients.past_counters);
            notifier.event_queue.drained().await;
        }
        tls::accept(acceptor, tcp).await.map_err(lost_client)
    }

    /// Responds to a request for a WebSocket, unless it is refused.
    async fn answer_upgrade(
        &self,
        stream: &mut Stream,
        mut request: UpgradeRequest,
        remote: SocketAddr,
    ) -> Result<AcceptedClient, Refusal> {
        let (slot, chosen) = self.admit(&request, remote)?;
        let (wanted, headers) = match self.ask_graph(stream, &mut request, &slot, remote).await? {
            Decision::Accepted { subprotocol, headers } => (subprotocol, headers),
            Decision::Refused(reply) => return Err(reply.into()),
        };
        let subprotocol = if wanted.is_empty() { chosen } else { wanted };
        let (compression, extensions) = request.compression(slot.route.compression()).unzip();
        let extensions = extensions.unwrap_or_default();
        let answered =
            accept_upgrade(stream, &mut request, &subprotocol, &extensions, headers).await;
        answered.map_err(lost_client)?;
        slot.set_accepted(&subprotocol);
        let event = outputs::connect(&slot.id(), remote, &request, &subprotocol, &extensions);
        Ok(AcceptedClient { slot, tail: request.tail, compression, event })
    }

    /// Applies the settings to a request: returns the client's registration and subprotocol.
    fn admit(
        &self,
        request: &UpgradeRequest,
        remote: SocketAddr,
    ) -> Result<(ClientSlot, String), Refusal> {
        let route = self.routes.find(request.path())?;
        route.check_origin(request)?;
        let chosen = route.choose_subprotocol(request)?;
        let most = self.settings.max_clients;
        let slot = self.clients.admit(most, route, remote, &request.target)?;
        // Checked after `admit`: a Stop either finds this client among those to close, or is seen here.
        match self.state.get() {
            State::Open => Ok((slot, chosen)),
            _ => {
                let why = "the server is stopping";
                Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::Handshake, why))
            }
        }
    }

    /// Waits for a graph's answer to a request. If no graph listens, everything that the settings allow is accepted.
    async fn ask_graph(
        &self,
        stream: &mut Stream,
        request: &mut UpgradeRequest,
        slot: &ClientSlot,
        remote: SocketAddr,
    ) -> Result<Decision, Refusal> {
        let mut notifier = self.notifier();
        if notifier.listeners.of(Topic::Request).is_empty() {
            return Ok(Decision::Accepted {
                subprotocol: String::new(),
                headers: HeaderMap::new(),
            });
        }
        let subprotocols = request.subprotocols().map(str::to_owned).collect();
        let mut open = self.requests.add(slot.number, subprotocols);
        notifier.emit(Topic::Request, &outputs::request(&slot.id(), request, remote));
        let answered = async {
            notifier.event_queue.drained().await;
            (&mut open.verdict).await
        };
        let answered = timeout(self.handshake_timeout(), answered);
        tokio::select! {
            biased;
            answered = answered => match answered {
                Ok(Ok(verdict)) => Ok(verdict),
                Ok(Err(_)) | Err(_) => {
                    let why = "no Accept and no Refuse behind On WebSocket Server Request";
                    Err(self.timeout_refusal(StatusCode::GATEWAY_TIMEOUT, why))
                }
            },
            error = wait_for_disconnect(stream, &mut request.tail) => Err(lost_client(error)),
        }
    }

    fn handshake_timeout(&self) -> Duration {
        Duration::from_millis(self.settings.handshake_timeout_ms)
    }

    async fn before<T>(
        &self,
        deadline: Instant,
        what: impl Future<Output = T>,
    ) -> Result<T, Refusal> {
        let done = timeout_at(deadline, what).await;
        done.map_err(|_| self.timeout_refusal(StatusCode::REQUEST_TIMEOUT, "no handshake"))
    }

    fn timeout_refusal(&self, status: StatusCode, why: &str) -> Refusal {
        let within = self.settings.handshake_timeout_ms;
        let message = format!("{why} within {within} ms (`handshake_timeout_ms`)");
        Refusal::new(status, ErrorKind::Timeout, message)
    }
}

/// The client has disconnected or cannot be reached, so nobody reads this response.
fn lost_client(error: Error) -> Refusal {
    Refusal::from_error(StatusCode::BAD_REQUEST, error)
}

/// Returns when the client disconnects before a graph answers. Bytes that it sends too early are kept.
async fn wait_for_disconnect(stream: &mut Stream, tail: &mut Vec<u8>) -> Error {
    while tail.len() < MAX_EARLY_BYTES {
        match stream.read_buf(tail).await {
            Ok(0) => {
                return Error::new(
                    ErrorKind::Lost,
                    "the client disconnected before its request was answered",
                );
            }
            Ok(_) => {}
            Err(error) => return Error::io(&error),
        }
    }
    std::future::pending().await
}
