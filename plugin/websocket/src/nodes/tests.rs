use super::*;
use pulsewire_plugin::ValueType;
use serde_json::json;

#[test]
fn every_node_type_has_docs_titles_and_a_configuration() {
    let types = all(&SharedEndpoints::default());
    assert_eq!(types.len(), 27);
    for node_type in &types {
        let info = &node_type.info;
        assert!(info.id.starts_with("websocket."), "{}", info.id);
        assert!(info.title.contains("WebSocket") && info.doc.ends_with('.'), "{}", info.id);
        assert_eq!(info.attributes[0].id, "configuration", "{}", info.id);
        for socket in info.sockets.inputs.iter().chain(&info.sockets.outputs) {
            assert!(
                !socket.doc.is_empty() && socket.initial().is_ok(),
                "{}.{}",
                info.id,
                socket.id
            );
        }
    }
}

#[test]
fn is_binary_sets_the_type_of_message() {
    for (at, id, socket) in [(6, "websocket.on_receive", 0), (17, "websocket.on_server_receive", 1)]
    {
        let node_type = &all(&SharedEndpoints::default())[at];
        assert_eq!(node_type.info.id, id);
        assert_eq!(node_type.info.sockets.outputs[socket].kind, ValueType::String);
        let written = json!({ "is_binary": true }).as_object().unwrap().clone();
        let sockets = node_type.sockets(&written).unwrap().unwrap();
        assert_eq!(sockets.outputs[socket].kind, ValueType::Binary);
    }
}

#[test]
fn constants_that_can_only_fail_are_refused() {
    let client = json!({ "client": "1" });
    let with = |base: &serde_json::Value, more: serde_json::Value| {
        let mut all = base.as_object().unwrap().clone();
        all.extend(more.as_object().unwrap().clone());
        all
    };
    let none = json!({});
    let cases = [
        ("client_send", with(&none, json!({ "message": {} })), "/message type_mismatch"),
        ("client_stop", with(&none, json!({ "code": 1008 })), "/code bad_close_code"),
        ("client_stop", with(&none, json!({ "reason": "é".repeat(62) })), "/reason long_reason"),
        ("client_start", with(&none, json!({ "url": "http://a" })), "/url bad_url"),
        ("client_start", with(&none, json!({ "headers": { "a": 1 } })), "/headers type_mismatch"),
        ("server_stop", with(&none, json!({ "code": 1 })), "/code bad_close_code"),
        ("server_send", with(&none, json!({ "message": 7 })), "/message type_mismatch"),
        ("server_send", with(&none, json!({ "client": 7 })), "/client type_mismatch"),
        ("server_disconnect", with(&client, json!({ "code": 1008 })), "/code bad_close_code"),
        ("server_disconnect", with(&none, none.clone()), "/client no_client"),
        ("server_join_group", with(&client, none.clone()), "/group no_group"),
        ("server_leave_group", with(&none, json!({ "client": [1] })), "/client type_mismatch"),
        ("server_send_to_group", with(&none, none.clone()), "/group no_group"),
        ("server_refuse", with(&none, json!({ "status": 999 })), "/status bad_status"),
        ("server_accept", with(&none, none.clone()), "/request no_request"),
    ];
    let types = all(&SharedEndpoints::default());
    for (name, written, expected) in cases {
        let id = format!("websocket.{name}");
        let node_type = types.iter().find(|one| one.info.id == id).unwrap();
        let request = if expected.contains("request") { vec![] } else { vec!["request".into()] };
        let found = node_type.check(&written, &request);
        let found: Vec<_> =
            found.iter().map(|one| format!("{} {}", one.pointer, one.code)).collect();
        assert_eq!(found, [expected], "{id}");
        let inputs = &node_type.info.sockets.inputs;
        let every: Vec<String> = inputs.iter().map(|socket| socket.id.clone()).collect();
        assert_eq!(node_type.check(&written, &every), [], "{id} with wires");
    }
}
