//! A server of the settings.

mod clients;
mod doorway;
mod groups;
mod http;
mod listen;
mod place;
mod receive;
mod requests;
mod serve;
mod site;

pub(crate) use clients::{Client, Clients, id, number};
pub(crate) use requests::{Requests, Verdict};

#[cfg(test)]
mod tests;

use doorway::Doorway;
use site::Sites;

use crate::close::{GOING_AWAY, close_frame};
use crate::herald::Herald;
use crate::life::{Life, Started};
use crate::listeners::Register;
use crate::log::Log;
use crate::message::Outgoing;
use crate::runtime::Tasks;
use crate::settings::{self, Fault, SendQueue};
use crate::state::{State, StateCell};
use crate::tls::Acceptor;
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
    /// The requests that wait for a graph to answer them.
    pub(crate) requests: Requests,
    pub(crate) register: Register,
    sites: Sites,
    doorway: Arc<Doorway>,
    tls: Option<Acceptor>,
    life: Life<()>,
    /// The Close frame of the last Stop.
    close: Mutex<Option<CloseFrame>>,
    stopped: Notify,
    tasks: Arc<Tasks>,
    log: Log,
}

impl Server {
    /// A server that was not started. Relative paths in its settings count from `folder`.
    ///
    /// # Errors
    /// When the settings were not checked.
    pub(crate) fn new(
        settings: settings::Server,
        folder: &Path,
        tasks: Arc<Tasks>,
        host: Host,
    ) -> Result<Self, Fault> {
        Ok(Self {
            state: StateCell::default(),
            clients: Arc::default(),
            requests: Requests::default(),
            register: Register::default(),
            sites: Sites::new(&settings)?,
            doorway: Doorway::new(settings.max_handshakes, settings.max_clients_per_address),
            tls: settings.tls.clone().map(|tls| Acceptor::new(tls, folder)),
            life: Life::default(),
            close: Mutex::default(),
            stopped: Notify::new(),
            tasks,
            log: Log::new(host, &settings.name),
            settings,
        })
    }

    /// Starts listening and returns at once. When it was started before, nothing happens; while it stops, it is
    /// started again when it has stopped.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) fn start(self: &Arc<Self>) -> Result<(), String> {
        match self.life.start(&self.state, ()) {
            Started::Lead(()) => {
                let spawned = self.tasks.spawn(self.clone().lead());
                spawned.inspect_err(|_| self.life.abandon(&self.state))
            }
            Started::Already(state) => {
                self.log.info(|| format!("start changes nothing: the server is {state}"));
                Ok(())
            }
            Started::Later | Started::Instead => Ok(()),
            Started::Over => Err("the program is ending".to_owned()),
        }
    }

    /// Stops listening and closes every client. On WebSocket Server Stop tells when that is done.
    pub(crate) fn stop(&self, close: CloseFrame) {
        if !self.life.stop(&self.state, || self.ask_to_stop(close)) {
            self.log.info(|| "stop changes nothing: the server does not listen".to_owned());
        }
    }

    /// Stops because the program ends.
    pub(crate) fn stop_for_good(&self) {
        let close = close_frame(GOING_AWAY, "");
        self.life.stop_for_good(&self.state, || self.ask_to_stop(close));
    }

    /// Whether it has stopped because the program ends.
    pub(crate) fn is_over(&self) -> bool {
        self.life.is_over()
    }

    pub(crate) fn status(&self) -> ConnectionStatus {
        let (open, tally) = self.clients.count();
        let state = match self.state.get() {
            State::Open => "listening".to_owned(),
            other => other.to_string(),
        };
        tally.status(&self.settings.name, state, open)
    }

    /// How much may wait to be sent to a client, at each of its paths.
    pub(crate) fn send_queues(&self) -> impl Iterator<Item = &SendQueue> {
        self.sites.all().map(|site| &site.settings.send_queue)
    }

    /// A message, made ready to be compressed once when it goes to several clients.
    pub(crate) fn for_several(&self, message: &Outgoing) -> Outgoing {
        match self.sites.all().any(|site| site.compression().is_some()) {
            true => message.clone().shared(),
            false => message.clone(),
        }
    }

    fn herald(&self) -> Herald {
        Herald::new(self.register.now(), self.log.clone(), Some(Text::default()))
    }

    fn ask_to_stop(&self, close: CloseFrame) {
        *self.close.lock().unwrap_or_else(PoisonError::into_inner) = Some(close);
        self.stopped.notify_one();
    }
}
