use crate::Services;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket};
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn node_type(services: &Arc<dyn Services>) -> NodeType {
    let doc = "Returns how long the run lasts so far, and how long ago the pulse came here before. Its clock only runs \
               forward: it does not jump when the time of the system is set.";
    let services = services.clone();
    NodeInfo::action("time.elapsed", "Elapsed Time", doc)
        .output(Socket::float("since_start", "Since Start", "Seconds since the run began."))
        .output(Socket::float(
            "since_last",
            "Since Last",
            "Seconds since the last pulse; 0 at the first.",
        ))
        .example("The first pulse", EXAMPLE, "0.0")
        .create(move |_| Ok(Elapsed { services: services.clone(), last: None }))
}

struct Elapsed {
    services: Arc<dyn Services>,
    last: Option<Duration>,
}

impl Node for Elapsed {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let now = self.services.elapsed();
        let last = self.last.replace(now).unwrap_or(now);
        context.set(0, now.as_secs_f64());
        context.set(1, now.saturating_sub(last).as_secs_f64());
        Ok(Flow::NEXT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "time":  { "type": "time.elapsed" },
    "show":  { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> time.pulse",
    "time.pulse -> show.pulse",
    "time.since_last -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn measures_from_the_start_and_from_the_last_pulse() {
        let mut node = Bench::new("time.elapsed", json!({}));
        for (passes, since_start, since_last) in
            [(500, "0.5", "0.0"), (1500, "2.0", "1.5"), (0, "2.0", "0.0")]
        {
            node.services.advance(Duration::from_millis(passes));
            assert_eq!(node.pulse(), "pulse");
            assert_eq!(
                (node.text("since_start"), node.text("since_last")),
                (since_start.into(), since_last.into())
            );
        }
    }
}
