use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, PulseSocket,
    Trigger,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Sends the pulse out of several outputs, one after the other: the branch of the first finishes \
               before the second begins. It does not wait for timers or the network.";
    let kind = AttributeKind::Range(1, 100);
    let count = "How many pulse outputs the node has, 1 to 100.";
    NodeInfo::action("flow.sequential", "Sequential", doc)
        .without_pulse_output()
        .attribute(Attribute::new("pulse_count", "Pulse Count", kind, 2, count))
        .example("One after the other", EXAMPLE, "one\ntwo\nthree")
        .create(|setup| Ok(Sequential { last: setup.attributes.int("pulse_count") - 1 }))
        .dynamic_sockets(
            "`pulse_count` pulse outputs: pulse_1, pulse_2, ...",
            |attributes, sockets| {
                let output = |at| {
                    PulseSocket::new(
                        &format!("pulse_{at}"),
                        &format!("Pulse {at}"),
                        "Fires after the branches of the outputs before it.",
                    )
                };
                sockets.pulse_outputs = (1..=attributes.int("pulse_count")).map(output).collect();
                Ok(())
            },
        )
}

struct Sequential {
    last: i64,
}

impl Node for Sequential {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let next = match context.trigger() {
            Trigger::Resume => context.loop_state().at + 1,
            _ => 0,
        };
        context.loop_state().at = next;
        // The range of the attribute keeps the count below 2^32.
        let output = u32::try_from(next).unwrap_or_default();
        Ok(if next < self.last { Flow::Loop(output) } else { Flow::Emit(output) })
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "all":   { "type": "flow.sequential", "attributes": { "pulse_count": 3 } },
    "one":   { "type": "console.print", "attributes": { "input": "one" } },
    "two":   { "type": "console.print", "attributes": { "input": "two" } },
    "three": { "type": "console.print", "attributes": { "input": "three" } }
  },
  "wires": [
    "begin.pulse -> all.pulse",
    "all.pulse_1 -> one.pulse",
    "all.pulse_2 -> two.pulse",
    "all.pulse_3 -> three.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn outputs_fire_in_order_and_the_last_ends_the_loop() {
        let mut node = Bench::new("flow.sequential", json!({ "pulse_count": 3 }));
        let turns = [node.pulse(), node.resume(), node.resume()];
        assert_eq!(turns, ["loop pulse_1", "loop pulse_2", "pulse_3"]);
        assert_eq!(Bench::new("flow.sequential", json!({ "pulse_count": 1 })).pulse(), "pulse_1");
    }
}
