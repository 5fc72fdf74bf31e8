//! The clients of a server.

use crate::peer::{Peer, listen};
use crate::rig::{Rig, eventually};
use pulsewire_plugin::{Array, Binary, Flow, Plugin, Value};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

fn rig() -> (Peer, Rig) {
    let server =
        json!({ "name": "S", "port": 0, "close_timeout_ms": 2000, "max_message_bytes": 2_000_000 });
    (Peer::new(), Rig::new(&json!({ "servers": [server] })))
}

#[test]
fn a_server_echoes_to_the_sender() {
    let (peer, mut rig) = rig();
    let [receive, send, connect] =
        rig.nodes("S", ["on_server_receive", "server_send", "on_server_connect"]);
    rig.wire(receive, send, 2);
    let port = listen(&mut rig);
    let mut first = peer.connect(port);
    // Two that connect at once may be told in either order.
    rig.wait(connect);
    let mut second = peer.connect(port);
    let event = rig.wait(connect);
    assert_eq!((event.text("client"), event.text("path")), ("2".to_owned(), "/".to_owned()));
    assert!(event.text("remote_address").starts_with("127.0.0.1:"));
    let Value::Dictionary(headers) = event.get("headers") else { panic!("no headers") };
    assert_eq!(headers.get("upgrade"), Some(&Value::from("websocket")));
    for text in ["a", "", &"x".repeat(1 << 20)] {
        for socket in [&mut first, &mut second] {
            peer.send(socket, text);
            assert!(peer.receive(socket) == Message::text(text));
        }
    }
    (0..1000).for_each(|at| peer.send(&mut second, format!("{at}")));
    for at in 0..1000 {
        assert_eq!(peer.receive(&mut second), Message::text(format!("{at}")));
    }
    // Counters are those of whole turns.
    rig.until(|status| status.messages_out >= 1006);
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.open, status.messages_in, status.messages_out), (2, 1006, 1006));
}

#[test]
fn binary_messages_keep_their_kind() {
    let (peer, mut rig) = rig();
    let attributes = json!({ "configuration": "S", "is_binary": true });
    let receive = rig.node("on_server_receive", attributes.clone());
    let send = rig.node("server_send", attributes);
    let [error] = rig.nodes("S", ["on_server_error"]);
    let [_text] = rig.nodes("S", ["on_server_receive"]);
    let port = listen(&mut rig);
    let mut socket = peer.connect(port);
    peer.send(&mut socket, vec![0xff, 0]);
    let event = rig.wait(receive);
    assert_eq!(*event.get("message"), Value::from(Binary::from(&[0xff, 0][..])));
    assert_eq!(*event.get("was_binary"), Value::Bool(true));
    rig.pulse(send, &[event.get("client").clone(), event.get("message").clone()]).ok();
    assert_eq!(peer.receive(&mut socket), Message::binary(vec![0xff, 0]));
    let told = rig.wait(error);
    assert_eq!(
        (told.error("is not UTF-8"), told.text("client")),
        ("utf8".to_owned(), "1".to_owned())
    );
}

#[test]
fn send_reaches_one_several_or_all_clients() {
    let (peer, mut rig) = rig();
    let [connect, send] = rig.nodes("S", ["on_server_connect", "server_send"]);
    let port = listen(&mut rig);
    let mut sockets = [peer.connect(port), peer.connect(port), peer.connect(port)];
    (0..3).for_each(|_| drop(rig.wait(connect)));
    let ids = |ids: &[&str]| Value::from(ids.iter().map(|id| Value::from(*id)).collect::<Array>());
    for (to, expected) in [
        (Value::Null, &[0, 1, 2][..]),
        (Value::from(""), &[0, 1, 2]),
        (Value::from("2"), &[1]),
        (ids(&["3", "1"]), &[0, 2]),
        (ids(&[]), &[]),
    ] {
        let text = Value::from(format!("to {to}"));
        let sent = rig.pulse(send, &[to, text.clone()]);
        assert_eq!(sent.ok().int("sent"), i64::try_from(expected.len()).unwrap());
        for at in expected {
            assert_eq!(peer.receive(&mut sockets[*at]), Message::text(text.to_string()));
        }
    }
    let pulsed = rig.pulse(send, &[ids(&["9", "1"]), Value::from("x")]);
    let (code, message) = pulsed.failed();
    assert_eq!((code.as_str(), message.as_str()), ("no_client", "there is no client `9`"));
    assert_eq!(peer.receive(&mut sockets[0]), Message::text("x"), "the others get it");
    assert_eq!(rig.pulse(send, &[Value::Int(1)]).failed().0, "type_mismatch");
}

#[test]
fn send_fails_while_the_server_does_not_listen() {
    let (_peer, rig) = rig();
    let [send] = rig.nodes("S", ["server_send"]);
    let (code, message) = rig.pulse(send, &[]).failed();
    assert_eq!(code, "not_open");
    assert!(message.starts_with("the server is closed, not listening"), "{message}");
}

#[test]
fn a_send_to_all_while_the_program_ends_is_no_failure() {
    let (_peer, mut rig) = rig();
    let [send] = rig.nodes("S", ["server_send"]);
    listen(&mut rig);
    rig.plugin.stop(std::time::Duration::from_secs(5));
    assert_eq!(rig.pulse(send, &[]).ok().int("sent"), 0);
    assert_eq!(rig.pulse(send, &[Value::from("1")]).failed().0, "no_client");
}

#[test]
fn disconnect_sends_code_and_reason() {
    let (peer, mut rig) = rig();
    let [disconnect, send] = rig.nodes("S", ["on_server_disconnect", "server_send"]);
    let port = listen(&mut rig);
    let mut socket = peer.connect(port);
    let close = CloseFrame { code: 4000.into(), reason: "enough".into() };
    peer.run(socket.close(Some(close.clone()))).unwrap();
    assert_eq!(peer.closed(socket), Some(close));
    let event = rig.wait(disconnect);
    assert_eq!(event.text("client"), "1");
    assert_eq!(event.ending(), (4000, "enough".to_owned(), true, false));
    let sent = rig.pulse(send, &[Value::from("1"), Value::from("x")]);
    assert_eq!(sent.left(), "the client `1` has disconnected");
}

#[test]
fn a_lost_or_misbehaving_client_is_reported_with_its_id() {
    let (peer, mut rig) = rig();
    let [error, disconnect] = rig.nodes("S", ["on_server_error", "on_server_disconnect"]);
    let port = listen(&mut rig);
    drop(peer.connect(port));
    let told = rig.wait(error);
    assert_eq!(
        (told.error("without a closing handshake"), told.text("client")),
        ("lost".to_owned(), "1".to_owned())
    );
    assert_eq!(rig.wait(disconnect).ending(), (1006, String::new(), false, false));
    let mut socket = peer.connect(port);
    peer.send(&mut socket, "x".repeat(2_000_001));
    assert_eq!(u16::from(peer.closed(socket).unwrap().code), 1009);
    let told = rig.wait(error);
    assert_eq!(
        (told.error("max_message_bytes"), told.text("client")),
        ("too_large".to_owned(), "2".to_owned())
    );
    assert_eq!(rig.wait(disconnect).int("code"), 1009);
}

#[test]
fn an_unmasked_frame_from_a_client_breaks_the_protocol() {
    let (peer, mut rig) = rig();
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let mut stream = peer.run(tokio::net::TcpStream::connect(format!("127.0.0.1:{port}"))).unwrap();
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                   Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    peer.write(&mut stream, request.as_bytes());
    assert!(peer.read_head(&mut stream).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    peer.write(&mut stream, b"\x81\x01x");
    assert_eq!(peer.read_rest(&mut stream)[..4], [0x88, 10, 0x03, 0xea]);
    assert_eq!(rig.wait(error).error("unmasked"), "protocol");
}

#[test]
fn a_stop_closes_every_client_and_is_reported_last() {
    let (peer, mut rig) = rig();
    let [connect, disconnect] = rig.nodes("S", ["on_server_connect", "on_server_disconnect"]);
    let [stop, on_stop] = rig.nodes("S", ["server_stop", "on_server_stop"]);
    let port = listen(&mut rig);
    let sockets = [peer.connect(port), peer.connect(port)];
    (0..2).for_each(|_| drop(rig.wait(connect)));
    rig.pulse(stop, &[Value::Int(1001), Value::from("maintenance")]).ok();
    for socket in sockets {
        let close = peer.closed(socket).unwrap();
        assert_eq!((u16::from(close.code), close.reason.as_str()), (1001, "maintenance"));
    }
    for _ in 0..2 {
        let event = rig.next();
        assert_eq!(event.node, disconnect);
        assert_eq!(event.ending(), (1001, "maintenance".to_owned(), true, true));
    }
    assert_eq!(rig.next().node, on_stop);
}

#[test]
fn after_disconnect_client_only_its_end_comes() {
    let (peer, mut rig) = rig();
    let [receive, kick, on_error, gone] = rig.nodes(
        "S",
        ["on_server_receive", "server_disconnect", "on_server_error", "on_server_disconnect"],
    );
    rig.wire(receive, kick, 1);
    let port = listen(&mut rig);
    let mut stream = peer.ask(port, "/", &[]).socket.unwrap().into_inner();
    // Three messages that are read together, and a frame that breaks the protocol.
    let message = [0x81, 0x81, 0, 0, 0, 0, b'x'];
    peer.write(&mut stream, &[&message[..], &message, &message, &[0x81, 1, b'x']].concat());
    peer.read_rest(&mut stream);
    rig.wait(receive);
    let end = rig.wait(gone);
    assert_eq!(end.text("client"), "1");
    assert!(rig.events_of(receive).is_empty() && rig.events_of(on_error).is_empty());
}

#[test]
fn what_waits_in_an_inbox_does_not_come_after_disconnect_client() {
    let (peer, mut rig) = rig();
    let [receive, kick, gone] =
        rig.nodes("S", ["on_server_receive", "server_disconnect", "on_server_disconnect"]);
    let port = listen(&mut rig);
    let mut client = peer.connect(port);
    rig.set_full(true);
    peer.send(&mut client, "waits");
    rig.until(|status| status.messages_in == 1);
    rig.pulse(kick, &["1".into()]).ok();
    rig.set_full(false);
    peer.closed(client);
    rig.wait(gone);
    assert!(rig.events_of(receive).is_empty());
}

#[test]
fn an_action_on_a_client_that_has_left_is_no_failure() {
    let (peer, mut rig) = rig();
    let [gone] = rig.nodes("S", ["on_server_disconnect"]);
    let actions = rig.nodes(
        "S",
        ["server_send", "server_disconnect", "server_join_group", "server_leave_group"],
    );
    let port = listen(&mut rig);
    let client = peer.connect(port);
    drop(client);
    rig.wait(gone);
    for action in actions {
        let inputs: &[Value] = match action == actions[1] {
            true => &["1".into()],
            false => &["1".into(), "x".into()],
        };
        // On Disconnect fires just before its groups are forgotten.
        eventually(|| rig.pulse(action, inputs).flow == Ok(Flow::Emit(1)));
        assert_eq!(rig.pulse(action, inputs).left(), "the client `1` has disconnected");
        let never: Vec<Value> = inputs
            .iter()
            .enumerate()
            .map(|(at, one)| if at == 0 { "2".into() } else { one.clone() })
            .collect();
        assert_eq!(rig.pulse(action, &never).failed().0, "no_client", "there never was one");
    }
}
