use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// A proxy between the program and a peer. While blocked it forwards nothing and closes nothing, like a
/// network that drops every packet.
#[derive(Debug)]
pub struct Relay {
    port: u16,
    gate: Arc<Gate>,
}

#[derive(Debug, Default)]
struct Gate {
    is_shut: Mutex<bool>,
    changed: Condvar,
}

impl Relay {
    /// The address of relays and their targets: in loopback, but not one from which connections start, so no ephemeral
    /// port takes the place of a target that is down.
    pub const ADDRESS: &str = "127.83.87.80";

    /// A relay to a port of [`ADDRESS`](Self::ADDRESS).
    #[must_use]
    pub fn to(port: u16) -> Self {
        Self::between(0, port)
    }

    /// A relay from one port to another; from 0 is from a free one.
    #[must_use]
    pub fn between(own: u16, port: u16) -> Self {
        let listener = TcpListener::bind((Self::ADDRESS, own)).unwrap();
        let relay = Self { port: listener.local_addr().unwrap().port(), gate: Arc::default() };
        let gate = relay.gate.clone();
        thread::spawn(move || {
            for inner in listener.incoming().flatten() {
                // A connection made while the relay is blocked is never answered.
                gate.wait();
                if let Ok(outer) = TcpStream::connect((Self::ADDRESS, port)) {
                    pass(&inner, &outer, &gate);
                    pass(&outer, &inner, &gate);
                }
            }
        });
        relay
    }

    /// Its own port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops forwarding.
    pub fn block(&self) {
        *self.gate.is_shut.lock().unwrap() = true;
    }

    /// Forwards again, including what was held back.
    pub fn unblock(&self) {
        *self.gate.is_shut.lock().unwrap() = false;
        self.gate.changed.notify_all();
    }
}

impl Gate {
    fn wait(&self) {
        let is_shut = self.is_shut.lock().unwrap();
        drop(self.changed.wait_while(is_shut, |is_shut| *is_shut).unwrap());
    }
}

/// Forwards one direction on a thread of its own.
fn pass(from: &TcpStream, to: &TcpStream, gate: &Arc<Gate>) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let gate = gate.clone();
    thread::spawn(move || {
        let _ = forward(&mut from, &mut to, &gate);
        let _ = to.shutdown(Shutdown::Write);
    });
}

fn forward(from: &mut TcpStream, to: &mut TcpStream, gate: &Gate) -> io::Result<()> {
    let mut bytes = vec![0; 16 << 10];
    loop {
        let read = from.read(&mut bytes)?;
        gate.wait();
        if read == 0 {
            return Ok(());
        }
        to.write_all(&bytes[..read])?;
    }
}
