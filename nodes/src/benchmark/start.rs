use super::stopwatch::Stopwatches;
use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>, stopwatches: &Arc<Stopwatches>) -> NodeType {
    let doc = "Starts a timer, or starts it again from 0.";
    let (services, stopwatches) = (services.clone(), stopwatches.clone());
    NodeInfo::action("benchmark.start", "Benchmark Start", doc)
        .attribute(super::timer_name())
        .example("Does it take less than a minute?", EXAMPLE, "true")
        .run_with(move |setup| {
            let services = services.clone();
            let stopwatch = stopwatches.open(setup.attributes.text("timer_name"));
            move |_: &mut Context<'_>| {
                stopwatch.start(services.elapsed());
                Ok(Flow::NEXT)
            }
        })
}

pub(super) const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":   { "type": "event.initialize" },
    "start":   { "type": "benchmark.start" },
    "work":    { "type": "flow.for_loop", "attributes": { "last_index": 1000 } },
    "stop":    { "type": "benchmark.stop" },
    "time":    { "type": "benchmark.get" },
    "quick":   { "type": "compare.is_less_equal", "attributes": { "data_type": "Float", "b": 60000 } },
    "show":    { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> start.pulse",
    "start.pulse -> work.pulse",
    "work.on_end -> stop.pulse",
    "stop.pulse -> show.pulse",
    "time.milliseconds -> quick.a",
    "quick.c -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn a_second_start_begins_again() {
        let toolbox = TestToolbox::new();
        let mut start = toolbox.node("benchmark.start", 0, json!({}));
        let mut get = toolbox.node("benchmark.get", 1, json!({}));
        assert_eq!(start.pulse(), "pulse");
        toolbox.services.advance(Duration::from_millis(5));
        assert_eq!((get.read(), get.text("milliseconds")), ("pulse".into(), "5.0".into()));
        start.pulse();
        assert_eq!((get.read(), get.text("milliseconds")), ("pulse".into(), "0.0".into()));
    }
}
