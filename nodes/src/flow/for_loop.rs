use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Counts: `pulse` fires once for each index, and its branch finishes before the next iteration; then \
               `on_end` fires. With a negative step it counts down. The inputs are read once, at the start.\n\
               Fails with zero_step when the step is 0.";
    let (id, title) = ("is_last_index_included", "Is Last Index Included");
    let included = Attribute::bool(id, title, false, "Whether the loop includes the last index.");
    NodeInfo::action("flow.for_loop", "For Loop", doc)
        .pulse_output("on_end", "OnEnd", "The loop has ended.")
        .attribute(included)
        .input(Socket::int("first_index", "First Index", "The first index."))
        .input(Socket::int("last_index", "Last Index", "The last index, or the end of the loop."))
        .input(
            Socket::int(
                "step",
                "Step",
                "The difference between two indices; negative to count down.",
            )
            .with_default(1),
        )
        .output(Socket::int("index", "Index", "The index of this iteration."))
        .example("Count from 1 to 3", EXAMPLE, "1\n2\n3\nover")
        .create(|setup| Ok(ForLoop { included: setup.attributes.bool("is_last_index_included") }))
        .check_constants(|constants| {
            if let Some(step) = constants.int("step") {
                constants.check("step", checked_step(step));
            }
        })
}

const BODY: Flow = Flow::Loop(0);
const ON_END: Flow = Flow::Emit(1);

struct ForLoop {
    included: bool,
}

impl Node for ForLoop {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        if context.trigger() != Trigger::Resume {
            begin(context)?;
            return Ok(self.round(context));
        }
        let resume = context.loop_state();
        // Beyond the largest Int there is no further index.
        let Some(next) = resume.at.checked_add(resume.step) else { return Ok(ON_END) };
        resume.at = next;
        Ok(self.round(context))
    }
}

impl ForLoop {
    fn round(&self, context: &mut Context<'_>) -> Flow {
        let resume = context.loop_state();
        let (at, end) = (resume.at, resume.end);
        let within = if resume.step > 0 { at < end } else { at > end };
        if within || (self.included && at == end) {
            context.set(0, at);
            return BODY;
        }
        ON_END
    }
}

fn begin(context: &mut Context<'_>) -> Result<(), NodeError> {
    let (first, last) = (context.int(0)?, context.int(1)?);
    let step = checked_step(context.int(2)?)?;
    let resume = context.loop_state();
    (resume.at, resume.end, resume.step) = (first, last, step);
    Ok(())
}

fn checked_step(step: i64) -> Result<i64, NodeError> {
    if step == 0 {
        let why = "must not be 0, or the loop would never end: use 1 to count up, -1 to count down";
        return Err(NodeError::new("zero_step", why).at_input(2));
    }
    Ok(step)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "count": { "type": "flow.for_loop",
               "attributes": { "first_index": 1, "last_index": 3, "is_last_index_included": true } },
    "show":  { "type": "console.print" },
    "over":  { "type": "console.print", "attributes": { "input": "over" } }
  },
  "wires": [
    "begin.pulse -> count.pulse",
    "count.pulse -> show.pulse",
    "count.index -> show.input",
    "count.on_end -> over.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use serde_json::json;

    fn indices(first: i64, last: i64, step: i64, included: bool) -> Vec<i64> {
        let mut node = Bench::new("flow.for_loop", json!({ "is_last_index_included": included }));
        node.set("first_index", first).set("last_index", last).set("step", step);
        let (mut seen, mut went) = (Vec::new(), node.pulse());
        while went == "loop pulse" {
            let Value::Int(index) = *node.get("index") else { panic!("an Int") };
            seen.push(index);
            went = node.resume();
        }
        assert_eq!(went, "on_end");
        seen
    }

    #[test]
    fn counts_up_and_down() {
        assert_eq!(indices(0, 3, 1, false), [0, 1, 2]);
        assert_eq!(indices(0, 3, 1, true), [0, 1, 2, 3]);
        assert_eq!(indices(0, 3, 2, true), [0, 2]);
        assert_eq!(indices(3, 0, -2, false), [3, 1]);
        assert_eq!(indices(2, 2, 1, true), [2]);
        assert!(indices(5, 2, 1, true).is_empty());
    }

    #[test]
    fn ends_at_the_edge_of_the_numbers() {
        assert_eq!(indices(i64::MAX - 1, i64::MAX, 1, true), [i64::MAX - 1, i64::MAX]);
        assert_eq!(indices(i64::MIN, i64::MAX, i64::MAX, true), [i64::MIN, -1, i64::MAX - 1]);
    }

    #[test]
    fn a_step_of_zero_is_refused() {
        let mut node = Bench::new("flow.for_loop", json!({ "step": 0 }));
        assert_eq!((node.error().code.as_ref(), node.error().input), ("zero_step", Some(2)));
    }
}
