//! The signals that end a run.

use crate::logging::say;
use crossbeam_channel::{Receiver, Sender, bounded};
use pulsewire_runtime::Exit;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals as System;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// SIGINT and SIGTERM: the first asks for a clean stop, the next one ends the process at once, whatever it does then.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    /// Gives the one that asks for a clean stop.
    pub(crate) first: Receiver<u8>,
    is_stopping: Arc<AtomicBool>,
}

impl Signals {
    /// Listens. From now on the signals do not end the process by themselves.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn listen() -> io::Result<Self> {
        let system = System::new([SIGINT, SIGTERM])?;
        let (send, first) = bounded(1);
        let signals = Self { first, is_stopping: Arc::default() };
        let listening = signals.clone();
        let work = move || listening.hear(system, &send);
        thread::Builder::new().name("pulsewire-signals".into()).spawn(work)?;
        Ok(signals)
    }

    /// The clean stop has begun: from now on any signal ends the process.
    pub(crate) fn stopping(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
    }

    fn hear(&self, mut system: System, send: &Sender<u8>) {
        for signal in system.forever() {
            let signal = u8::try_from(signal).unwrap_or_default();
            if self.is_stopping.swap(true, Ordering::SeqCst) {
                say("cut off by a signal before everything had stopped");
                std::process::exit(Exit::Signal(signal).status().into());
            }
            let _ = send.try_send(signal);
        }
    }
}
