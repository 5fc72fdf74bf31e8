use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket, Trigger};

pub(crate) fn node_type() -> NodeType {
    let doc = "Lets the first pulse through and sends all others to `again`, until `reset`.";
    NodeInfo::action("flow.once", "Once", doc)
        .pulse_input("reset", "Reset", "The next pulse is a first one again; nothing follows.")
        .pulse_output("again", "Again", "A pulse came that was not the first.")
        .output(Socket::bool(
            "is_done",
            "Is Done",
            "Whether a pulse went through since the last reset.",
        ))
        .example("The first of three", EXAMPLE, "first\nagain\nagain")
        .run_with(|_| {
            let mut is_done = false;
            move |context: &mut Context<'_>| {
                let was_done = is_done;
                is_done = context.trigger() != RESET;
                context.set(0, is_done);
                Ok(match (is_done, was_done) {
                    (false, _) => Flow::End,
                    (true, false) => Flow::NEXT,
                    (true, true) => AGAIN,
                })
            }
        })
}

const RESET: Trigger = Trigger::Pulse(1);
const AGAIN: Flow = Flow::Emit(1);

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "three": { "type": "flow.for_loop", "attributes": { "last_index": 3 } },
    "once":  { "type": "flow.once" },
    "first": { "type": "console.print", "attributes": { "input": "first" } },
    "again": { "type": "console.print", "attributes": { "input": "again" } }
  },
  "wires": [
    "begin.pulse -> three.pulse",
    "three.pulse -> once.pulse",
    "once.pulse -> first.pulse",
    "once.again -> again.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn only_the_first_pulse_goes_through() {
        let mut node = Bench::new("flow.once", json!({}));
        let went = [0, 0, 0, 1, 1, 0, 0].map(|pulse| node.pulse_at(pulse));
        assert_eq!(went, ["pulse", "again", "again", "end", "end", "pulse", "again"]);
        assert_eq!(node.text("is_done"), "true");
        node.pulse_at(1);
        assert_eq!(node.text("is_done"), "false");
    }
}
