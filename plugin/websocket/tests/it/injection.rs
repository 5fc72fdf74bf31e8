//! A line break in a setting or a value would smuggle a header, or a second request, into a handshake.

use crate::peer::Peer;
use crate::rig::Rig;
use pulsewire_plugin::{Dictionary, Text, Value};
use serde_json::{Value as Json, json};
use std::path::Path;

const BREAKS: [&str; 4] = ["\r\nEvil: x", "\nEvil: x", "\rEvil: x", "\0"];

#[test]
fn no_setting_of_a_connection_may_hold_a_line_break() {
    for text in BREAKS {
        let with = |text: &str| format!("a{text}");
        for (at, value) in [
            ("url", json!(format!("ws://127.0.0.1/{text}"))),
            ("url", json!(format!("ws://127.0.0.1{text}/"))),
            ("headers", json!({ "X": with(text) })),
            ("headers", json!({ with(text): "x" })),
            ("header_files", json!({ with(text): "x" })),
            ("auth", json!({ "bearer_token": with(text) })),
            ("cookies", json!({ "a": with(text) })),
            ("cookies", json!({ with(text): "a" })),
            ("origin", json!(format!("https://a{text}"))),
            ("subprotocols", json!([with(text)])),
            ("proxy", json!({ "url": format!("http://127.0.0.1{text}") })),
        ] {
            let mut connection = json!({ "name": "C", "url": "ws://127.0.0.1/" });
            connection[at] = value;
            refused(&json!({ "connections": [connection] }), at);
        }
    }
}

#[test]
fn no_setting_of_a_server_may_hold_a_line_break() {
    for text in BREAKS {
        let with = |text: &str| format!("a{text}");
        for (at, value) in [
            ("subprotocols", json!([with(text)])),
            ("http_answer", json!({ "status": 200, "body": "", "content_type": with(text) })),
            ("host", json!(with(text))),
        ] {
            let mut server = json!({ "name": "S", "port": 0 });
            server[at] = value;
            refused(&json!({ "servers": [server] }), at);
        }
    }
}

#[track_caller]
fn refused(section: &Json, at: &str) {
    let found = Rig::mistakes(Path::new(""), section);
    assert!(found.iter().any(|one| one.pointer.contains(at)), "{section}: {found:?}");
}

#[test]
fn no_value_that_reaches_a_handshake_may_hold_a_line_break() {
    let peer = Peer::new();
    let rig = Rig::new(&peer.settings(json!({})));
    let [start] = rig.nodes("Echo", ["client_start"]);
    for text in BREAKS {
        let name = Text::from(format!("X{text}").as_str());
        let value = Value::from(format!("a{text}").as_str());
        for headers in [vec![(name, Value::from("x"))], vec![(Text::from("X"), value)]] {
            let headers = Dictionary::from_iter(headers).into();
            assert!(rig.pulse(start, &[Value::from(""), headers]).flow.is_err(), "{text:?}");
        }
        let url = Value::from(format!("ws://127.0.0.1/{text}").as_str());
        assert!(rig.pulse(start, &[url, Dictionary::default().into()]).flow.is_err(), "{text:?}");
    }
}
