use crate::channel::{Channel, Channels};
use crate::sockets;
use pulsewire_plugin::{Context, Emitter, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Value};
use std::sync::Arc;

pub(crate) fn node_type(events: &Arc<Channels>) -> NodeType {
    let doc = "Fires when an Event Trigger in any graph of the project raises the custom event of this name. Events \
               from one graph arrive in the order in which it raised them.";
    let parameters = "The names of the values of the event: each is an output. They match the parameters of the \
                      triggers by their order, and their number must be the same; a listener without parameters \
                      accepts any number.";
    let events = events.clone();
    NodeInfo::event("event.listener", "Event Listener", doc)
        .attribute(super::name())
        .attribute(sockets::parameters(&[], parameters))
        .example("Two listeners of one event", EXAMPLE, "first 7\nsecond")
        .create(move |setup| Ok(Listener::new(&events, setup)))
        .dynamic_sockets("An output for each name in `parameters`.", |attributes, sockets| {
            let doc = "A value of the event.";
            sockets.outputs = sockets::parameter_sockets(attributes, doc)?;
            Ok(())
        })
}

struct Listener {
    channel: Arc<Channel>,
    emitter: Emitter,
    parameters: usize,
    place: String,
}

impl Listener {
    fn new(events: &Channels, setup: Setup<'_>) -> Self {
        let channel = events.open("", setup.attributes.text("event"));
        let parameters = setup.attributes.list("parameters").len();
        let place = format!("{} in {}", setup.node, setup.graph);
        Self { channel, emitter: setup.emitter, parameters, place }
    }
}

impl Node for Listener {
    fn start(&mut self) -> Result<(), NodeError> {
        if self.parameters > 0 {
            self.channel.check_parameters(self.parameters, &self.place)?;
        }
        self.channel.subscribe(&self.emitter)
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match (self.parameters, context.take_event()) {
            (0, _) => {}
            (1, value) => context.set(0, value),
            (_, Value::Array(values)) => {
                values.iter().enumerate().for_each(|(output, value)| {
                    context.set(output, value.clone());
                });
            }
            (_, other) => context.set(0, other),
        }
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "raise":  { "type": "event.trigger", "attributes": { "event": "tick", "parameters": ["count"], "count": 7 } },
    "one":    { "type": "event.listener", "attributes": { "event": "tick", "parameters": ["count"] } },
    "first":  { "type": "string.format", "attributes": { "pattern": "first {}", "parameters": ["count"] } },
    "show":   { "type": "console.print" },
    "two":    { "type": "event.listener", "attributes": { "event": "tick" } },
    "second": { "type": "console.print", "attributes": { "input": "second" } }
  },
  "wires": [
    "begin.pulse -> raise.pulse",
    "one.pulse -> show.pulse",
    "one.count -> first.count",
    "first.formatted -> show.input",
    "two.pulse -> second.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, TestToolbox};
    use pulsewire_plugin::{Array, Value};
    use serde_json::json;

    #[test]
    fn parameters_become_outputs() {
        let two = json!({ "event": "x", "parameters": ["a", "b"] });
        let mut node = Bench::new("event.listener", two);
        assert_eq!(node.event(Array::from_iter([Value::Int(1), Value::from("y")])), "pulse");
        assert_eq!((node.text("a"), node.text("b")), ("1".into(), "y".into()));
        let mut one = Bench::new("event.listener", json!({ "event": "x", "parameters": ["a"] }));
        one.event(Array::from_iter([Value::Int(1)]));
        assert_eq!(one.text("a"), "[1]");
    }

    #[test]
    fn a_different_number_of_parameters_is_reported_before_the_run() {
        let toolbox = TestToolbox::new();
        toolbox
            .node("event.trigger", 0, json!({ "event": "x", "parameters": ["a", "b"] }))
            .start()
            .unwrap();
        let mut one =
            toolbox.node("event.listener", 1, json!({ "event": "x", "parameters": ["a"] }));
        let error = one.start().unwrap_err();
        assert_eq!(error.code, "parameter_count");
        assert!(error.message.contains("n in g gives the same event 2"), "{}", error.message);
        toolbox.node("event.listener", 2, json!({ "event": "x" })).start().unwrap();
        toolbox
            .node("event.listener", 3, json!({ "event": "y", "parameters": ["a"] }))
            .start()
            .unwrap();
    }
}
