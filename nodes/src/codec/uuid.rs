use crate::Services;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket, Value};
use std::sync::Arc;
use uuid::{ContextV7, Timestamp, Uuid};

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Returns a new UUID (RFC 9562): v4 is random; v7 begins with the time, so that those of one node sort in the \
               order in which they were made. Without a wire to `pulse`, each read returns another.";
    let version = "The kind of UUID.";
    let services = services.clone();
    NodeInfo::value("codec.uuid", "UUID", doc)
        .attribute(Attribute::choice("version", "Version", &["v4", "v7"], version))
        .output(Socket::string("uuid", "UUID", "36 characters in lower case."))
        .example("A UUID has 36 characters", EXAMPLE, "36")
        .compute_with(move |setup| {
            let services = services.clone();
            let by_time = (setup.attributes.text("version") == "v7").then(ContextV7::new);
            move |_: &mut Context<'_>| {
                let uuid = match &by_time {
                    Some(order) => Uuid::new_v7(time(services.now(), order)),
                    None => Uuid::new_v4(),
                };
                Ok(Value::text(uuid.hyphenated().encode_lower(&mut Uuid::encode_buffer())))
            }
        })
}

/// A time in milliseconds; times before 1970 count as 1970.
fn time(now: i64, order: &ContextV7) -> Timestamp {
    let now = u64::try_from(now).unwrap_or(0);
    let nanos = u32::try_from(now % 1000).unwrap_or(0) * 1_000_000;
    Timestamp::from_unix(order, now / 1000, nanos)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "id":     { "type": "codec.uuid" },
    "length": { "type": "string.length" },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "id.uuid -> length.string",
    "length.length -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;
    use std::sync::atomic::Ordering;

    #[test]
    fn versions_are_in_their_place() {
        for (version, digit) in [("v4", '4'), ("v7", '7')] {
            let mut node = Bench::new("codec.uuid", json!({ "version": version }));
            node.read();
            let uuid = node.text("uuid");
            assert_eq!((uuid.len(), uuid.chars().nth(14)), (36, Some(digit)), "{uuid}");
            node.read();
            assert_ne!(node.text("uuid"), uuid);
        }
    }

    #[test]
    fn v7_sorts_by_time_and_order() {
        let mut node = Bench::new("codec.uuid", json!({ "version": "v7" }));
        node.services.now.store(1_700_000_000_123, Ordering::Relaxed);
        let mut uuids = Vec::new();
        for _ in 0..100 {
            node.read();
            uuids.push(node.text("uuid"));
        }
        assert!(uuids[0].starts_with("018bcfe5-687b-7"), "{}", uuids[0]);
        assert!(uuids.is_sorted());
        node.services.now.store(-5, Ordering::Relaxed);
        assert_eq!(node.read(), "pulse");
    }
}
