use super::pipe::{LIMITS, Pipe, binary, line, read_all, socket, why};
use crate::protocol::frames::{Incoming, Socket, SocketError};
use crate::protocol::limits::Limits;
use tungstenite::protocol::Role;

/// What a server sends: fragments with a Ping between them, an empty message, a large one, a Pong and a Close.
fn stream() -> (Vec<u8>, Vec<String>) {
    let mut bytes = vec![0x01, 3, b'g', b'r', 0xc3, 0x89, 1, 7, 0x80, 2, 0xbc, b'!', 0x82, 0];
    bytes.extend([0x82, 126, 0x13, 0x88]);
    bytes.extend([9; 5000]);
    bytes.extend([0x8a, 0, 0x88, 5, 0x03, 0xe8, b'b', b'y', b'e']);
    let large = binary(&[9; 5000]);
    let lines = ["ping [7]", "text grü!", &binary(b""), &large, "pong []", "close 1000 bye"];
    (bytes, lines.map(str::to_owned).to_vec())
}

#[test]
fn a_stream_reads_the_same_wherever_it_is_cut() {
    let (bytes, lines) = stream();
    for cut in (0..60).chain(4990..bytes.len()) {
        let mut socket = socket(Role::Client, LIMITS, &[&bytes[..cut], &bytes[cut..]]);
        let (read, error) = read_all(&mut socket);
        assert_eq!(read, lines, "cut at {cut}");
        assert_eq!(why(&error), "later");
    }
    let bytewise: Vec<_> = bytes.chunks(1).collect();
    assert_eq!(read_all(&mut socket(Role::Client, LIMITS, &bytewise)).0, lines);
}

#[test]
fn bytes_after_the_handshake_are_read_first() {
    let (bytes, lines) = stream();
    for cut in [0, 1, 20, 30, bytes.len()] {
        let pipe = Pipe { chunks: [bytes[cut..].to_vec()].into(), ..Pipe::default() };
        let config = super::pipe::config(Role::Client);
        let tail = bytes[..cut].to_vec();
        let mut socket =
            Socket::new(pipe, crate::protocol::frames::SocketConfig { tail, ..config });
        assert_eq!(read_all(&mut socket).0, lines);
    }
}

#[test]
fn invalid_utf8_fails_before_the_message_is_complete() {
    let streams: [&[u8]; 4] = [
        &[0x81, 9, b'a', 0xff],
        &[0x01, 2, b'a', 0xff, 0x80, 9],
        &[0x01, 2, 0xf4, 0x90],
        &[0x81, 126, 0x20, 0, b'a', 0xff],
    ];
    for stream in streams {
        let (_, error) = read_all(&mut socket(Role::Client, LIMITS, &[stream]));
        assert_eq!(why(&error), "utf8", "{stream:?}");
    }
    let half: &[u8] = &[0x81, 9, b'a', 0xf0, 0x9f, 0x98];
    assert_eq!(why(&read_all(&mut socket(Role::Client, LIMITS, &[half])).1), "later");
    let cut_off: &[u8] = &[0x81, 4, b'a', 0xf0, 0x9f, 0x98];
    assert_eq!(why(&read_all(&mut socket(Role::Client, LIMITS, &[cut_off])).1), "utf8");
}

#[test]
fn each_limit_fails_with_its_kind_before_the_payload_arrives() {
    let limits = Limits { message: 10, frame: Some(8), fragments: Some(3), inflated: 10 };
    let kind = |bytes: &[u8]| why(&read_all(&mut socket(Role::Client, limits, &[bytes])).1);
    assert_eq!(kind(&[0x82, 8, 0, 0, 0, 0, 0, 0, 0, 0]), "later");
    assert_eq!(kind(&[0x82, 9]), "frame_too_large");
    assert_eq!(kind(&[0x82, 11]), "too_large");
    assert_eq!(kind(&[0x82, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0]), "too_large");
    assert_eq!(kind(&[0x82, 127, 0xff, 0, 0, 0, 0, 0, 0, 0]), "protocol");
    assert_eq!(kind(&[0x02, 6, 0, 0, 0, 0, 0, 0, 0x80, 5]), "too_large");
    assert_eq!(kind(&[0x02, 0, 0x00, 0, 0x80, 0]), "later");
    assert_eq!(kind(&[0x02, 0, 0x00, 0, 0x00, 0, 0x80, 0]), "too_many_fragments");
}

#[test]
fn an_announced_large_payload_takes_no_memory() {
    let promise = [0x82, 127, 0, 0, 0, 0, 0x03, 0xff, 0xff, 0xff, 1];
    let mut socket = socket(Role::Client, LIMITS, &[&promise]);
    assert_eq!(why(&read_all(&mut socket).1), "later");
    assert!(socket.memory() <= 2 << 20, "{}", socket.memory());
}

#[test]
fn an_idle_socket_holds_no_memory() {
    let (bytes, _) = stream();
    let mut socket = socket(Role::Client, LIMITS, &[&bytes[..bytes.len() - 7]]);
    read_all(&mut socket);
    assert_eq!(socket.flush().map_err(|error| why(&error)), Ok(()));
    assert_eq!(socket.memory(), 0);
}

#[test]
fn a_large_payload_stays_where_it_was_read() {
    let mut bytes = vec![0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0];
    bytes.resize(10 + 65_536, 5);
    // The first message shows that large ones follow.
    let mut socket = socket(Role::Client, LIMITS, &[&bytes, &bytes]);
    assert!(matches!(socket.read(), Ok(Incoming::Binary(_))));
    socket.get_mut().large_reads.clear();
    let message = loop {
        match socket.read() {
            Ok(Incoming::Binary(message)) => break message,
            Err(SocketError::WouldBlock) => {}
            other => {
                panic!("{}", other.map_or_else(|error| why(&error).to_owned(), |it| line(&it)))
            }
        }
    };
    let end = message.as_ptr().wrapping_add(message.len());
    let reads = &socket.get_mut().large_reads;
    let stayed = reads.iter().filter(|read| (message.as_ptr()..end).contains(*read)).count();
    assert_eq!(stayed, reads.len() - 1, "all but the read of the header");
}

#[test]
fn an_end_without_a_close_frame_is_a_loss() {
    for (bytes, kind) in [(&[][..], "lost"), (&[0x81, 9, b'a'], "lost"), (&[0x88, 0], "closed")] {
        let mut socket = socket(Role::Client, LIMITS, &[bytes]);
        socket.get_mut().at_end = true;
        assert_eq!(why(&read_all(&mut socket).1), kind);
    }
}

#[test]
fn data_after_a_close_frame_is_ignored() {
    let mut socket = socket(Role::Client, LIMITS, &[&[0x88, 0, 0x81, 1, b'a'], &[0xff; 100]]);
    socket.get_mut().at_end = true;
    let (lines, error) = read_all(&mut socket);
    assert_eq!((lines, why(&error)), (vec!["close".to_owned()], "closed"));
}
