use super::pending::{End, Key, Pendings};
use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(pendings: &Arc<Pendings>, services: &Arc<dyn Services>) -> NodeType {
    let doc = "Hands an answer to the Expect Reply of the channel that waits for this key: its `on_reply` fires after the \
               current work of its graph. An answer that nobody waits for, or no longer, leaves by `unknown`.";
    let (pendings, services) = (pendings.clone(), services.clone());
    NodeInfo::action("reply.resolve", "Resolve Reply", doc)
        .without_pulse_output()
        .pulse_output("known", "Known", "A request with this key waited.")
        .pulse_output("unknown", "Unknown", "No request with this key waits.")
        .attribute(super::channel())
        .input(
            Socket::any("key", "Key", "What names the request: an Int or a String.")
                .with_default(0),
        )
        .input(Socket::any("value", "Value", "The answer."))
        .example("An answer that nobody waits for", EXAMPLE, "nobody waits")
        .run_with(move |setup| {
            let pending = pendings.open(setup.attributes.text("channel"));
            let services = services.clone();
            move |context: &mut Context<'_>| {
                let key = Key::at(context, 0)?;
                let Some(request) = pending.take(&key, &*services) else { return Ok(UNKNOWN) };
                request.end(End::Reply, &key, context.input(1).clone())?;
                Ok(KNOWN)
            }
        })
}

const KNOWN: Flow = Flow::NEXT;
const UNKNOWN: Flow = Flow::Emit(1);

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "answer":  { "type": "reply.resolve", "attributes": { "channel": "calls", "key": "late", "value": 42 } },
    "unknown": { "type": "console.print", "attributes": { "input": "nobody waits" } }
  },
  "wires": [
    "begin.pulse -> answer.pulse",
    "answer.unknown -> unknown.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;

    #[test]
    fn a_full_inbox_is_reported() {
        let toolbox = TestToolbox::new();
        toolbox.node("reply.expect", 4, json!({ "channel": "c", "key": 1 })).pulse();
        toolbox.inbox.fill();
        let mut resolve = toolbox.node("reply.resolve", 5, json!({ "channel": "c", "key": 1 }));
        assert_eq!(resolve.pulse(), "inbox_full");
    }

    #[test]
    fn channels_do_not_know_each_other() {
        let toolbox = TestToolbox::new();
        toolbox.node("reply.expect", 4, json!({ "channel": "c", "key": 1 })).pulse();
        let mut resolve = toolbox.node("reply.resolve", 5, json!({ "channel": "d", "key": 1 }));
        assert_eq!(resolve.pulse(), "unknown");
    }
}
