//! Random graphs and events: the engine prints the same as a small, independent interpreter.

mod interpreter;
mod logic_text;
mod program;

use super::{logic, toolbox};
use crate::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, RunServices, Source,
    Timers, Workers, compile,
};
use interpreter::Interpreter;
use program::{EVENTS, Program, program};
use proptest::prelude::*;
use pulsewire_nodes::Services;
use pulsewire_plugin::{Emit, Value};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_reference_does(
        program in program(),
        events in prop::collection::vec((0..EVENTS, -9..9_i64), 0..4),
    ) {
        let mut reference = Interpreter::begin(&program);
        events.iter().for_each(|(event, value)| reference.event(*event, *value));
        prop_assert_eq!(run(&program, &events), reference.trace);
    }
}

/// What the engine prints; the events come once it rests.
fn run(program: &Program, events: &[(usize, i64)]) -> Vec<String> {
    let (printed, failures) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Failures>::default());
    let (events_of_run, lines) = (crossbeam_channel::unbounded().0, printed.clone());
    let print = Box::new(move |line: &str| lines.lock().unwrap().push(line.to_owned()));
    let services: Arc<dyn Services> =
        Arc::new(RunServices::new(Timers::new(), failures.clone(), events_of_run, print));
    let (text, toolbox) = (logic_text::lines(program), toolbox(&services));
    let logic = serde_json::from_value(logic(&text)).unwrap();
    let environment = Environment { toolbox: &toolbox, configurations: &Configurations::default() };
    let (plan, found) = compile(
        Source { file: Path::new("g"), name: "g", logic: &logic, placeholders: &[] },
        environment,
    );
    let plan = plan.unwrap_or_else(|| panic!("{text}\n{found:#?}"));
    let graph = Graph::new(
        plan,
        1 << 30,
        InboxLimits { events: 1 << 16, bytes: 64 << 20 },
        failures.clone(),
        Workers::new(),
        &Lasting::default(),
    )
    .unwrap();
    graph.start().unwrap();
    graph.open();
    let rest = || assert!(graph.settle(Instant::now() + super::PATIENCE), "{text}");
    rest();
    for (event, value) in events {
        let listener = format!("on{event}");
        let nodes = graph.plan().nodes.iter();
        let at = nodes.zip(0..).find(|(node, _)| *node.name == *listener).unwrap().1;
        graph.emit(at, Value::Int(*value)).unwrap();
        rest();
    }
    assert_eq!(failures.list_unhandled(), [], "{text}");
    graph.stop();
    std::mem::take(&mut *printed.lock().unwrap())
}
