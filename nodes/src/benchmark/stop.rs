use super::start::EXAMPLE;
use super::stopwatch::Stopwatches;
use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>, stopwatches: &Arc<Stopwatches>) -> NodeType {
    let doc = "Stops a timer, so that Benchmark Get returns the same time from now on.\n\
               Fails with not_started when the timer has not started.";
    let (services, stopwatches) = (services.clone(), stopwatches.clone());
    NodeInfo::action("benchmark.stop", "Benchmark Stop", doc)
        .attribute(super::timer_name())
        .example("Does it take less than a minute?", EXAMPLE, "true")
        .run_with(move |setup| {
            let services = services.clone();
            let stopwatch = stopwatches.open(setup.attributes.text("timer_name"));
            move |_: &mut Context<'_>| stopwatch.stop(services.elapsed()).map(|()| Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn the_time_stands_still() {
        let toolbox = TestToolbox::new();
        let nodes = ["start", "stop", "get"].map(|name| format!("benchmark.{name}"));
        let [mut start, mut stop, mut get] = nodes.map(|id| toolbox.node(&id, 0, json!({})));
        assert_eq!(stop.pulse(), "not_started");
        start.pulse();
        toolbox.services.advance(Duration::from_micros(1500));
        assert_eq!(stop.pulse(), "pulse");
        toolbox.services.advance(Duration::from_secs(1));
        assert_eq!((get.read(), get.text("milliseconds")), ("pulse".into(), "1.5".into()));
    }
}
