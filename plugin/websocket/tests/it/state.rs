//! Get WebSocket State.

use crate::peer::{Peer, open};
use crate::rig::Rig;
use pulsewire_plugin::Value;
use serde_json::json;

#[test]
fn the_state_has_current_and_past_values() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [state, send, receive, stop, on_stop] =
        rig.nodes("Echo", ["get_state", "client_send", "on_receive", "client_stop", "on_stop"]);
    let before = rig.pulse(state, &[]);
    assert_eq!(before.ok().text("state"), "closed");
    assert_eq!((before.ok().int("since"), before.ok().int("attempt")), (0, 0));
    let mut socket = open(&mut rig, &peer);
    rig.pulse(send, &[Value::from("four")]).ok();
    assert_eq!(peer.receive(&mut socket).len(), 4);
    peer.send(&mut socket, "eleven");
    rig.wait(receive);
    rig.pulse(stop, &[]).ok();
    assert_eq!(rig.pulse(state, &[]).ok().text("state"), "closing");
    peer.closed(socket);
    rig.wait(on_stop);
    let after = rig.pulse(state, &[]);
    let after = after.ok();
    assert_eq!(after.text("state"), "closed");
    assert!(after.int("since") > 1_577_836_800_000, "milliseconds since 1970");
    let counters = ["messages_in", "bytes_in", "messages_out", "bytes_out", "errors", "attempt"];
    assert_eq!(counters.map(|id| after.int(id)), [1, 6, 1, 4, 0, 1]);
    assert_eq!(
        (after.text("subprotocol"), after.text("extensions")),
        (String::new(), String::new())
    );
}

#[test]
fn the_state_has_the_negotiated_values() {
    let peer = Peer::new();
    let more = json!({ "compression": {}, "subprotocols": ["chat", "log"] });
    let mut rig = Rig::new(&peer.settings(more));
    let [start, on_start, state] = rig.nodes("Echo", ["client_start", "on_start", "get_state"]);
    rig.pulse(start, &[]).ok();
    let agreed = "permessage-deflate; server_no_context_takeover";
    let (_stream, _) = peer.accept_with(&format!(
        "Sec-WebSocket-Protocol: log\r\nSec-WebSocket-Extensions: {agreed}\r\n"
    ));
    rig.wait(on_start);
    let now = rig.pulse(state, &[]);
    let now = now.ok();
    assert_eq!((now.text("state"), now.text("subprotocol")), ("open".to_owned(), "log".to_owned()));
    assert_eq!(now.text("extensions"), agreed);
    assert!(now.int("since") > 1_577_836_800_000, "milliseconds since 1970");
}
