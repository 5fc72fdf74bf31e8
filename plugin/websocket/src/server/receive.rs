//! A client's request, from its first byte to the answer.

use super::Server;
use super::place::Place;
use super::requests::Verdict;
use crate::deflate::Agreed;
use crate::error::Error;
use crate::events;
use crate::handshake::{Asked, Asking, Refusal, answer, read_request};
use crate::kind::Kind;
use crate::listeners::Topic;
use crate::state::State;
use crate::stream::Stream;
use crate::tls;
use pulsewire_plugin::Value;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tungstenite::http::{HeaderMap, StatusCode};

/// How much a client may send before it is accepted, which none should.
const MOST_EARLY: usize = 64 << 10;

/// A client whose handshake is done.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) place: Place,
    /// What came behind the request.
    pub(super) tail: Vec<u8>,
    /// The compression that both sides agreed on.
    pub(super) compression: Option<Agreed>,
    /// What On WebSocket Server Connect gives.
    pub(super) event: Value,
}

impl Server {
    /// Agrees on TLS where the settings want it, reads a client's request and answers it, unless it is to be
    /// refused. Gives the stream, unless there is no TLS on it.
    pub(super) async fn receive(
        &self,
        tcp: TcpStream,
        remote: SocketAddr,
    ) -> (Option<Stream>, Result<Admitted, Refusal>) {
        let deadline = Instant::now() + self.handshake_timeout();
        let mut stream = match self.in_time(deadline, self.secure(tcp)).await.flatten() {
            Ok(stream) => stream,
            Err(refusal) => return (None, Err(refusal)),
        };
        let request = read_request(&mut stream, self.settings.max_handshake_bytes);
        let received = match self.in_time(deadline, request).await.flatten() {
            Ok(Asking::WebSocket(asked)) => self.consider(&mut stream, asked, remote).await,
            Ok(Asking::Http(request)) => Err(self.answer_http(&request)),
            Err(refusal) => Err(refusal),
        };
        (Some(stream), received)
    }

    /// Agrees on TLS where the settings want it.
    async fn secure(&self, tcp: TcpStream) -> Result<Stream, Refusal> {
        // Small messages must not wait for the acknowledgement of the one before.
        tcp.set_nodelay(true).map_err(|error| broken(Error::io(&error)))?;
        let Some(tls) = &self.tls else { return Ok(Stream::Plain(tcp)) };
        let (acceptor, unusable) = tls.refresh().map_err(broken)?;
        if let Some(error) = unusable {
            let mut herald = self.herald();
            herald.fail(&error, &self.clients.rest);
            herald.courier.done().await;
        }
        tls::accept(acceptor, tcp).await.map_err(broken)
    }

    /// Answers a request for a WebSocket, unless it is to be refused.
    async fn consider(
        &self,
        stream: &mut Stream,
        mut asked: Asked,
        remote: SocketAddr,
    ) -> Result<Admitted, Refusal> {
        let (place, chosen) = self.admit(&asked, remote)?;
        let (wanted, headers) = match self.ask(stream, &mut asked, &place, remote).await? {
            Verdict::Accepted { subprotocol, headers } => (subprotocol, headers),
            Verdict::Refused(reply) => return Err(reply.into()),
        };
        let subprotocol = if wanted.is_empty() { chosen } else { wanted };
        let (compression, extensions) = asked.compression(place.site.compression()).unzip();
        let extensions = extensions.unwrap_or_default();
        let answered = answer(stream, &mut asked, &subprotocol, &extensions, headers).await;
        answered.map_err(broken)?;
        place.accept(&subprotocol);
        let event = events::connect(&place.id(), remote, &asked, &subprotocol, &extensions);
        Ok(Admitted { place, tail: asked.tail, compression, event })
    }

    /// What the settings say about a request: the client's place and subprotocol.
    fn admit(&self, asked: &Asked, remote: SocketAddr) -> Result<(Place, String), Refusal> {
        let site = self.sites.at(asked.path())?;
        site.check_origin(asked)?;
        let chosen = site.choose(asked)?;
        let most = self.settings.max_clients;
        let place = self.clients.admit(most, site, remote, &asked.target)?;
        // Asked behind `admit`: a Stop either finds this client among those to close, or is seen here.
        match self.state.get() {
            State::Open => Ok((place, chosen)),
            _ => {
                let why = "the server is stopping";
                Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, Kind::Handshake, why))
            }
        }
    }

    /// What a graph says about a request. Where none wants to be asked, all that the settings allow is accepted.
    async fn ask(
        &self,
        stream: &mut Stream,
        asked: &mut Asked,
        place: &Place,
        remote: SocketAddr,
    ) -> Result<Verdict, Refusal> {
        let mut herald = self.herald();
        if herald.listeners.of(Topic::Request).is_empty() {
            return Ok(Verdict::Accepted { subprotocol: String::new(), headers: HeaderMap::new() });
        }
        let subprotocols = asked.subprotocols().map(str::to_owned).collect();
        let mut open = self.requests.open(place.number, subprotocols);
        herald.tell(Topic::Request, &events::request(&place.id(), asked, remote));
        let answered = async {
            herald.courier.done().await;
            (&mut open.verdict).await
        };
        let answered = timeout(self.handshake_timeout(), answered);
        tokio::select! {
            biased;
            answered = answered => match answered {
                Ok(Ok(verdict)) => Ok(verdict),
                Ok(Err(_)) | Err(_) => {
                    let why = "no Accept and no Refuse behind On WebSocket Server Request";
                    Err(self.late(StatusCode::GATEWAY_TIMEOUT, why))
                }
            },
            error = vanished(stream, &mut asked.tail) => Err(broken(error)),
        }
    }

    fn handshake_timeout(&self) -> Duration {
        Duration::from_millis(self.settings.handshake_timeout_ms)
    }

    async fn in_time<T>(
        &self,
        deadline: Instant,
        what: impl Future<Output = T>,
    ) -> Result<T, Refusal> {
        let done = timeout_at(deadline, what).await;
        done.map_err(|_| self.late(StatusCode::REQUEST_TIMEOUT, "no handshake"))
    }

    fn late(&self, status: StatusCode, why: &str) -> Refusal {
        let within = self.settings.handshake_timeout_ms;
        let message = format!("{why} within {within} ms (`handshake_timeout_ms`)");
        Refusal::new(status, Kind::Timeout, message)
    }
}

/// The client has gone or cannot be reached; nobody reads this answer.
fn broken(error: Error) -> Refusal {
    Refusal::told(StatusCode::BAD_REQUEST, error)
}

/// Returns when the client goes while a graph decides. What it sends too early is kept.
async fn vanished(stream: &mut Stream, tail: &mut Vec<u8>) -> Error {
    while tail.len() < MOST_EARLY {
        match stream.read_buf(tail).await {
            Ok(0) => {
                return Error::new(
                    Kind::Lost,
                    "the client has gone before its request was answered",
                );
            }
            Ok(_) => {}
            Err(error) => return Error::io(&error),
        }
    }
    std::future::pending().await
}
