//! Groups of clients, Get Clients and Disconnect.

use crate::event::Event;
use crate::peer::{Peer, Socket};
use crate::raw_client::{connect_all, server};
use crate::rig::{Rig, eventually};
use pulsewire_plugin::{Array, Binary, Value};
use serde_json::{Value as Json, json};
use tokio_tungstenite::tungstenite::Message;

/// A server, nodes for it, and this many clients.
fn with<const N: usize, const C: usize>(
    more: Json,
    nodes: [&str; N],
) -> (Peer, Rig, [usize; N], [Socket; C]) {
    let (peer, mut rig) = (Peer::new(), server(more));
    let nodes = rig.nodes("S", nodes);
    let sockets = connect_all(&peer, &mut rig);
    (peer, rig, nodes, sockets)
}

fn ids(ids: &[&str]) -> Value {
    ids.iter().map(|id| Value::from(*id)).collect::<Array>().into()
}

fn listed(event: &Event) -> (String, i64) {
    (event.get("clients").to_string(), event.int("count"))
}

#[test]
fn every_member_of_a_group_gets_its_messages() {
    let nodes = ["server_join_group", "server_leave_group", "server_send_to_group"];
    let (peer, rig, [join, leave, send], mut sockets) = with::<3, 3>(json!({}), nodes);
    let room = || Value::from("room");
    assert_eq!(rig.pulse(join, &[ids(&["1", "3"]), room()]).ok().int("joined"), 2);
    assert_eq!(rig.pulse(join, &["1".into(), room()]).ok().int("joined"), 1, "it is in already");
    for (text, except, expected) in [
        ("all", Value::Null, &[0, 2][..]),
        ("but one", "3".into(), &[0]),
        ("but others", ids(&["1", "2", "99"]), &[2]),
    ] {
        let sent = rig.pulse(send, &[room(), text.into(), except]);
        assert_eq!(sent.ok().int("sent"), i64::try_from(expected.len()).unwrap());
        for at in expected {
            assert_eq!(peer.receive(&mut sockets[*at]), Message::text(text));
        }
    }
    assert_eq!(rig.pulse(send, &["nobody".into(), "x".into()]).ok().int("sent"), 0);
    assert_eq!(rig.pulse(leave, &["1".into(), room()]).ok().int("left"), 1);
    assert_eq!(rig.pulse(send, &[room(), "rest".into()]).ok().int("sent"), 1);
    assert_eq!(peer.receive(&mut sockets[2]), Message::text("rest"));
}

#[test]
fn a_group_of_bytes() {
    let nodes = ["server_join_group", "server_send_to_group"];
    let (peer, rig, [join, as_text], [mut socket]) = with(json!({}), nodes);
    let attributes = json!({ "configuration": "S", "is_binary": true });
    let send = rig.node("server_send_to_group", attributes);
    rig.pulse(join, &["1".into(), "g".into()]).ok();
    let bytes = Value::from(Binary::from(&[0xff][..]));
    rig.pulse(send, &["g".into(), bytes.clone()]).ok();
    assert_eq!(peer.receive(&mut socket), Message::binary(vec![0xff]));
    assert_eq!(rig.pulse(as_text, &["g".into(), bytes]).failed().0, "not_utf8");
}

#[test]
fn invalid_group_actions_are_reported() {
    let nodes = ["server_join_group", "server_leave_group", "server_send_to_group"];
    let (_peer, rig, [join, leave, send], [_one]) =
        with(json!({ "max_groups_per_client": 1 }), nodes);
    let failed = |node, inputs: &[Value]| rig.pulse(node, inputs).failed();
    let joined = rig.pulse(join, &[ids(&["7", "1"]), "a".into()]);
    assert_eq!(joined.failed().1, "there is no client `7`");
    assert_eq!(joined.outputs.int("joined"), 1, "the others are in");
    assert_eq!(failed(join, &["1".into(), "b".into()]).0, "too_many_groups");
    assert_eq!(failed(join, &["1".into(), "".into()]).0, "no_group");
    assert_eq!(failed(join, &["01".into(), "a".into()]).0, "no_client");
    assert_eq!(failed(join, &[Value::Null, "a".into()]).0, "type_mismatch");
    assert_eq!(failed(leave, &["7".into(), "a".into()]).0, "no_client");
    assert_eq!(failed(send, &["".into(), "x".into()]).0, "no_group");
    assert_eq!(failed(send, &["a".into(), "x".into(), Value::Int(1)]).0, "type_mismatch");
    rig.pulse(leave, &["1".into(), "".into()]).ok();
    rig.pulse(join, &["1".into(), "b".into()]).ok();
}

#[test]
fn get_clients_lists_the_connected_clients() {
    let nodes =
        ["server_join_group", "server_get_clients", "on_server_receive", "on_server_disconnect"];
    let (peer, mut rig, [join, list, receive, disconnect], [mut first, second]) =
        with(json!({ "subprotocols": ["chat"] }), nodes);
    rig.pulse(join, &["1".into(), "b".into()]).ok();
    rig.pulse(join, &["1".into(), "a".into()]).ok();
    peer.send(&mut first, "hello");
    rig.wait(receive);
    let all = rig.pulse(list, &[]);
    assert_eq!(listed(all.ok()), (r#"["1","2"]"#.to_owned(), 2));
    let Value::Dictionary(data) = all.ok().get("data") else { panic!("no data") };
    let Some(Value::Dictionary(one)) = data.get("1") else { panic!("not there") };
    let text = |name| one.get(name).unwrap().to_string();
    assert!(text("remote_address").starts_with("127.0.0.1:"));
    assert_eq!((text("path"), text("subprotocol")), ("/0?q".to_owned(), "chat".to_owned()));
    assert_eq!(text("groups"), r#"["a","b"]"#);
    let Some(Value::Int(since)) = one.get("since") else { panic!("no time") };
    assert!(*since > 1_700_000_000_000, "in milliseconds: {since}");
    assert_eq!(one.get("bytes_out"), Some(&Value::Int(0)));
    assert_eq!(listed(rig.pulse(list, &["a".into()]).ok()), (r#"["1"]"#.to_owned(), 1));
    drop((first, second));
    (0..2).for_each(|_| drop(rig.wait(disconnect)));
    eventually(|| rig.pulse(list, &[]).ok().int("count") == 0);
    assert_eq!(rig.pulse(list, &["a".into()]).ok().int("count"), 0, "it has left its groups");
}

#[test]
fn a_client_is_disconnected_with_code_and_reason() {
    let nodes = ["server_disconnect", "on_server_disconnect"];
    let (peer, mut rig, [close, gone], [first, second, _third]) = with(json!({}), nodes);
    let closed = rig.pulse(close, &["1".into(), Value::Int(4001), "enough".into()]);
    assert_eq!(closed.ok().int("closed"), 1);
    let frame = peer.closed(first).unwrap();
    assert_eq!((u16::from(frame.code), frame.reason.as_str()), (4001, "enough"));
    let event = rig.wait(gone);
    assert_eq!(event.text("client"), "1");
    assert_eq!(event.ending(), (4001, "enough".to_owned(), true, true));
    let closed = rig.pulse(close, &[ids(&["1", "2"])]);
    assert_eq!(closed.left(), "the client `1` has disconnected");
    assert_eq!(closed.outputs.int("closed"), 1);
    assert_eq!(u16::from(peer.closed(second).unwrap().code), 1000);
    let bad = rig.pulse(close, &["3".into(), Value::Int(1005)]).flow.unwrap_err();
    assert_eq!((bad.code.as_ref(), bad.input), ("bad_close_code", Some(1)));
    let long = rig.pulse(close, &["3".into(), Value::Int(1000), "x".repeat(124).as_str().into()]);
    assert_eq!(long.flow.unwrap_err().input, Some(2));
}
