mod attempt;

use crate::close::{GOING_AWAY, close_frame};
use crate::conduct::Conduct;
use crate::dial::Dialer;
use crate::gate::Gate;
use crate::life::{Life, Started};
use crate::link::Link;
use crate::listeners::Register;
use crate::log::Log;
use crate::message::Outgoing;
use crate::room::Room;
use crate::runtime::Tasks;
use crate::settings::{Connection, Fault, WhenClosed};
use crate::state::State;
use crate::target::Target;
use pulsewire_plugin::{ConnectionStatus, Host};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tungstenite::protocol::CloseFrame;

/// A connection of the settings, from the client's side.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) settings: Connection,
    /// What the settings ask for.
    pub(crate) target: Target,
    pub(crate) link: Arc<Link>,
    pub(crate) register: Register,
    /// Closed while the send queue is over its limit and the rule is that senders wait.
    pub(crate) gate: Arc<Gate>,
    /// What was agreed when it last opened.
    agreed: Mutex<Agreed>,
    conduct: Arc<Conduct>,
    dialer: Dialer,
    life: Life<Target>,
    tasks: Arc<Tasks>,
    log: Log,
}

/// What both sides agreed on when the connection opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agreed {
    /// The subprotocol; empty when there is none.
    pub(crate) subprotocol: String,
    /// The extensions, as the server named them; empty when there are none.
    pub(crate) extensions: String,
    /// Which attempt since the last Start it was.
    pub(crate) attempt: u32,
}

impl Client {
    /// A connection that was not started. Relative paths in its settings count from `folder`.
    ///
    /// # Errors
    /// When the settings were not checked.
    pub(crate) fn new(
        settings: Connection,
        folder: &Path,
        tasks: Arc<Tasks>,
        host: Host,
    ) -> Result<Self, Fault> {
        let log = Log::new(host, &settings.name);
        let gate = Arc::<Gate>::default();
        let link = Link::new(settings.send_queue, gate.clone());
        let link = match settings.when_closed {
            WhenClosed::Fail => link,
            WhenClosed::Queue => link.with_room(Room::new(settings.closed_queue)),
        };
        Ok(Self {
            target: Target::from_settings(&settings)?,
            link: Arc::new(link),
            gate,
            agreed: Mutex::default(),
            conduct: Arc::new(Conduct::of_client(&settings)?),
            register: Register::default(),
            dialer: Dialer::new(&settings, folder, log.clone()),
            life: Life::default(),
            tasks,
            log,
            settings,
        })
    }

    /// Starts the connection and returns at once. When it was started before, nothing happens; while it closes,
    /// it is started again when it has closed; while it waits to be tried again, that is what is tried.
    ///
    /// # Errors
    /// When the program is ending.
    pub(crate) fn start(self: &Arc<Self>, target: Target) -> Result<(), String> {
        match self.life.start(&self.link.state, target) {
            Started::Lead(target) => {
                let spawned = self.tasks.spawn(self.clone().lead(target));
                spawned.inspect_err(|_| self.life.abandon(&self.link.state))
            }
            Started::Already(state) => {
                self.log.info(|| format!("start changes nothing: the connection is {state}"));
                Ok(())
            }
            Started::Later | Started::Instead => Ok(()),
            Started::Over => Err("the program is ending".to_owned()),
        }
    }

    /// Closes the connection, or ends the attempt to connect. On WebSocket Stop tells when that is done.
    pub(crate) fn stop(&self, close: CloseFrame) {
        let close = Outgoing::Close(Some(close));
        if !self.life.stop(&self.link.state, || self.link.outbox.push_close(close)) {
            self.log.info(|| "stop changes nothing: the connection is not open".to_owned());
        }
    }

    /// Closes the connection because the program ends.
    pub(crate) fn stop_for_good(&self) {
        let close = Outgoing::Close(Some(close_frame(GOING_AWAY, "")));
        self.life.stop_for_good(&self.link.state, || self.link.outbox.push_close(close));
    }

    /// Tells what waited for the connection to open, when it never will again.
    pub(crate) fn give_up(&self) {
        let lost = self.link.give_up();
        if lost > 0 {
            self.log.warn(|| format!("not sent, because the connection did not open: {lost}"));
        }
    }

    /// What was agreed when it last opened.
    pub(crate) fn agreed(&self) -> Agreed {
        self.agreed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn status(&self) -> ConnectionStatus {
        let state = self.link.state.get();
        let tally = self.link.tally();
        let open = u64::from(state == State::Open);
        tally.status(&self.settings.name, state.to_string(), open)
    }
}
