//! A server of the settings.
//!
//! | file | content |
//! | --- | --- |
//! | `listen`, `bind` | start, accepting clients, stop; listening at the address |
//! | `handshake_limit` | how many handshakes may be in progress |
//! | `serve` | the task of one client |
//! | `handshake`, `pending_requests` | its request, and the graph that decides about it |
//! | `admission`, `routes` | who may connect: limits, paths, origins, subprotocols |
//! | `dismissed` | clients that a graph has disconnected |
//! | `error_summary` | the errors of clients, summed up for the log |
//! | `access` | the access log |
//! | `plain_http` | requests for anything but a WebSocket |
//! | `clients`, `groups` | the connected clients by id, and their groups |

mod access;
mod admission;
mod bind;
mod clients;
mod dismissed;
mod error_summary;
mod groups;
mod handshake;
mod handshake_limit;
mod listen;
mod pending_requests;
mod plain_http;
mod routes;
mod serve;

pub(crate) use clients::{Client, Clients, client_id, client_number};
pub(crate) use pending_requests::{Decision, NO_REQUEST, PendingRequests};

#[cfg(test)]
mod tests;

use handshake_limit::HandshakeLimit;
use routes::Routes;

use crate::events::{ClientErrors, ListenerRegistry, Notifier};
use crate::protocol::close::{GOING_AWAY, close_frame};
use crate::queue::Outgoing;
use crate::runtime::{Lifecycle, Log, Started, State, StateCell, Tasks};
use crate::settings::{self, Fault, SendQueue};
use crate::transport::tls::Acceptor;
use pulsewire_plugin::{ConnectionStatus, Host, Text};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tungstenite::protocol::CloseFrame;

/// A server of the settings.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) settings: settings::Server,
    pub(crate) state: StateCell,
    pub(crate) clients: Arc<Clients>,
    /// The requests that wait for a graph's answer.
    pub(crate) requests: PendingRequests,
    pub(crate) listeners: ListenerRegistry,
    routes: Routes,
    handshake_limit: Arc<HandshakeLimit>,
    tls: Option<Acceptor>,
    lifecycle: Lifecycle<()>,
    /// The Close frame of the last Stop.
    close: Mutex<Option<CloseFrame>>,
    stopped: Notify,
    tasks: Arc<Tasks>,
    host: Host,
    client_errors: Arc<ClientErrors>,
    log: Log,
    /// For what its clients do.
    client_log: Log,
    access_log: Log,
}

impl Server {
    /// Creates a server without starting it. Relative paths in its settings start at `folder`.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn new(
        settings: settings::Server,
        folder: &Path,
        tasks: Arc<Tasks>,
        host: Host,
    ) -> Result<Self, Fault> {
        let log = Log::new(&host, "servers", &settings.name);
        Ok(Self {
            state: StateCell::default(),
            clients: Arc::default(),
            requests: PendingRequests::default(),
            listeners: ListenerRegistry::default(),
            routes: Routes::new(&settings)?,
            handshake_limit: HandshakeLimit::new(
                settings.max_handshakes,
                settings.max_clients_per_address,
            ),
            tls: settings.tls.clone().map(|tls| Acceptor::new(tls, folder)),
            lifecycle: Lifecycle::default(),
            close: Mutex::default(),
            stopped: Notify::new(),
            tasks,
            client_errors: Arc::default(),
            client_log: log.for_part("clients"),
            access_log: log.for_part("access"),
            log,
            host,
            settings,
        })
    }

    /// Starts listening and returns at once. Does nothing if it was already started; if it is stopping, it starts again
    /// once it has stopped. Does nothing when the program is ending.
    ///
    /// # Errors
    /// When the threads cannot be created.
    pub(crate) fn start(self: &Arc<Self>) -> Result<(), String> {
        match self.lifecycle.start(&self.state, ()) {
            Started::Spawn(()) => {
                let spawned = self.tasks.spawn(self.clone().run());
                spawned.inspect_err(|_| self.lifecycle.abandon(&self.state))
            }
            Started::Already(state) => {
                self.log.info(|| format!("start has no effect: the server is {state}"));
                Ok(())
            }
            Started::AfterStop | Started::NextAttempt => Ok(()),
            Started::ShutDown => {
                self.log.info(|| "start has no effect: the program is ending".to_owned());
                Ok(())
            }
        }
    }

    /// Stops listening and closes every client. On WebSocket Server Stop fires when that is done.
    pub(crate) fn stop(&self, close: CloseFrame) {
        if !self.lifecycle.stop(&self.state, || self.request_stop(close)) {
            self.log.info(|| "stop has no effect: the server is not listening".to_owned());
        }
    }

    /// Stops because the program ends.
    pub(crate) fn shut_down(&self) {
        let close = close_frame(GOING_AWAY, "");
        self.lifecycle.shut_down(&self.state, || self.request_stop(close));
    }

    /// Cuts the clients that have not answered the Close frame.
    pub(crate) fn cut(&self) {
        let left = self.clients.cut_all();
        if left > 0 {
            self.log.info(|| format!("{left} clients did not close in time and were cut"));
        }
    }

    /// Returns whether it has stopped because the program ends.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.lifecycle.is_shut_down()
    }

    pub(crate) fn status(&self) -> ConnectionStatus {
        let (open, counts) = self.clients.count();
        let state = match self.state.get() {
            State::Open => "listening".to_owned(),
            other => other.to_string(),
        };
        let errors = self.client_errors.read();
        ConnectionStatus {
            client_errors: errors.total(),
            client_errors_by_kind: errors.by_kind(),
            ..counts.status(&self.settings.name, state, open)
        }
    }

    /// The limits of the clients' send queues, at each of its paths.
    pub(crate) fn send_queues(&self) -> impl Iterator<Item = &SendQueue> {
        self.routes.all().map(|route| &route.settings.send_queue)
    }

    /// Returns the message prepared to be compressed once for several clients.
    pub(crate) fn prepare_shared(&self, message: &Outgoing) -> Outgoing {
        match self.routes.all().any(|route| route.compression().is_some()) {
            true => message.clone().shared(),
            false => message.clone(),
        }
    }

    fn notifier(&self) -> Notifier {
        Notifier::new(self.listeners.snapshot(), self.log.clone(), Some(Text::default()))
    }

    /// For what a client does that has no id.
    fn client_notifier(&self) -> Notifier {
        let log = self.client_log.clone();
        let notifier = Notifier::new(self.listeners.snapshot(), log, Some(Text::default()));
        notifier.of_clients(self.client_errors.clone())
    }

    fn request_stop(&self, close: CloseFrame) {
        *self.close.lock().unwrap_or_else(PoisonError::into_inner) = Some(close);
        self.stopped.notify_one();
    }
}
