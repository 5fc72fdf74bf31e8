//! A connection opened by a client.
//!
//! | file | content |
//! | --- | --- |
//! | `attempt` | each attempt to open it, and the wait for the next one |
//! | `attempt_config` | the settings for an attempt, each `${…}` resolved again |
//! | `overrides` | what a Start overrides |

mod attempt;
mod attempt_config;
mod overrides;

pub(crate) use attempt_config::AttemptConfig;
pub(crate) use overrides::Overrides;

use crate::connection::ConnectionHandle;
use crate::events::ListenerRegistry;
use crate::protocol::close::{GOING_AWAY, close_frame};
use crate::queue::{Gate, OfflineQueue, Outgoing};
use crate::runtime::{Lifecycle, Log, Started, State, Tasks};
use crate::settings::{Connection, Fault, Reconnect, SendQueue, WhenClosed};
use attempt_config::ConfigCache;
use pulsewire_plugin::{ConnectionStatus, Host, Project};
use std::sync::{Arc, Mutex, PoisonError};
use tungstenite::protocol::CloseFrame;

/// A connection of the settings.
#[derive(Debug)]
pub(crate) struct Client {
    name: String,
    /// It starts with the project.
    pub(crate) autostart: bool,
    pub(crate) send_queue: SendQueue,
    reconnect: Option<Reconnect>,
    pub(crate) handle: Arc<ConnectionHandle>,
    pub(crate) listeners: ListenerRegistry,
    /// Closed while the send queue is over its limit and its rule is `wait`.
    pub(crate) gate: Arc<Gate>,
    /// What was negotiated when it last opened.
    last_opening: Mutex<LastOpening>,
    configs: ConfigCache,
    lifecycle: Lifecycle<Overrides>,
    tasks: Arc<Tasks>,
    log: Log,
}

/// What both sides negotiated when the connection opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastOpening {
    /// The subprotocol; empty when there is none.
    pub(crate) subprotocol: String,
    /// The extensions, as in the server's response; empty when there are none.
    pub(crate) extensions: String,
    /// The number of the attempt since the last Start.
    pub(crate) attempt: u32,
}

impl Client {
    /// Creates the connection at position `index` of the settings, without starting it.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn new(
        settings: Connection,
        index: usize,
        project: &Project,
        tasks: Arc<Tasks>,
        host: Host,
    ) -> Result<Self, Fault> {
        let log = Log::new(&host, "connections", &settings.name);
        let gate = Arc::<Gate>::default();
        let handle = ConnectionHandle::new(settings.send_queue, gate.clone());
        let handle = match settings.when_closed {
            WhenClosed::Fail => handle,
            WhenClosed::Queue => {
                handle.with_offline_queue(OfflineQueue::new(settings.closed_queue))
            }
        };
        Ok(Self {
            handle: Arc::new(handle),
            gate,
            last_opening: Mutex::default(),
            listeners: ListenerRegistry::default(),
            configs: ConfigCache::new(&settings, index, project, log.clone())?,
            lifecycle: Lifecycle::default(),
            tasks,
            log,
            name: settings.name,
            autostart: settings.autostart,
            send_queue: settings.send_queue,
            reconnect: settings.reconnect,
        })
    }

    /// Starts the connection and returns at once. Does nothing if it was already started; if it is closing, it starts
    /// again once it has closed; if it is waiting to reconnect, `instead` applies to the next attempt.
    /// Does nothing when the program is ending.
    ///
    /// # Errors
    /// When the threads cannot be created.
    pub(crate) fn start(self: &Arc<Self>, overrides: Overrides) -> Result<(), String> {
        match self.lifecycle.start(&self.handle.state, overrides) {
            Started::Spawn(overrides) => {
                let spawned = self.tasks.spawn(self.clone().run(overrides));
                spawned.inspect_err(|_| self.lifecycle.abandon(&self.handle.state))
            }
            Started::Already(state) => {
                self.log.info(|| format!("start has no effect: the connection is {state}"));
                Ok(())
            }
            Started::AfterStop | Started::NextAttempt => Ok(()),
            Started::ShutDown => {
                self.log.info(|| "start has no effect: the program is ending".to_owned());
                Ok(())
            }
        }
    }

    /// Closes the connection, or cancels the attempt to connect. On WebSocket Stop fires when that is done.
    pub(crate) fn stop(&self, close: CloseFrame) {
        let close = Outgoing::Close(Some(close));
        if !self.lifecycle.stop(&self.handle.state, || self.handle.outbox.push_close(close)) {
            self.log.info(|| "stop has no effect: the connection is not open".to_owned());
        }
    }

    /// Closes the connection because the program ends.
    pub(crate) fn shut_down(&self) {
        let close = Outgoing::Close(Some(close_frame(GOING_AWAY, "")));
        self.lifecycle.shut_down(&self.handle.state, || self.handle.outbox.push_close(close));
    }

    /// Cuts the connection, if its peer has not answered the Close frame.
    pub(crate) fn cut(&self) {
        if self.handle.state.get() != State::Closed {
            self.log.info(|| "the peer did not close in time, so the connection is cut".to_owned());
            self.handle.cut();
        }
    }

    /// Counts the connection as leaked if it has not closed.
    pub(crate) fn count_leaked(&self) {
        let leaked = self.handle.state.get() != State::Closed;
        self.handle.counters.add_leaked(u64::from(leaked));
    }

    /// Logs the messages that waited for the connection to open, when it never will again.
    pub(crate) fn report_undelivered(&self) {
        let lost = self.handle.discard_all();
        if lost > 0 {
            self.log
                .warn(|| format!("messages not sent because the connection did not open: {lost}"));
        }
    }

    /// The settings of the last attempt.
    pub(crate) fn config(&self) -> Arc<AttemptConfig> {
        self.configs.last()
    }

    /// What was negotiated when it last opened.
    pub(crate) fn last_opening(&self) -> LastOpening {
        self.last_opening.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn status(&self) -> ConnectionStatus {
        let state = self.handle.state.get();
        let counts = self.handle.counts();
        let open = u64::from(state == State::Open);
        counts.status(&self.name, state.to_string(), open)
    }
}
