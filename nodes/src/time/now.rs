use crate::Services;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Returns the current time in milliseconds since 1970-01-01 00:00 UTC. To measure a duration, read it \
               twice and subtract.\n\
               Fails with overflow when the time with the offset does not fit in an Int.";
    let offset = "Milliseconds to add, such as the offset of a time zone.";
    let services = services.clone();
    NodeInfo::value("time.now", "Now (UTC)", doc)
        .input(Socket::int("offset", "Offset (ms)", offset))
        .output(Socket::int(
            "utc_unix",
            "UTC Unix (ms)",
            "Milliseconds since 1970-01-01 00:00 UTC.",
        ))
        .example("It is later than 2020", EXAMPLE, "true")
        .compute_with(move |_| {
            let services = services.clone();
            move |context: &mut Context<'_>| {
                services.now().checked_add(context.int(0)?).ok_or_else(overflow)
            }
        })
}

#[cold]
fn overflow() -> NodeError {
    let why = "leads to a time that does not fit in an Int: use a smaller offset";
    NodeError::new("overflow", why).at_input(0)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "now":   { "type": "time.now" },
    "later": { "type": "compare.is_greater_equal", "attributes": { "b": 1577836800000 } },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "now.utc_unix -> later.a",
    "later.c -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;
    use std::sync::atomic::Ordering;

    #[test]
    fn returns_the_time_of_each_read() {
        let mut node = Bench::new("time.now", json!({ "offset": 1000 }));
        for (now, expected) in [(5, "1005"), (-2000, "-1000")] {
            node.services.now.store(now, Ordering::Relaxed);
            assert_eq!((node.read(), node.text("utc_unix")), ("pulse".into(), expected.into()));
        }
        node.services.now.store(1, Ordering::Relaxed);
        assert_eq!(node.set("offset", i64::MAX).read(), "overflow");
    }
}
