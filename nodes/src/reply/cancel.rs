use super::pending::{End, Pendings};
use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(pendings: &Arc<Pendings>, services: &Arc<dyn Services>) -> NodeType {
    let doc = "Ends the wait of all requests of a channel, for example when the connection is lost: the `on_cancel` of each \
               Expect Reply fires after the current work of its graph, in the order of the requests.";
    let (pendings, services) = (pendings.clone(), services.clone());
    NodeInfo::action("reply.cancel", "Cancel Replies", doc)
        .attribute(super::channel())
        .input(Socket::any(
            "value",
            "Value",
            "A value for the `value` of Expect Reply, such as a reason.",
        ))
        .output(Socket::int("count", "Count", "How many requests waited."))
        .example("The connection is lost", EXAMPLE, "1\nlost: the first")
        .run_with(move |setup| {
            let pending = pendings.open(setup.attributes.text("channel"));
            let services = services.clone();
            move |context: &mut Context<'_>| {
                let value = context.input(0).clone();
                let requests = pending.take_all(&*services);
                context.set(0, i64::try_from(requests.len()).unwrap_or(i64::MAX));
                // All are told, whether or not one of them cannot be.
                let ends = requests
                    .into_iter()
                    .map(|(key, one)| one.end(End::Cancel, &key, value.clone()));
                let failed = ends.fold(Ok(()), Result::and);
                failed.map(|()| Flow::NEXT)
            }
        })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "expect": { "type": "reply.expect", "attributes": { "channel": "calls", "key": 1, "context": "the first" } },
    "lost":   { "type": "reply.cancel", "attributes": { "channel": "calls", "value": "lost" } },
    "count":  { "type": "console.print" },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "{value}: {context}", "parameters": ["value", "context"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> expect.pulse",
    "expect.pulse -> lost.pulse",
    "lost.pulse -> count.pulse",
    "lost.count -> count.input",
    "expect.on_cancel -> show.pulse",
    "expect.value -> text.value",
    "expect.context -> text.context",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn all_requests_of_the_channel_end_in_their_order() {
        let toolbox = TestToolbox::new();
        let mut expect = toolbox.node("reply.expect", 4, json!({ "channel": "c" }));
        for key in 1..=5 {
            expect.set("key", key).set("context", key * 10).pulse();
        }
        let mut other = toolbox.node("reply.expect", 5, json!({ "channel": "d" }));
        other.pulse();
        let mut cancel =
            toolbox.node("reply.cancel", 6, json!({ "channel": "c", "value": "lost" }));
        assert_eq!((cancel.pulse(), cancel.get("count")), ("pulse".into(), &Value::Int(5)));
        for (key, (to, event)) in (1..=5_i64).zip(toolbox.inbox.take()) {
            assert_eq!((to, expect.event(event)), (4, "on_cancel".into()));
            let outputs = [expect.text("key"), expect.text("value"), expect.text("context")];
            assert_eq!(outputs, [key.to_string(), "lost".into(), (key * 10).to_string()]);
        }
        assert_eq!(expect.event(1), "end", "the timers were stopped");
        assert_eq!((cancel.pulse(), cancel.get("count")), ("pulse".into(), &Value::Int(0)));
    }

    #[test]
    fn a_full_inbox_is_reported() {
        let toolbox = TestToolbox::new();
        toolbox.node("reply.expect", 4, json!({ "channel": "c" })).pulse();
        toolbox.inbox.fill();
        assert_eq!(
            toolbox.node("reply.cancel", 5, json!({ "channel": "c" })).pulse(),
            "inbox_full"
        );
    }
}
