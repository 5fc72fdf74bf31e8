use pulsewire_plugin::{
    Attribute, Context, Flow, NodeError, NodeInfo, NodeType, Setup, Socket, Trigger,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Lets pulses through while it is open, and sends them to `closed` while it is not. The other pulse inputs open \
               and close it, and nothing follows them.";
    let open = "Whether the gate is open at the start.";
    NodeInfo::action("flow.gate", "Gate", doc)
        .pulse_input("open", "Open", "Opens the gate.")
        .pulse_input("close", "Close", "Closes the gate.")
        .pulse_input(
            "toggle",
            "Toggle",
            "Opens the gate when it is closed, and closes it when it is open.",
        )
        .pulse_output("closed", "Closed", "A pulse came while the gate was closed.")
        .attribute(Attribute::bool("starts_open", "Starts open", true, open))
        .output(Socket::bool("is_open", "Is Open", "Whether the gate is open."))
        .example("Two of three", EXAMPLE, "0\n1\nclosed")
        .run_with(gate)
}

fn gate(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + use<> {
    let mut is_open = setup.attributes.bool("starts_open");
    move |context| {
        let trigger = context.trigger();
        is_open = match trigger {
            OPEN => true,
            CLOSE => false,
            TOGGLE => !is_open,
            _ => is_open,
        };
        context.set(0, is_open);
        Ok(match trigger {
            OPEN | CLOSE | TOGGLE => Flow::End,
            _ if is_open => Flow::NEXT,
            _ => CLOSED,
        })
    }
}

const OPEN: Trigger = Trigger::Pulse(1);
const CLOSE: Trigger = Trigger::Pulse(2);
const TOGGLE: Trigger = Trigger::Pulse(3);
const CLOSED: Flow = Flow::Emit(1);

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "three":  { "type": "flow.for_loop", "attributes": { "last_index": 3 } },
    "gate":   { "type": "flow.gate" },
    "show":   { "type": "console.print" },
    "second": { "type": "compare.is_equal", "attributes": { "b": 1 } },
    "enough": { "type": "flow.branch" },
    "closed": { "type": "console.print", "attributes": { "input": "closed" } }
  },
  "wires": [
    "begin.pulse -> three.pulse",
    "three.pulse -> gate.pulse",
    "gate.pulse -> show.pulse",
    "three.index -> show.input",
    "show.pulse -> enough.pulse",
    "three.index -> second.a",
    "second.c -> enough.input",
    "enough.on_true -> gate.close",
    "gate.closed -> closed.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn opens_and_closes() {
        let mut node = Bench::new("flow.gate", json!({ "starts_open": false }));
        let [pulse, open, close, toggle] = [0, 1, 2, 3];
        let steps = [
            (pulse, "closed", "false"),
            (open, "end", "true"),
            (open, "end", "true"),
            (pulse, "pulse", "true"),
            (toggle, "end", "false"),
            (pulse, "closed", "false"),
            (toggle, "end", "true"),
            (pulse, "pulse", "true"),
            (close, "end", "false"),
            (close, "end", "false"),
            (pulse, "closed", "false"),
        ];
        for (input, went, is_open) in steps {
            assert_eq!((node.pulse_at(input), node.text("is_open")), (went.into(), is_open.into()));
        }
        assert_eq!(Bench::new("flow.gate", json!({})).pulse(), "pulse");
    }
}
