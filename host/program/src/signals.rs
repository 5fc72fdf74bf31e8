//! SIGINT and SIGTERM end a run.

use crate::logging::write_error_line;
use crossbeam_channel::{Receiver, Sender, bounded};
use pulsewire_runtime::Exit;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals as System;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// SIGINT and SIGTERM: the first requests a clean stop, the second ends the process at once.
#[derive(Clone, Debug)]
pub(crate) struct Signals {
    /// Receives the signal that requests a clean stop.
    pub(crate) first: Receiver<u8>,
    is_stopping: Arc<AtomicBool>,
    /// No clean stop is possible.
    ends_process: Arc<AtomicBool>,
}

impl Signals {
    /// Starts to listen. From now on the signals no longer end the process by themselves.
    ///
    /// # Errors
    /// When the handlers cannot be installed.
    pub(crate) fn listen() -> io::Result<Self> {
        let system = System::new([SIGINT, SIGTERM])?;
        let (send, first) = bounded(1);
        let signals = Self { first, is_stopping: Arc::default(), ends_process: Arc::default() };
        let listening = signals.clone();
        let work = move || listening.handle(system, &send);
        thread::Builder::new().name("pulsewire-signals".into()).spawn(work)?;
        Ok(signals)
    }

    /// Marks that the clean stop has begun: from now on any signal ends the process.
    pub(crate) fn stopping(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
    }

    /// Lets a signal end the process, also one that has come already: there is nothing to stop cleanly.
    pub(crate) fn end_process(&self) {
        self.ends_process.store(true, Ordering::SeqCst);
        if let Ok(signal) = self.first.try_recv() {
            let _ = emulate_default_handler(signal.into());
        }
    }

    fn handle(&self, mut system: System, send: &Sender<u8>) {
        for signal in system.forever() {
            if self.ends_process.load(Ordering::SeqCst) {
                let _ = emulate_default_handler(signal);
            }
            let signal = u8::try_from(signal).unwrap_or_default();
            if self.is_stopping.swap(true, Ordering::SeqCst) {
                write_error_line("ended by a signal before the clean stop was complete");
                std::process::exit(Exit::Signal(signal).status().into());
            }
            let _ = send.try_send(signal);
            if self.ends_process.load(Ordering::SeqCst) {
                self.end_process();
            }
        }
    }
}
