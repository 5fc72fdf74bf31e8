use super::start::EXAMPLE;
use super::stopwatch::Stopwatches;
use crate::Services;
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeType, Socket};
use std::sync::Arc;

pub(crate) fn node_type(services: &Arc<dyn Services>, stopwatches: &Arc<Stopwatches>) -> NodeType {
    let doc = "Returns the time that a timer measured: from its start to its stop, or to now while it runs.\n\
               Fails with not_started when the timer has not started.";
    let (services, stopwatches) = (services.clone(), stopwatches.clone());
    NodeInfo::value("benchmark.get", "Benchmark Get", doc)
        .attribute(super::timer_name())
        .output(Socket::string("time", "Time", "The time in words: 1.500 ms."))
        .output(Socket::float("milliseconds", "Milliseconds", "The time in milliseconds."))
        .example("Does it take less than a minute?", EXAMPLE, "true")
        .run_with(move |setup| {
            let services = services.clone();
            let stopwatch = stopwatches.open(setup.attributes.text("timer_name"));
            move |context: &mut Context<'_>| {
                let time = stopwatch.measured(services.elapsed())?.as_secs_f64() * 1000.0;
                context.set(0, format!("{time:.3} ms"));
                context.set(1, time);
                Ok(Flow::NEXT)
            }
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::TestToolbox;
    use serde_json::json;
    use std::time::Duration;

    #[test]
    fn timers_have_names() {
        let toolbox = TestToolbox::new();
        let named = |id, name| toolbox.node(id, 0, json!({ "timer_name": name }));
        named("benchmark.start", "a").pulse();
        toolbox.services.advance(Duration::from_millis(2));
        let mut get = named("benchmark.get", "a");
        assert_eq!((get.read(), get.text("time")), ("pulse".into(), "2.000 ms".into()));
        assert_eq!(named("benchmark.get", "b").read(), "not_started");
    }
}
