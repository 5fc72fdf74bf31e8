//! Reconnecting.

use crate::event::Event;
use crate::peer::{Peer, Socket};
use crate::rig::Rig;
use pulsewire_plugin::{Dictionary, Plugin, Text, Value};
use serde_json::{Value as Json, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// A policy for tests: soon, and without chance.
fn soon(more: Json) -> Json {
    let mut reconnect = json!({ "initial_delay_ms": 1, "max_delay_ms": 4, "jitter": 0.0 });
    let Json::Object(more) = more else { panic!("settings are an object") };
    reconnect.as_object_mut().unwrap().extend(more);
    json!({ "reconnect": reconnect })
}

fn retry(event: &Event) -> (bool, i64, f64) {
    (will_retry(event), event.int("attempt"), retry_in(event))
}

fn will_retry(event: &Event) -> bool {
    *event.get("will_retry") == Value::Bool(true)
}

fn retry_in(event: &Event) -> f64 {
    match event.get("retry_in") {
        Value::Float(seconds) => *seconds,
        other => panic!("{other:?}"),
    }
}

fn close(peer: &Peer, mut socket: Socket, code: u16) {
    let close = CloseFrame { code: code.into(), reason: "".into() };
    peer.run(socket.close(Some(close))).unwrap();
    peer.closed(socket);
}

#[test]
fn failed_attempts_are_reported_and_counted_up_to_the_limit() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(soon(json!({ "attempts": 3 }))));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    let told = [(true, 1, 0.001), (true, 2, 0.002), (true, 3, 0.004), (false, 4, 0.0)];
    for told in told {
        // Refused as a WebSocket server that is just being started refuses.
        drop(peer.accept_raw());
        assert_eq!(retry(&rig.wait(on_error)), told);
    }
    rig.plugin.stop(Duration::from_secs(5));
    let status = &rig.plugin.status().connections[0];
    assert_eq!((status.state.as_str(), status.errors, status.reconnects), ("closed", 4, 0));
    assert!(!rig.has_events());
}

#[test]
fn a_lost_connection_reconnects() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(soon(json!({ "stable_after_ms": 3_600_000 }))));
    let [start, on_start, on_error, on_stop, receive] =
        rig.nodes("Echo", ["client_start", "on_start", "on_error", "on_stop", "on_receive"]);
    rig.pulse(start, &[]).ok();
    for attempt in 1..=3 {
        let mut socket = peer.accept();
        assert_eq!(rig.wait(on_start).int("attempt"), attempt);
        peer.send(&mut socket, "hello");
        assert_eq!(rig.wait(receive).text("message"), "hello");
        drop(socket);
        let error = rig.wait(on_error);
        assert_eq!((error.text("kind").as_str(), will_retry(&error)), ("lost", true));
        assert_eq!(error.int("attempt"), attempt);
        let stop = rig.wait(on_stop);
        assert_eq!((stop.int("code"), will_retry(&stop)), (1006, true));
        assert_eq!(retry_in(&stop).to_bits(), retry_in(&error).to_bits());
    }
    let _socket = peer.accept();
    rig.wait(on_start);
    assert_eq!(rig.plugin.status().connections[0].reconnects, 3);
}

#[test]
fn a_stable_connection_begins_at_one_again() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(soon(json!({ "stable_after_ms": 0 }))));
    let [start, on_start, on_stop] = rig.nodes("Echo", ["client_start", "on_start", "on_stop"]);
    rig.pulse(start, &[]).ok();
    for attempt in [1, 2, 2, 2] {
        let socket = peer.accept();
        assert_eq!(rig.wait(on_start).int("attempt"), attempt);
        close(&peer, socket, 1001);
        assert_eq!(retry_in(&rig.wait(on_stop)).to_bits(), 0.001_f64.to_bits());
    }
}

#[test]
fn some_refusals_are_final() {
    for (more, status, comes_back) in [
        (json!({}), "503 Service Unavailable", true),
        (json!({}), "429 Too Many Requests", true),
        (json!({}), "401 Unauthorized", false),
        (json!({}), "404 Not Found", false),
        (json!({ "final_statuses": [[500, 504]] }), "503 Service Unavailable", false),
        (json!({ "final_statuses": [] }), "401 Unauthorized", true),
    ] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(soon(more)));
        let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
        rig.pulse(start, &[]).ok();
        let mut stream = peer.accept_raw();
        peer.read_head(&mut stream);
        peer.write(&mut stream, format!("HTTP/1.1 {status}\r\n\r\n").as_bytes());
        drop(stream);
        let error = rig.wait(on_error);
        assert_eq!((error.error(status), will_retry(&error)), ("handshake".to_owned(), comes_back));
        match comes_back {
            true => drop(peer.accept_raw()),
            false => assert_eq!(rig.plugin.status().connections[0].state, "closed"),
        }
    }
}

#[test]
fn some_close_codes_are_final() {
    for (more, code, comes_back) in [
        (json!({}), 1001, true),
        (json!({}), 1008, false),
        (json!({}), 4000, false),
        (json!({ "final_codes": [1001, [4500, 4999]] }), 4499, true),
        (json!({ "final_codes": [1001, [4500, 4999]] }), 4500, false),
        (json!({ "final_codes": [] }), 1008, true),
    ] {
        let peer = Peer::new();
        let mut rig = Rig::new(&peer.settings(soon(more)));
        let [start, on_start, on_stop] = rig.nodes("Echo", ["client_start", "on_start", "on_stop"]);
        rig.pulse(start, &[]).ok();
        close(&peer, peer.accept(), code);
        rig.wait(on_start);
        let stop = rig.wait(on_stop);
        assert_eq!((stop.int("code"), will_retry(&stop)), (code.into(), comes_back), "{code}");
        match comes_back {
            true => drop(peer.accept()),
            false => assert_eq!(rig.plugin.status().connections[0].state, "closed"),
        }
    }
}

#[test]
fn a_stop_ends_retries_at_any_time() {
    let peer = Peer::new();
    let hour = json!({ "initial_delay_ms": 3_600_000, "max_delay_ms": 3_600_000 });
    let mut rig = Rig::new(&peer.settings(soon(hour)));
    let [start, stop, on_start, on_stop, on_error] =
        rig.nodes("Echo", ["client_start", "client_stop", "on_start", "on_stop", "on_error"]);
    let ends = |rig: &mut Rig, code| {
        let event = rig.wait(on_stop);
        assert_eq!((event.int("code"), will_retry(&event)), (code, false));
        assert_eq!(*event.get("by_me"), Value::Bool(true));
    };
    // While it is open.
    rig.pulse(start, &[]).ok();
    let socket = peer.accept();
    rig.wait(on_start);
    rig.pulse(stop, &[]).ok();
    peer.closed(socket);
    ends(&mut rig, 1000);
    // While it is being opened.
    rig.pulse(start, &[]).ok();
    let stream = peer.accept_raw();
    rig.pulse(stop, &[]).ok();
    ends(&mut rig, 1006);
    drop(stream);
    // While it waits to be tried again.
    rig.pulse(start, &[]).ok();
    drop(peer.accept_raw());
    assert!(will_retry(&rig.wait(on_error)));
    assert_eq!(rig.plugin.status().connections[0].state, "waiting");
    rig.pulse(stop, &[]).ok();
    ends(&mut rig, 1006);
    assert_eq!(rig.plugin.status().connections[0].state, "closed");
}

#[test]
fn the_end_of_the_program_does_not_wait_for_another_attempt() {
    let peer = Peer::new();
    let hour = json!({ "initial_delay_ms": 3_600_000, "max_delay_ms": 3_600_000 });
    let mut rig = Rig::new(&peer.settings(soon(hour)));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    drop(peer.accept_raw());
    rig.wait(on_error);
    rig.plugin.stop(Duration::from_secs(3600));
    assert!(!rig.log.has("not everything had closed"));
}

#[test]
fn a_start_after_on_error_replaces_the_headers_of_the_next_attempt() {
    let peer = Peer::new();
    let policy = json!({ "initial_delay_ms": 500, "max_delay_ms": 500 });
    let mut rig = Rig::new(&peer.settings(soon(policy)));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    let token = |token: &str| {
        let pair = (Text::from("X-Token"), Value::from(token));
        [Value::from(""), Dictionary::from_iter([pair]).into()]
    };
    let expect = |token: &str| {
        let mut stream = peer.accept_raw();
        let head = peer.read_head(&mut stream);
        assert!(head.contains(&format!("x-token: {token}\r\n")), "{head}");
    };
    rig.pulse(start, &token("first")).ok();
    expect("first");
    rig.wait(on_error);
    rig.pulse(start, &token("second")).ok();
    expect("second");
    assert_eq!(rig.wait(on_error).int("attempt"), 2);
    // What a Start has said is used for every attempt that follows.
    expect("second");
    assert_eq!(rig.wait(on_error).int("attempt"), 3);
}

#[test]
fn without_the_section_nothing_is_tried_again() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({})));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    rig.pulse(start, &[]).ok();
    drop(peer.accept_raw());
    assert_eq!(retry(&rig.wait(on_error)), (false, 1, 0.0));
}

#[test]
fn a_start_without_a_url_returns_to_that_of_the_settings() {
    let peer = Peer::new();
    let mut rig = Rig::new(&peer.settings(json!({
        "url": "ws://127.0.0.1/main",
        "reconnect": { "initial_delay_ms": 200, "jitter": 0 },
    })));
    let [start, on_error] = rig.nodes("Echo", ["client_start", "on_error"]);
    let url = format!("ws://127.0.0.1:{}/other", peer.port);
    let requested = |peer: &Peer| {
        let head = peer.read_head(&mut peer.accept_raw());
        head.split(' ').nth(1).unwrap().to_owned()
    };
    rig.pulse(start, &[Value::from(url)]).ok();
    assert_eq!(requested(&peer), "/other");
    rig.wait(on_error);
    assert_eq!(requested(&peer), "/other", "the url of the start is also used to reconnect");
    rig.wait(on_error);
    rig.pulse(start, &[]).ok();
    assert_eq!(requested(&peer), "/main");
    rig.wait(on_error);
    assert_eq!(requested(&peer), "/main", "nothing of the first start remains");
}
