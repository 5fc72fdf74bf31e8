use crate::channel::{Channel, Channels};
use crate::sockets;
use pulsewire_plugin::{Array, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Value};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Channels>) -> NodeType {
    let doc = "Raises a custom event. Every Event Listener of that name in all graphs of the project fires; those of \
               this graph fire after its current work. The pulse continues at once.\n\
               Raised events wait beyond the limit of the inbox, up to the project's limit of steps; then it fails with \
               inbox_full.";
    let parameters = "The names of the values of the event: each is an input. They match the parameters of the \
                      listeners by their order, and their number must be the same.";
    let events = events.clone();
    NodeInfo::action("event.trigger", "Event Trigger", doc)
        .attribute(super::name())
        .attribute(sockets::parameters(&[], parameters))
        .example("Raise an event with two parameters", EXAMPLE, "raised\nada is 36")
        .create(move |setup| Ok(Trigger::new(&events, &setup)))
        .dynamic_sockets("An input for each name in `parameters`.", |attributes, sockets| {
            let doc = "A value of the event.";
            sockets.inputs = sockets::parameter_sockets(attributes, doc)?;
            Ok(())
        })
}

struct Trigger {
    channel: Arc<Channel>,
    parameters: usize,
    place: String,
}

impl Trigger {
    fn new(events: &Channels, setup: &Setup<'_>) -> Self {
        let channel = events.open("", setup.attributes.text("event"));
        let parameters = setup.attributes.list("parameters").len();
        Self { channel, parameters, place: format!("{} in {}", setup.node, setup.graph) }
    }
}

impl Node for Trigger {
    fn start(&mut self) -> Result<(), NodeError> {
        self.channel.check_parameters(self.parameters, &self.place)
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if self.channel.has_listeners() {
            self.channel.raise(&parameters(context))?;
        }
        Ok(Flow::NEXT)
    }
}

/// The event: null without parameters, one parameter as it is, several as an Array.
fn parameters(context: &Context<'_>) -> Value {
    match context.inputs() {
        0 => Value::Null,
        1 => context.input(0).clone(),
        count => Array::from_iter((0..count).map(|at| context.input(at).clone())).into(),
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "raise":  { "type": "event.trigger",
                "attributes": { "event": "joined", "parameters": ["name", "age"], "name": "ada", "age": 36 } },
    "raised": { "type": "console.print", "attributes": { "input": "raised" } },
    "joined": { "type": "event.listener", "attributes": { "event": "joined", "parameters": ["name", "age"] } },
    "text":   { "type": "string.format",
                "attributes": { "pattern": "{name} is {age}", "parameters": ["name", "age"] } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> raise.pulse",
    "raise.pulse -> raised.pulse",
    "joined.pulse -> show.pulse",
    "joined.name -> text.name",
    "joined.age -> text.age",
    "text.formatted -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use pulsewire_plugin::Value;
    use serde_json::json;

    #[test]
    fn parameters_become_the_event() {
        for (names, sent) in
            [(json!([]), "null"), (json!(["a"]), "1"), (json!(["a", "b"]), "[1,2]")]
        {
            let toolbox = TestToolbox::new();
            let attributes = json!({ "event": "x", "parameters": names });
            let mut trigger = toolbox.node("event.trigger", 0, attributes.clone());
            let mut listener = toolbox.node("event.listener", 7, attributes);
            let count = names.as_array().unwrap().len();
            ["a", "b"][..count].iter().zip(1..).for_each(|(id, value)| {
                trigger.set(id, Value::Int(value));
            });
            trigger.start().unwrap();
            listener.start().unwrap();
            assert_eq!(trigger.pulse(), "pulse");
            let events = toolbox.inbox.take();
            assert_eq!((events.len(), events[0].0, events[0].1.to_string()), (1, 7, sent.into()));
        }
    }

    #[test]
    fn a_full_inbox_fails_the_trigger() {
        let toolbox = TestToolbox::new();
        let mut trigger = toolbox.node("event.trigger", 0, json!({ "event": "x" }));
        toolbox.node("event.listener", 1, json!({ "event": "x" })).start().unwrap();
        toolbox.inbox.fill();
        assert_eq!(trigger.pulse(), "inbox_full");
    }

    #[test]
    fn without_a_listener_the_pulse_continues() {
        let toolbox = TestToolbox::new();
        assert_eq!(toolbox.node("event.trigger", 0, json!({ "event": "x" })).pulse(), "pulse");
        assert!(toolbox.inbox.take().is_empty());
    }
}
