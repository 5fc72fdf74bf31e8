use crate::Services;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Tells the time: the milliseconds since the first of January 1970, 0:00 UTC. Read it twice and \
               subtract to learn how long something took.\n\
               Fails with overflow when the offset leads beyond what an Int can hold.";
    let int = |id, title, doc| Socket::new(id, title, ValueType::Int, doc);
    let services = services.clone();
    NodeInfo::value("time.now", "Now (UTC)", doc)
        .input(int(
            "offset",
            "Offset (ms)",
            "What to add, in milliseconds: the offset of a time zone, say.",
        ))
        .output(int("utc_unix", "UTC Unix (ms)", "The time in milliseconds since 1970, UTC."))
        .example("It is later than 2020", EXAMPLE, "true")
        .create(move |_| Ok(Now { services: services.clone() }))
}

struct Now {
    services: Arc<dyn Services>,
}

impl Node for Now {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let now = self.services.now().checked_add(context.int(0)?);
        context.set(0, now.ok_or_else(overflow)?);
        Ok(Flow::NEXT)
    }
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
    fn tells_the_time_of_the_run_each_time_it_is_read() {
        let mut node = Bench::new("time.now", json!({ "offset": 1000 }));
        for (now, told) in [(5, "1005"), (-2000, "-1000")] {
            node.program.now.store(now, Ordering::Relaxed);
            assert_eq!((node.read(), node.shown("utc_unix")), ("pulse".into(), told.into()));
        }
        node.program.now.store(1, Ordering::Relaxed);
        assert_eq!(node.set("offset", i64::MAX).read(), "overflow");
    }
}
