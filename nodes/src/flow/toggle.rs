use pulsewire_plugin::{Attribute, Context, Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Holds a Bool and changes it to the opposite with each pulse.";
    NodeInfo::action("flow.toggle", "Toggle", doc)
        .attribute(Attribute::bool("value", "Value", false, "The Bool before the first pulse."))
        .output(Socket::bool("is_on", "Is On", "The Bool after the last pulse."))
        .example("Off, on, off", EXAMPLE, "true\nfalse\ntrue")
        .run_with(|setup| {
            let mut is_on = setup.attributes.bool("value");
            move |context: &mut Context<'_>| {
                is_on = !is_on;
                context.set(0, is_on);
                Ok(Flow::NEXT)
            }
        })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "three": { "type": "flow.for_loop", "attributes": { "last_index": 3 } },
    "light": { "type": "flow.toggle" },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> three.pulse",
    "three.pulse -> light.pulse",
    "light.pulse -> show.pulse",
    "light.is_on -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn each_pulse_changes_it() {
        for (value, wanted) in
            [(false, ["true", "false", "true"]), (true, ["false", "true", "false"])]
        {
            let mut node = Bench::new("flow.toggle", json!({ "value": value }));
            for is_on in wanted {
                assert_eq!((node.pulse(), node.text("is_on")), ("pulse".into(), is_on.into()));
            }
        }
    }
}
