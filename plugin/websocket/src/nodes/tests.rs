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
