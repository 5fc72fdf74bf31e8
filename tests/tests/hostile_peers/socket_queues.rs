use pulsewire_tests::sockets::{Listener, open_raw};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Whether bytes that a socket has sent are still in a socket queue of the system, on either side.
pub(crate) fn is_unread(stream: &TcpStream) -> bool {
    // A connection that is over has no other side any more.
    let (Ok(own), Ok(other)) = (stream.local_addr(), stream.peer_addr()) else { return false };
    let [own, other] = [own, other].map(|address| match address {
        SocketAddr::V4(address) => {
            format!("{:08X}:{:04X}", u32::from_ne_bytes(address.ip().octets()), address.port())
        }
        SocketAddr::V6(address) => panic!("{address}: tests use IPv4"),
    });
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    table.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, local, remote, _, queues, ..] = fields[..] else { return false };
        let Some((unsent, unread)) = queues.split_once(':') else { return false };
        let waits = |queue: &str| queue.bytes().any(|digit| digit != b'0');
        (local == own && remote == other && waits(unsent))
            || (local == other && remote == own && waits(unread))
    })
}

#[test]
fn sent_bytes_are_unread_until_the_receiver_reads_them() {
    let listener = Listener::new();
    let mut sender = open_raw(listener.port());
    let mut receiver = listener.accept();
    assert!(!is_unread(&sender));
    sender.write_all(b"four").unwrap();
    receiver.read_exact(&mut [0; 2]).unwrap();
    assert!(is_unread(&sender));
    receiver.read_exact(&mut [0; 2]).unwrap();
    assert!(!is_unread(&sender));
}
