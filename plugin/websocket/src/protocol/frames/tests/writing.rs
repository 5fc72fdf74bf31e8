use super::pipe::{LIMITS, binary, config, pair, read_all, socket, why};
use crate::protocol::close::close_frame;
use crate::protocol::frames::{Socket, SocketConfig, SocketError};
use pulsewire_plugin::Payload;
use tungstenite::protocol::Role;

fn payload(length: usize) -> Payload {
    Payload::from_owner((0..length).map(|at| at as u8).collect::<Vec<_>>())
}

#[test]
fn many_small_messages_are_written_together() {
    let (_, mut server) = pair(None, usize::MAX);
    for _ in 0..1000 {
        server.write(true, Payload::copy_from(b"hello")).unwrap();
    }
    assert!(server.get_mut().written.is_empty());
    server.flush().unwrap();
    assert_eq!(server.get_mut().written.len(), 7000);
}

#[test]
fn a_server_writes_a_large_message_without_a_copy() {
    let (_, mut server) = pair(None, usize::MAX);
    let message = payload(100_000);
    server.write(false, message.clone()).unwrap();
    assert_eq!(server.get_mut().large_writes, [message.as_ptr()]);
}

#[test]
fn copied_messages_are_written_in_full_buffers() {
    for (role, fragment) in [(Role::Client, usize::MAX), (Role::Client, 1000), (Role::Server, 1000)]
    {
        let config = SocketConfig { fragment, ..config(role) };
        let mut socket = Socket::new(super::pipe::Pipe::default(), config);
        (0..20).for_each(|_| socket.write(false, payload(64 << 10)).unwrap());
        socket.flush().unwrap();
        let pipe = socket.get_mut();
        let most = pipe.written.len().div_ceil((64 << 10) - 512);
        assert!(pipe.writes <= most, "{} writes of {} bytes", pipe.writes, pipe.written.len());
    }
}

#[test]
fn a_full_stream_loses_nothing_and_one_buffer_is_enough() {
    let (mut client, mut server) = pair(None, usize::MAX);
    let message = payload(1 << 20);
    client.get_mut().room = Some(0);
    assert!(matches!(client.write(false, message.clone()), Err(SocketError::WouldBlock)));
    while {
        client.get_mut().room = Some(10_007);
        matches!(client.flush(), Err(SocketError::WouldBlock))
    } {
        assert!(client.memory() <= 128 << 10, "{}", client.memory());
    }
    assert_eq!(client.memory(), 0);
    let sent = std::mem::take(&mut client.get_mut().written);
    server.get_mut().chunks.push_back(sent);
    assert_eq!(read_all(&mut server).0, [binary(&message)]);
}

#[test]
fn while_the_stream_is_full_only_the_last_pong_waits() {
    let mut pings = Vec::new();
    for number in 0..10_000_u16 {
        pings.extend([0x89, 2]);
        pings.extend(number.to_be_bytes());
    }
    let mut socket = socket(Role::Client, LIMITS, &[&pings]);
    socket.get_mut().room = Some(0);
    read_all(&mut socket);
    assert!(socket.memory() <= 128 << 10, "{}", socket.memory());
    socket.get_mut().room = None;
    socket.flush().unwrap();
    let (_, mut server) = pair(None, usize::MAX);
    server.get_mut().chunks.push_back(std::mem::take(&mut socket.get_mut().written));
    let (pongs, _) = read_all(&mut server);
    assert_eq!(pongs.last(), Some(&format!("pong {:?}", 9999_u16.to_be_bytes())));
}

#[test]
fn a_ping_is_sent_between_the_fragments_of_a_large_message() {
    for role in [Role::Client, Role::Server] {
        let config = SocketConfig { fragment: 100_000, ..config(role) };
        let mut socket = Socket::new(super::pipe::Pipe::default(), config);
        let message = payload(1 << 20);
        socket.get_mut().room = Some(150_000);
        assert!(matches!(socket.write(false, message.clone()), Err(SocketError::WouldBlock)));
        socket.ping(b"1");
        let closed = socket.close(Some(&close_frame(1000, "")));
        assert!(matches!(closed, Err(SocketError::WouldBlock)));
        socket.get_mut().room = None;
        assert_eq!(socket.flush().map_err(|error| why(&error)), Ok(()));
        let (client, server) = pair(None, usize::MAX);
        let mut other = if role == Role::Client { server } else { client };
        other.get_mut().chunks.push_back(std::mem::take(&mut socket.get_mut().written));
        let whole = binary(&message);
        assert_eq!(read_all(&mut other).0, ["ping [49]", &whole, "close 1000 "]);
    }
}

#[test]
fn a_server_closes_after_both_close_frames_and_a_client_at_the_end_of_the_stream() {
    let (mut client, mut server) = pair(None, usize::MAX);
    client.close(Some(&close_frame(4000, "bye"))).unwrap();
    assert!(!client.can_write());
    server.get_mut().chunks.push_back(std::mem::take(&mut client.get_mut().written));
    let (lines, error) = read_all(&mut server);
    assert_eq!((lines, why(&error)), (vec!["close 4000 bye".to_owned()], "closed"));
    client.get_mut().chunks.push_back(std::mem::take(&mut server.get_mut().written));
    let (lines, error) = read_all(&mut client);
    assert_eq!((lines, why(&error)), (vec!["close 4000 bye".to_owned()], "later"));
    client.get_mut().at_end = true;
    assert_eq!(why(&read_all(&mut client).1), "closed");
}
