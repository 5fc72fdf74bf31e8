//! Several paths on one server.

use crate::peer::{Peer, listen};
use crate::raw_client::server;
use serde_json::json;

#[test]
fn each_path_has_its_settings_and_the_closest_counts() {
    let (peer, mut rig) = (
        Peer::new(),
        server(json!({
            "path": "/plain", "subprotocols": ["a"], "max_message_bytes": 10,
            "paths": {
                "/rooms/*": { "subprotocols": ["b"] },
                "/rooms/large": { "max_message_bytes": 1000 },
            },
        })),
    );
    let [receive, error] = rig.nodes("S", ["on_server_receive", "on_server_error"]);
    let port = listen(&mut rig);
    let mut open = Vec::new();
    for (path, subprotocol, size, taken) in [
        ("/plain", "a", 10, true),
        ("/rooms/1?x=y", "b", 11, false),
        ("/rooms/large", "a", 1000, true),
        ("/rooms/", "b", 10, true),
    ] {
        let asked = peer.ask(port, path, &[("Sec-WebSocket-Protocol", "b, a")]);
        let mut socket = asked.socket.unwrap();
        assert_eq!(asked.headers["sec-websocket-protocol"], subprotocol, "{path}");
        peer.send(&mut socket, "x".repeat(size));
        if taken {
            assert_eq!(rig.wait(receive).text("message").len(), size, "{path}");
        } else {
            assert_eq!(rig.wait(error).text("kind"), "too_large", "{path}");
        }
        open.push(socket);
    }
    for path in ["/", "/plain/", "/rooms", "/other"] {
        assert_eq!(peer.ask(port, path, &[]).status, 404, "{path}");
        rig.wait(error).error("no WebSocket at the path /");
    }
}

#[test]
fn a_path_counts_its_own_clients() {
    let (peer, mut rig) = (
        Peer::new(),
        server(json!({ "max_clients": 3, "paths": { "/one": { "max_clients": 1 }, "/*": {} } })),
    );
    let [error] = rig.nodes("S", ["on_server_error"]);
    let port = listen(&mut rig);
    let _one = peer.ask(port, "/one", &[]).socket.unwrap();
    assert_eq!(peer.ask(port, "/one", &[]).status, 503);
    assert_eq!(
        rig.wait(error).error("there are already 1 clients at this path (`max_clients`)"),
        "full"
    );
    let _others = [peer.ask(port, "/a", &[]).socket, peer.ask(port, "/b", &[]).socket];
    assert_eq!(peer.ask(port, "/c", &[]).status, 503);
    assert_eq!(rig.wait(error).error("there are already 3 clients (`max_clients`)"), "full");
}
