use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// A proxy between the program and a peer, which can fall silent: it then forwards nothing and closes nothing, as a
/// network does that drops everything.
#[derive(Debug)]
pub struct Relay {
    port: u16,
    valve: Arc<Valve>,
}

#[derive(Debug, Default)]
struct Valve {
    is_shut: Mutex<bool>,
    changed: Condvar,
}

impl Relay {
    /// Where relays listen and what they lead to: loopback, but where no connection begins by itself. So nobody takes
    /// a port there while it is down.
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
        let relay = Self { port: listener.local_addr().unwrap().port(), valve: Arc::default() };
        let valve = relay.valve.clone();
        thread::spawn(move || {
            for inner in listener.incoming().flatten() {
                // What is connected while the network drops everything gets no answer, ever.
                valve.wait();
                if let Ok(outer) = TcpStream::connect((Self::ADDRESS, port)) {
                    pass(&inner, &outer, &valve);
                    pass(&outer, &inner, &valve);
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

    /// From now on nothing passes.
    pub fn fall_silent(&self) {
        *self.valve.is_shut.lock().unwrap() = true;
    }

    /// From now on everything passes, what was held back too.
    pub fn recover(&self) {
        *self.valve.is_shut.lock().unwrap() = false;
        self.valve.changed.notify_all();
    }
}

impl Valve {
    fn wait(&self) {
        let is_shut = self.is_shut.lock().unwrap();
        drop(self.changed.wait_while(is_shut, |is_shut| *is_shut).unwrap());
    }
}

/// Forwards one direction on a thread of its own.
fn pass(from: &TcpStream, to: &TcpStream, valve: &Arc<Valve>) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let valve = valve.clone();
    thread::spawn(move || {
        let _ = forward(&mut from, &mut to, &valve);
        let _ = to.shutdown(Shutdown::Write);
    });
}

fn forward(from: &mut TcpStream, to: &mut TcpStream, valve: &Valve) -> io::Result<()> {
    let mut bytes = vec![0; 16 << 10];
    loop {
        let read = from.read(&mut bytes)?;
        valve.wait();
        if read == 0 {
            return Ok(());
        }
        to.write_all(&bytes[..read])?;
    }
}
