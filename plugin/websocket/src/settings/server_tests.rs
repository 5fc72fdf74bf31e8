use super::tests::{codes, pairs};
use super::*;
use serde_json::json;

#[test]
fn every_mistake_of_a_server_is_reported_at_its_place() {
    let section = json!({ "servers": [{
        "name": "s", "port": 7, "path": "/a", "health_path": "/health/*",
        "allowed_origins": ["https://a", "a.example"], "http_answer": { "content_type": "a\nb" },
        "paths": {
            "/a": {}, "b*": {},
            "/c/*": { "subprotocols": ["x", "x"], "allowed_origins": ["https://a/b"] },
        },
    }] });
    let expected = pairs(&[
        ("/servers/0/health_path", "bad_path"),
        ("/servers/0/paths/~1a", "duplicate_path"),
        ("/servers/0/paths/b*", "bad_path"),
        ("/servers/0/http_answer/content_type", "bad_header_value"),
        ("/servers/0/allowed_origins/1", "bad_origin"),
        ("/servers/0/paths/~1c~1*/subprotocols/1", "duplicate_subprotocol"),
        ("/servers/0/paths/~1c~1*/allowed_origins/0", "bad_origin"),
    ]);
    assert_eq!(codes(section), expected);
}

#[test]
fn a_path_inherits_what_it_leaves_out_from_the_server() {
    let over = json!({
        "max_clients": 1, "subprotocols": ["x"], "require_subprotocol": true,
        "allowed_origins": ["null"], "same_origin": true, "require_origin": true,
        "close_timeout_ms": 2, "max_message_bytes": 3, "send_queue": { "max_messages": 4 },
        "max_frame_bytes": 5, "max_fragments": 6, "fragment_bytes": 128,
        "on_open": [{ "text": "a", "hex": null }],
        "keep_alive": { "ping_interval_ms": 7, "pong_timeout_ms": 8, "message": null },
    });
    let section =
        json!({ "servers": [{ "name": "s", "port": 7, "paths": { "/a": over, "/b": {} } }] });
    let server = &Settings::parse(&section.to_string()).unwrap().servers[0];
    let flat = |server: &Server| {
        json!({
            "max_clients": server.max_clients, "subprotocols": server.subprotocols,
            "require_subprotocol": server.require_subprotocol,
            "allowed_origins": server.allowed_origins, "same_origin": server.same_origin,
            "require_origin": server.require_origin, "close_timeout_ms": server.close_timeout_ms,
            "max_message_bytes": server.max_message_bytes,
            "send_queue": { "max_messages": server.send_queue.max_messages },
            "max_frame_bytes": server.max_frame_bytes, "max_fragments": server.max_fragments,
            "fragment_bytes": server.fragment_bytes, "on_open": server.on_open,
            "keep_alive": server.keep_alive,
        })
    };
    assert_eq!(flat(&server.at_path(&server.paths["/a"])), section["servers"][0]["paths"]["/a"]);
    assert_eq!(flat(&server.at_path(&server.paths["/b"])), flat(server));
}

#[test]
fn every_number_of_a_server_has_a_unit() {
    let schema = Settings::schema();
    let server = &schema["properties"]["servers"]["items"]["properties"];
    let path = &server["paths"]["additionalProperties"]["properties"];
    let fields = [server, path].into_iter().flat_map(|one| one.as_object().unwrap());
    for (name, field) in fields.filter(|(name, _)| *name != "port") {
        let is_number = field["minimum"].is_number();
        assert_eq!(field["x-unit"].is_string(), is_number, "{name}");
    }
}
