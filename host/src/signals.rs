//! The signals that end a run.

use crossbeam_channel::{Receiver, bounded};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io;
use std::thread;

/// Gives SIGINT and SIGTERM, as they come. From now on they do not end the process by themselves.
///
/// # Errors
/// When the system refuses.
pub(crate) fn signals() -> io::Result<Receiver<u8>> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    // Two are all that matter: one to stop cleanly, one to cut off.
    let (send, receive) = bounded(2);
    thread::Builder::new().name("pulsewire-signals".into()).spawn(move || {
        for signal in signals.forever() {
            let _ = send.try_send(u8::try_from(signal).unwrap_or_default());
        }
    })?;
    Ok(receive)
}
