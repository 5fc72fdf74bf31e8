use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, Trigger};

pub(crate) fn node_type() -> NodeType {
    let doc = "Counts pulses. With a limit, the pulse that reaches it leaves by `on_limit`, and the next one counts from the \
               start again: every tenth message, for example.\n\
               Fails with overflow when the count does not fit in an Int.";
    let limit = "The number of pulses after which the count starts again; 0 or less for none.";
    NodeInfo::action("flow.counter", "Counter", doc)
        .pulse_input("reset", "Reset", "Sets the count back to the start.")
        .pulse_output("on_limit", "OnLimit", "This pulse reached the limit.")
        .pulse_output("on_reset", "OnReset", "The count is back at the start.")
        .input(Socket::int("start", "Start", "The count before the first pulse."))
        .input(Socket::int("step", "Step", "What each pulse adds.").with_default(1))
        .input(Socket::int("limit", "Limit", limit))
        .output(Socket::int("count", "Count", "The count after the last pulse."))
        .example("Every second pulse", EXAMPLE, "0\nlimit\n2\nlimit")
        .create(|_| Ok(Counter::default()))
}

const RESET: Trigger = Trigger::Pulse(1);
const ON_LIMIT: Flow = Flow::Emit(1);
const ON_RESET: Flow = Flow::Emit(2);

#[derive(Default)]
struct Counter {
    /// None before the first pulse, and after a reset.
    count: Option<i64>,
    pulses: i64,
}

impl Node for Counter {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let (start, step, limit) = (context.int(0)?, context.int(1)?, context.int(2)?);
        if context.trigger() == RESET {
            *self = Self::default();
            context.set(0, start);
            return Ok(ON_RESET);
        }
        let count = self.count.unwrap_or(start).checked_add(step).ok_or_else(overflow)?;
        (self.count, self.pulses) = (Some(count), self.pulses.saturating_add(1));
        context.set(0, count);
        if limit > 0 && self.pulses >= limit {
            *self = Self::default();
            return Ok(ON_LIMIT);
        }
        Ok(Flow::NEXT)
    }
}

#[cold]
fn overflow() -> NodeError {
    let why = "the count does not fit in an Int: reset it before, or set a limit";
    NodeError::new("overflow", why)
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "four":  { "type": "flow.for_loop", "attributes": { "last_index": 4 } },
    "count": { "type": "flow.counter", "attributes": { "limit": 2 } },
    "show":  { "type": "console.print" },
    "limit": { "type": "console.print", "attributes": { "input": "limit" } }
  },
  "wires": [
    "begin.pulse -> four.pulse",
    "four.pulse -> count.pulse",
    "count.pulse -> show.pulse",
    "four.index -> show.input",
    "count.on_limit -> limit.pulse"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn counts_until_a_reset() {
        let mut node = Bench::new("flow.counter", json!({ "start": 10, "step": -3 }));
        let steps =
            [(0, "pulse", "7"), (0, "pulse", "4"), (1, "on_reset", "10"), (0, "pulse", "7")];
        for (pulse, went, count) in steps {
            assert_eq!((node.pulse_at(pulse), node.text("count")), (went.into(), count.into()));
        }
    }

    #[test]
    fn the_limit_starts_again() {
        let mut node = Bench::new("flow.counter", json!({ "limit": 3 }));
        let went: Vec<String> = (0..6).map(|_| node.pulse() + &node.text("count")).collect();
        assert_eq!(went, ["pulse1", "pulse2", "on_limit3", "pulse1", "pulse2", "on_limit3"]);
        node.pulse();
        node.pulse_at(1);
        let went: Vec<String> = (0..3).map(|_| node.pulse()).collect();
        assert_eq!(went, ["pulse", "pulse", "on_limit"]);
    }

    #[test]
    fn the_count_never_wraps() {
        let mut node = Bench::new("flow.counter", json!({ "start": i64::MAX - 1 }));
        assert_eq!([node.pulse(), node.pulse(), node.pulse()], ["pulse", "overflow", "overflow"]);
        assert_eq!((node.pulse_at(1), node.pulse()), ("on_reset".into(), "pulse".into()));
    }
}
