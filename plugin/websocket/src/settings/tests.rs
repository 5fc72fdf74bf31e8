use super::*;
use serde_json::{Value as Json, json};

/// For sections without TLS.
struct NoTls;

impl TlsChecker for NoTls {
    fn check_client(&self, _: &ClientTls) -> Result<(), TlsFault> {
        panic!("no connection has a `tls` section")
    }

    fn check_server(&self, _: &ServerTls) -> Result<(), TlsFault> {
        panic!("no server has a `tls` section")
    }
}

pub(super) fn codes(section: serde_json::Value) -> Vec<(String, String)> {
    let found = check(&section.to_string(), &NoTls);
    found.into_iter().map(|mistake| (mistake.pointer, mistake.code)).collect()
}

pub(super) fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let section = json!({
        "connections": [
            { "name": "a", "url": "ws://h/", "port": 1, "headers": { "X-A": "1", "x-a": "2" } },
            { "name": "a", "url": "ws://h:1/", "port": 2 },
            { "name": " ", "url": "http://h/", "headers": { "b/ad": "x", "Host": "y" } },
            { "name": "c", "url": "ws://h/", "headers": { "X": "a\r\nEvil: b" },
              "subprotocols": ["chat", "a b", "chat"] },
            { "name": "d", "url": "ws://h/", "on_open": [{ "text": "a" }, {}, { "hex": "0x" }],
              "keep_alive": { "message": { "send": { "hex": "0" }, "answer": { "text": "a", "hex": "" } } },
              "reconnect": { "initial_delay_ms": 5, "max_delay_ms": 4, "final_codes": [1000, [2, 1]],
                             "final_statuses": [404, [599, 500]] } },
        ],
        "servers": [
            { "name": "a", "port": 7, "host": "127.0.0.1:80" },
            { "name": "s", "port": 7, "path": "feed" },
            { "name": "s", "port": 7, "on_open": [{ "text": "a", "hex": "" }] },
        ],
    });
    let expected = pairs(&[
        ("/connections/1/name", "duplicate_name"),
        ("/connections/2/name", "empty_name"),
        ("/servers/2/name", "duplicate_name"),
        ("/connections/0/headers/x-a", "duplicate_header"),
        ("/connections/1/url", "port_conflict"),
        ("/connections/2/url", "bad_url"),
        ("/connections/2/headers/Host", "reserved_header"),
        ("/connections/2/headers/b~1ad", "bad_header_name"),
        ("/connections/3/subprotocols/1", "bad_subprotocol"),
        ("/connections/3/subprotocols/2", "duplicate_subprotocol"),
        ("/connections/3/headers/X", "bad_header_value"),
        ("/connections/4/on_open/1", "bad_message"),
        ("/connections/4/on_open/2", "bad_hex"),
        ("/connections/4/keep_alive/message/send", "bad_hex"),
        ("/connections/4/keep_alive/message/answer", "bad_message"),
        ("/connections/4/reconnect/max_delay_ms", "bad_delays"),
        ("/connections/4/reconnect/final_codes", "bad_codes"),
        ("/connections/4/reconnect/final_statuses", "bad_statuses"),
        ("/servers/0/host", "bad_host"),
        ("/servers/1/path", "bad_path"),
        ("/servers/2/on_open/0", "bad_message"),
        ("/servers/2/port", "duplicate_address"),
    ]);
    assert_eq!(codes(section), expected);
}

#[test]
fn valid_settings_have_no_mistakes_and_the_documented_defaults() {
    let section = json!({
        "connections": [{ "name": "Echo", "url": "ws://127.0.0.1/", "port": 9001 }],
        "servers": [{ "name": "Echo", "port": 0, "host": "::1", "path": "/a" }, { "name": "B", "port": 0 }],
    });
    assert_eq!(codes(section.clone()), []);
    let settings = Settings::parse(&section.to_string()).unwrap();
    let connection = &settings.connections[0];
    assert_eq!((connection.connect_timeout_ms, connection.close_timeout_ms), (10_000, 2_000));
    assert_eq!(connection.max_message_bytes, 64 << 20);
    let queue = SendQueue { max_messages: 65_536, max_bytes: 64 << 20, when_full: WhenFull::Fail };
    assert_eq!((connection.send_queue, connection.autostart), (queue, false));
    let server = &settings.servers[1];
    assert_eq!((server.host.as_str(), server.max_clients), ("127.0.0.1", 10_000));
}

#[test]
fn whole_numbers_may_be_written_as_floats() {
    let section = r#"{"connections": [{"name": "a", "url": "ws://h/", "port": 45e3, "close_timeout_ms": 1.0}]}"#;
    let settings = Settings::parse(section).unwrap();
    let connection = &settings.connections[0];
    assert_eq!((connection.port, connection.close_timeout_ms), (Some(45_000), 1));
    assert!(Settings::parse(&section.replace("45e3", "4.5")).is_err());
}

#[test]
fn an_unknown_field_is_a_mistake() {
    let section = json!({ "connections": [{ "name": "a", "url": "ws://h/", "prot": 1 }] });
    let found = check(&section.to_string(), &NoTls);
    assert_eq!((found.len(), found[0].code.as_str()), (1, "bad_settings"));
    assert!(found[0].message.contains("unknown field `prot`"), "{}", found[0].message);
}

#[test]
fn the_schema_has_type_range_default_and_doc_of_every_field() {
    let schema = Settings::schema();
    assert!(!schema.to_string().contains("$ref"));
    for list in ["connections", "servers"] {
        check_fields(list, &schema["properties"][list]["items"]);
    }
    let connection = &schema["properties"]["connections"]["items"]["properties"];
    let port = &connection["port"];
    assert_eq!((&port["minimum"], &port["maximum"]), (&json!(1), &json!(65_535)));
    let limit = &connection["max_message_bytes"];
    assert_eq!((&limit["default"], &limit["maximum"]), (&json!(64 << 20), &json!(2_u64 << 30)));
    assert_eq!(connection["send_queue"]["default"]["max_messages"], json!(65_536));
}

#[test]
fn every_count_of_a_connection_has_a_unit() {
    let schema = Settings::schema();
    let connection = &schema["properties"]["connections"]["items"]["properties"];
    for (at, unit) in [
        ("/max_fragments", "fragments"),
        ("/max_redirects", "redirects"),
        ("/send_queue/properties/max_messages", "messages"),
        ("/closed_queue/properties/max_messages", "messages"),
    ] {
        assert_eq!(
            connection.pointer(at).map(|field| &field["x-unit"]),
            Some(&json!(unit)),
            "{at}"
        );
    }
}

/// Checks every field of an entry, and of the sections in it.
fn check_fields(at: &str, entry: &Json) {
    assert_eq!(entry["additionalProperties"], json!(false), "{at}");
    for (name, field) in entry["properties"].as_object().unwrap() {
        let at = format!("{at}/{name}");
        assert!(field["description"].is_string(), "{at} has no doc");
        let required = entry["required"].as_array().is_some_and(|all| all.contains(&json!(name)));
        assert!(required || field.get("default").is_some(), "{at} has no default");
        let unit = [("_ms", "ms"), ("_bytes", "bytes")].iter().find(|(end, _)| name.ends_with(end));
        assert!(unit.is_none_or(|(_, unit)| field["x-unit"] == json!(unit)), "{at} has no unit");
        let options = field["anyOf"].as_array().map_or(std::slice::from_ref(field), Vec::as_slice);
        let items = options.iter().flat_map(|option| [option, &option["items"]]);
        let sections = items.filter(|section| section["properties"].is_object());
        sections.for_each(|section| check_fields(&at, section));
    }
}
