use crate::sockets;
use crate::types;
use pulsewire_plugin::{
    Attribute, AttributeMistake, Attributes, Context, Flow, NodeError, NodeInfo, NodeType,
    PulseSocket, Setup, Socket, Sockets, Trigger, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Joins branches that bring different values: returns the input that belongs to the pulse that came.";
    NodeInfo::action("flow.select_data", "Select Data", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(sockets::count())
        .output(Socket::any("output", "Output", "The selected input."))
        .example("Two branches, one Console", EXAMPLE, "large")
        .run_with(select)
        .dynamic_sockets(
            "`count` pulse inputs pulse_1, pulse_2, ..., each with its input: input_1, input_2, ... `data_type` is the \
             type of the inputs and the output.",
            select_sockets,
        )
}

fn select_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let kind = attributes.kind("data_type");
    sockets.set_kind(&["output"], kind);
    let pulse = |at| {
        PulseSocket::new(
            &format!("pulse_{at}"),
            &format!("Pulse {at}"),
            "Selects the input of the same number.",
        )
    };
    sockets.pulse_inputs = (1..=attributes.count("count")).map(pulse).collect();
    sockets::counted_inputs(kind, "The value for the pulse of the same number.")(
        attributes, sockets,
    )
}

fn select(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + use<> {
    let kind = setup.attributes.kind("data_type");
    move |context| {
        let value = match context.trigger() {
            Trigger::Pulse(at) => types::coerce_input(context, at as usize, kind)?,
            _ => Value::Null,
        };
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "choose": { "type": "flow.branch", "attributes": { "input": true } },
    "size":   { "type": "flow.select_data", "attributes": { "input_1": "large", "input_2": "small" } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> choose.pulse",
    "choose.on_true -> size.pulse_1",
    "choose.on_false -> size.pulse_2",
    "size.pulse -> show.pulse",
    "size.output -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn the_pulse_selects_the_input() {
        let attributes = json!({ "count": 3, "input_1": "a", "input_3": [1] });
        let mut node = Bench::new("flow.select_data", attributes);
        for (pulse, wanted) in [(0, "a"), (1, "null"), (2, "[1]"), (0, "a")] {
            assert_eq!(
                (node.pulse_at(pulse), node.text("output")),
                ("pulse".into(), wanted.into())
            );
        }
    }

    #[test]
    fn only_the_selected_input_is_of_the_data_type() {
        let mut node =
            Bench::new("flow.select_data", json!({ "data_type": "Float", "input_1": 1 }));
        node.set("input_2", "x");
        assert_eq!((node.pulse_at(0), node.text("output")), ("pulse".into(), "1.0".into()));
        assert_eq!(node.pulse_at(1), "type_mismatch");
    }
}
