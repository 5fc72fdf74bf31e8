//! How logic runs: text in, text out.
//!
//! A graph is written as lines: `name = type {attributes}` for a node, `a.pulse -> b.pulse` for a wire and
//! `name : Type initial` for a variable. What comes out is what its Console nodes print, in order, and then the
//! unhandled failures.

mod dispatch;
mod failures;
mod graph_size;
mod graphs;
mod inactive;
mod inputs;
mod order;
mod reference;
mod values;

use super::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, RunEvent, RunServices,
    Source, Timers, Workers, compile,
};
use crate::toolbox::Toolbox;
use crossbeam_channel::{Receiver, unbounded};
use pulsewire_nodes::Services;
use pulsewire_plugin::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Socket, ValueType};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Far beyond what any of these graphs takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs graphs side by side until nothing happens any more, and compares what they print.
#[track_caller]
fn check(graphs: &[&str], printed: &str) {
    let run = Run::new(graphs);
    run.settle();
    assert_eq!(run.output(), printed.trim().lines().map(str::trim).collect::<Vec<_>>());
}

/// Running graphs.
struct Run {
    graphs: Vec<Arc<Graph>>,
    printed: Arc<Mutex<Vec<String>>>,
    failures: Arc<Failures>,
    _events: Receiver<RunEvent>,
}

impl Run {
    fn new(graphs: &[&str]) -> Self {
        let (printed, failures) = (Arc::<Mutex<Vec<String>>>::default(), Arc::default());
        let (events, _events) = unbounded();
        let lines = printed.clone();
        let print = move |line: &str| lines.lock().unwrap().push(line.to_owned());
        let services: Arc<dyn Services> = Arc::new(RunServices::new(
            Timers::new(),
            Arc::clone(&failures),
            events,
            Box::new(print),
        ));
        let (toolbox, workers) = (toolbox(&services), Workers::new());
        let make = |text: &&str| graph(text, &toolbox, &failures, &workers);
        let graphs: Vec<Arc<Graph>> = graphs.iter().map(make).collect();
        graphs.iter().for_each(|graph| graph.start().unwrap());
        graphs.iter().for_each(|graph| graph.open());
        Self { graphs, printed, failures, _events }
    }

    /// Waits until every graph rests, also after the events of the others.
    fn settle(&self) {
        let until = Instant::now() + PATIENCE;
        for graph in self.graphs.iter().chain(&self.graphs) {
            assert!(graph.settle(until), "{graph:?} does not come to rest");
        }
    }

    /// The printed lines, then the unhandled failures.
    fn output(&self) -> Vec<String> {
        let failed = self.failures.list_unhandled().into_iter();
        let failed = failed.map(|(one, times)| format!("! {}: {} x{times}", one.node, one.code));
        self.printed.lock().unwrap().iter().cloned().chain(failed).collect()
    }
}

fn graph(
    text: &str,
    toolbox: &Toolbox,
    failures: &Arc<Failures>,
    workers: &Arc<Workers>,
) -> Arc<Graph> {
    let logic = serde_json::from_value(logic(text)).unwrap();
    let environment = Environment { toolbox, configurations: &Configurations::default() };
    let (plan, found) = compile(
        Source { file: Path::new("g"), name: "g", logic: &logic, placeholders: &[] },
        environment,
    );
    let plan = plan.unwrap_or_else(|| panic!("{found:#?}"));
    Graph::new(
        plan,
        1000,
        InboxLimits { events: 64, bytes: 64 << 20 },
        failures.clone(),
        workers.clone(),
        &Lasting::default(),
    )
    .unwrap()
}

/// The logic file that the lines stand for.
fn logic(text: &str) -> Json {
    let (mut nodes, mut variables, mut wires) = (Map::new(), Map::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.contains(" -> ") {
            wires.push(line);
        } else if let Some((name, node)) = line.split_once(" = ") {
            let (kind, attributes) = node.split_once(' ').unwrap_or((node, "{}"));
            let attributes: Json = serde_json::from_str(attributes).expect(line);
            nodes.insert(name.into(), json!({ "type": kind, "attributes": attributes }));
        } else if let Some((name, variable)) = line.split_once(" : ") {
            let (kind, initial) = variable.split_once(' ').expect(line);
            let initial: Json = serde_json::from_str(initial).expect(line);
            variables.insert(name.into(), json!({ "type": kind, "initial": initial }));
        } else {
            panic!("{line}");
        }
    }
    json!({ "nodes": nodes, "variables": variables, "wires": wires })
}

/// The built-in node types, and some that tests need.
fn toolbox(services: &Arc<dyn Services>) -> Toolbox {
    let (reader, meeting) = (services.clone(), Arc::new(graphs::Meeting::default()));
    let value = |id, doc| Socket::new(id, id, ValueType::Any, doc);
    let types: Vec<NodeType> = vec![
        NodeInfo::value("test.read", "Read", "Prints that it is evaluated, and passes its input.")
            .input(value("input", "Comes in."))
            .output(value("output", "Goes out."))
            .create(move |setup| Ok(Read(reader.clone(), format!("read {}", setup.node)))),
        NodeInfo::action("test.panic", "Panic", "Panics.").create(|_| Ok(failures::Panics)),
        NodeInfo::action("test.meet", "Meet", "Waits for another node of its kind.")
            .create(move |_| Ok(graphs::Meet(meeting.clone()))),
    ];
    let mut toolbox = Toolbox::default();
    toolbox.add(None, pulsewire_nodes::toolbox(services)).unwrap();
    toolbox.add(None, types).unwrap();
    toolbox
}

struct Read(Arc<dyn Services>, String);

impl Node for Read {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        self.0.print(&self.1);
        let value = context.input(0).clone();
        context.set(0, value);
        Ok(Flow::NEXT)
    }
}
