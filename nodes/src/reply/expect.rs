use super::pending::{Key, Pending, Pendings, Request};
use crate::Services;
use crate::timer::instance::{self, TimerEvent};
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Setup,
    Socket, Trigger, Value,
};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(pendings: &Arc<Pendings>, services: &Arc<dyn Services>) -> NodeType {
    let doc = "Waits for the answer to a request. `pulse` fires at once, so that the request can be sent behind it. Later \
               one of the others fires: `on_reply` when a Resolve Reply of the channel has the same key, `on_timeout` \
               when none came in time, `on_cancel` when Cancel Replies ended the wait. They give back the key and the \
               context that came with the request. Any number of requests may wait at the same time, up to \
               `max_pending` in the channel.\n\
               Fails with duplicate_key when a request with this key waits already, with too_many_pending at the limit, \
               with bad_duration when the time is under a millisecond, not a number or over 100 years.";
    let most = "The maximum number of requests that wait in the channel when this node adds one.";
    let seconds = "How long to wait, in seconds, 0.001 or more.";
    let context = "A value to get back with the answer.";
    let (pendings, services) = (pendings.clone(), services.clone());
    NodeInfo::action("reply.expect", "Expect Reply", doc)
        .pulse_output("on_reply", "OnReply", "The answer came: `value`.")
        .pulse_output("on_timeout", "OnTimeout", "No answer came in time.")
        .pulse_output("on_cancel", "OnCancel", "Cancel Replies ended the wait.")
        .attribute(super::channel())
        .attribute(Attribute::new(
            "max_pending",
            "Max Pending",
            AttributeKind::Range(1, 1 << 20),
            1024,
            most,
        ))
        .input(
            Socket::any("key", "Key", "What names the request: an Int or a String.")
                .with_default(0),
        )
        .input(Socket::any("context", "Context", context))
        .input(Socket::float("seconds", "Seconds", seconds).with_default(10.0))
        .output(Socket::any("key", "Key", "The key of the request."))
        .output(Socket::any(
            "value",
            "Value",
            "The value from Resolve Reply or Cancel Replies; null otherwise.",
        ))
        .output(Socket::any("context", "Context", "The context of the request."))
        .example("A request and its answer", EXAMPLE, "sent\nanswer 42 to the first")
        .create(move |setup| Ok(Expect::new(&pendings, services.clone(), setup)))
        .check_constants(|constants| instance::check_seconds(constants, MIN_WAIT))
}

const MIN_WAIT: Duration = Duration::from_millis(1);

const SENT: Flow = Flow::NEXT;
const ON_REPLY: Flow = Flow::Emit(1);
const ON_TIMEOUT: Flow = Flow::Emit(2);
const ON_CANCEL: Flow = Flow::Emit(3);

struct Expect {
    pending: Arc<Pending>,
    most: usize,
    services: Arc<dyn Services>,
    emitter: Emitter,
}

impl Expect {
    fn new(pendings: &Pendings, services: Arc<dyn Services>, setup: Setup<'_>) -> Self {
        let pending = pendings.open(setup.attributes.text("channel"));
        let most = setup.attributes.count("max_pending");
        Self { pending, most, services, emitter: setup.emitter }
    }

    fn add(&self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let key = Key::at(context, 0)?;
        let after = instance::duration_at(context, 2, MIN_WAIT)?;
        let kept = context.input(1).clone();
        let start = || {
            let timer = self.services.start_timer(after, None, &self.emitter);
            Request { emitter: self.emitter.clone(), context: kept.clone(), timer }
        };
        self.pending.add(key.clone(), self.most, start)?;
        set(context, key.value(), Value::Null, kept);
        Ok(SENT)
    }
}

fn set(context: &mut Context<'_>, key: Value, value: Value, kept: Value) {
    context.set(0, key);
    context.set(1, value);
    context.set(2, kept);
}

impl Node for Expect {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() != Trigger::Event {
            return self.add(context);
        }
        let event = context.take_event();
        if let Value::Array(parts) = &event {
            let part = |at| parts.get(at).cloned().unwrap_or_default();
            set(context, part(1), part(2), part(3));
            return Ok(if part(0) == Value::Bool(true) { ON_REPLY } else { ON_CANCEL });
        }
        let TimerEvent::Tick(timer) = instance::read_event(&event, &*self.services) else {
            return Ok(Flow::End);
        };
        let Some((key, request)) = self.pending.take_expired(timer) else { return Ok(Flow::End) };
        set(context, key.value(), Value::Null, request.context);
        Ok(ON_TIMEOUT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "expect": { "type": "reply.expect", "attributes": { "channel": "calls", "key": 1, "context": "the first" } },
    "sent":   { "type": "console.print", "attributes": { "input": "sent" } },
    "answer": { "type": "reply.resolve", "attributes": { "channel": "calls", "key": 1, "value": 42 } },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "answer {value} to {context}", "parameters": ["value", "context"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> expect.pulse",
    "expect.pulse -> sent.pulse",
    "sent.pulse -> answer.pulse",
    "expect.on_reply -> show.pulse",
    "expect.value -> text.value",
    "expect.context -> text.context",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, TestToolbox, constant_mistakes};
    use pulsewire_plugin::Value;
    use serde_json::json;

    fn expect(toolbox: &TestToolbox, key: impl Into<Value>) -> Bench {
        let attributes = json!({ "channel": "c", "max_pending": 2, "seconds": 5 });
        let mut node = toolbox.node("reply.expect", 4, attributes);
        node.set("key", key).set("context", "kept");
        node
    }

    fn outputs(node: &Bench) -> String {
        ["key", "value", "context"].map(|id| node.text(id)).join(" ")
    }

    #[test]
    fn a_reply_comes_back_with_its_context() {
        let toolbox = TestToolbox::new();
        let mut node = expect(&toolbox, "a");
        assert_eq!((node.pulse(), outputs(&node)), ("pulse".into(), "a null kept".into()));
        assert_eq!(toolbox.services.take_calls(), ["timer 1 after 5s every None"]);
        let mut resolve = toolbox.node("reply.resolve", 5, json!({ "channel": "c", "value": 7 }));
        assert_eq!(resolve.set("key", "b").pulse(), "unknown");
        assert_eq!(resolve.set("key", "a").pulse(), "known");
        assert_eq!(resolve.pulse(), "unknown");
        let (to, event) = toolbox.inbox.take().remove(0);
        assert_eq!(
            (to, node.event(event), outputs(&node)),
            (4, "on_reply".into(), "a 7 kept".into())
        );
        assert_eq!(node.event(1), "end", "the timer was stopped");
    }

    #[test]
    fn a_time_that_is_over_ends_the_wait() {
        let toolbox = TestToolbox::new();
        let mut node = expect(&toolbox, 1);
        node.pulse();
        assert_eq!((node.event(1), outputs(&node)), ("on_timeout".into(), "1 null kept".into()));
        let mut resolve = toolbox.node("reply.resolve", 5, json!({ "channel": "c", "key": 1 }));
        assert_eq!(resolve.pulse(), "unknown");
        assert_eq!(node.pulse(), "pulse", "the key is free again");
    }

    #[test]
    fn keys_are_unique_typed_and_limited() {
        let toolbox = TestToolbox::new();
        let mut node = expect(&toolbox, 1);
        assert_eq!((node.pulse(), node.pulse()), ("pulse".into(), "duplicate_key".into()));
        assert_eq!(node.set("key", "1").pulse(), "pulse");
        assert_eq!(node.set("key", 3).pulse(), "too_many_pending");
        assert_eq!(node.set("key", 1.5).pulse(), "type_mismatch");
        assert_eq!(node.set("key", 4).set("seconds", 0.0).error().input, Some(2));
        let constant = json!({ "channel": "c", "seconds": 0 });
        assert!(
            constant_mistakes("reply.expect", constant, &[])[0]
                .starts_with("/seconds bad_duration")
        );
    }
}
