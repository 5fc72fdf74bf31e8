//! A plugin on both sides of the boundary at once.

use super::{LoadedPlugin, module};
use crate::*;
use serde_json::{Map, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct Doubler(Host);

impl Plugin for Doubler {
    const INFO: PluginInfo =
        PluginInfo { name: "doubler", title: "Doubler", version: "1.2.3", doc: "Doubles." };

    fn new(host: Host) -> Result<Self, String> {
        host.for_source("new::").log(Level::Info, "made");
        Ok(Self(host))
    }

    fn node_types(&self) -> Vec<NodeType> {
        let twice = NodeInfo::value("doubler.twice", "Twice", "Doubles an Int.")
            .input(Socket::new("input", "Input", ValueType::Int, "What to double."))
            .output(Socket::new("output", "Output", ValueType::Int, "Twice the input."));
        let many = NodeInfo::action("doubler.many", "Many", "Has many outputs.").attribute(
            Attribute::new("count", "Count", AttributeKind::Range(0, 9), 1, "How many."),
        );
        vec![
            twice.create(|setup| Ok(Twice(setup.emitter, setup.variable))).check_constants(
                |constants| match constants.int("input") {
                    Some(13) => constants.refuse("input", "unlucky", "is 13"),
                    Some(14) => panic!("in check"),
                    _ => {}
                },
            ),
            many.create(|_| Ok(Panics)).dynamic_sockets(
                "`count` outputs",
                |attributes, sockets| {
                    if attributes.int("count") == 9 {
                        return Err(AttributeMistake::new("/count", "is too many"));
                    }
                    for at in 0..attributes.count("count") {
                        let id = format!("out_{at}");
                        sockets.outputs.push(Socket::new(&id, &id, ValueType::Any, "One of them."));
                    }
                    Ok(())
                },
            ),
        ]
    }

    fn settings_schema(&self) -> serde_json::Value {
        json!({ "type": "object" })
    }

    fn project(&self, project: Project) {
        self.0.log(Level::Info, format!("in {}", project.folder.display()));
    }

    fn check(&self, _settings: &str) -> Vec<SettingsError> {
        let (pointer, code) = ("/a".to_owned(), "bad".to_owned());
        vec![SettingsError { pointer, code, message: "is bad".into(), help: String::new() }]
    }

    fn configure(&self, settings: &str) -> Result<(), String> {
        Err(format!("cannot take {settings}"))
    }

    fn start(&self) -> Result<(), String> {
        panic!("in start")
    }

    fn stop(&self, within: Duration) {
        self.0.log(Level::Warn, format!("{}", within.as_millis()));
        if self.0.has_stuck_graph() {
            self.0.fail_run();
        }
    }

    fn status(&self) -> Status {
        let one = ConnectionStatus { name: "x".into(), messages_in: 3, ..Default::default() };
        Status { connections: vec![one] }
    }
}

struct Twice(Emitter, Option<ValueType>);

impl Node for Twice {
    fn start(&mut self) -> Result<(), NodeError> {
        let _ = self.0.emit(format!("started with {:?}", self.1));
        Ok(())
    }

    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let input = context.int(0)?;
        let doubled = input.checked_mul(2);
        let overflow = || NodeError::new("overflow", "too large").by_pulse(1);
        context.set(0, doubled.ok_or_else(overflow)?);
        context.loop_state().at = input;
        Ok(Flow::Loop(7))
    }
}

struct Panics;

impl Node for Panics {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        panic!("number {}", 5)
    }
}

impl Drop for Panics {
    fn drop(&mut self) {
        panic!("in drop")
    }
}

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Seen {
    fn push(&self, what: String) {
        self.0.lock().unwrap().push(what);
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl HostServices for Seen {
    fn log(&self, level: Level, source: &str, message: &str) {
        self.push(format!("{level:?} {source}{message}"));
    }

    fn enabled(&self, level: Level, _source: &str) -> bool {
        level != Level::Trace
    }

    fn fail_run(&self) {
        self.push("failed".to_owned());
    }

    fn has_stuck_graph(&self) -> bool {
        true
    }
}

impl Emit for Seen {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.push(format!("{node} {event}"));
        Err(EmitError::Full(event))
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        wake();
    }
}

fn open(log: &Arc<Seen>) -> LoadedPlugin {
    LoadedPlugin::open(module::<Doubler>(), log.clone()).unwrap()
}

fn node(plugin: &LoadedPlugin, at: usize, graph: &Arc<Seen>) -> Box<dyn Node> {
    let types = plugin.node_types().unwrap();
    let written = Map::new();
    let attributes = Attributes::new(&written, &types[at].info.attributes);
    let emitter = Emitter::new(graph.clone(), 4);
    let (placeholders, variable) = (Placeholders::default(), Some(ValueType::Float));
    types[at]
        .create(Setup {
            graph: "g",
            node: "n",
            attributes,
            placeholders,
            emitter,
            variable,
            variable_scope: "g",
        })
        .unwrap()
}

fn run(node: &mut dyn Node, slots: &mut [Value]) -> (Result<Flow, NodeError>, LoopState) {
    let (mut event, mut resume, pulse) = (Value::Null, LoopState::default(), Trigger::Pulse(0));
    let mut context = Context::new(slots, &[0], 1, None, pulse, &mut event, &mut resume);
    (node.run(&mut context), resume)
}

#[test]
fn node_types_settings_and_counters_cross_the_boundary() {
    let log = Arc::new(Seen::default());
    let plugin = open(&log);
    assert!(LoadedPlugin::about(module::<Doubler>()).contains(r#""version":"1.2.3""#));
    plugin.project(&Project { folder: "/a project".into(), ..Project::default() }).unwrap();
    assert_eq!(plugin.check("{}").unwrap()[0].message, "is bad");
    assert_eq!(plugin.configure("{1}").unwrap_err(), "cannot take {1}");
    assert_eq!(plugin.start().unwrap_err(), "panicked: in start");
    assert_eq!(plugin.status().unwrap().connections[0].messages_in, 3);
    plugin.stop(Duration::from_millis(250)).unwrap();
    assert_eq!(log.all(), ["Info new::made", "Info in /a project", "Warn 250", "failed"]);
}

#[test]
fn sockets_follow_attributes_across_the_boundary() {
    let types = open(&Arc::default()).node_types().unwrap();
    assert_eq!(types[0].sockets(&Map::new()).unwrap(), None);
    assert_eq!(types[1].info.sockets.outputs.len(), 1);
    let written = json!({ "count": 3 }).as_object().unwrap().clone();
    assert_eq!(types[1].sockets(&written).unwrap().unwrap().outputs[2].id, "out_2");
    let written = json!({ "count": 9 }).as_object().unwrap().clone();
    let mistake = types[1].sockets(&written).unwrap_err();
    assert_eq!(mistake, AttributeMistake::new("/count", "is too many"));
}

#[test]
fn constants_are_checked_across_the_border() {
    let types = open(&Arc::default()).node_types().unwrap();
    let check = |input: i64, wired: &[String]| {
        let written = json!({ "input": input }).as_object().unwrap().clone();
        let found = types[0].check(&written, wired);
        found.into_iter().map(|one| (one.pointer, one.code, one.message)).collect::<Vec<_>>()
    };
    assert_eq!(check(13, &[]), [("/input".into(), "unlucky".into(), "is 13".into())]);
    assert_eq!(check(12, &[]), []);
    assert_eq!(check(13, &["input".into()]), []);
    let (_, code, message) = check(14, &[]).remove(0);
    assert_eq!(code, "plugin_failed");
    assert!(message.contains("panicked: in check"), "{message}");
}

#[test]
fn a_node_reads_sets_and_emits_across_the_boundary() {
    let graph = Arc::new(Seen::default());
    let mut twice = node(&open(&Arc::default()), 0, &graph);
    twice.start().unwrap();
    assert_eq!(graph.all(), ["4 started with Some(Float)"]);
    let mut slots = [Value::Int(21), Value::Null];
    let (flow, resume) = run(&mut *twice, &mut slots);
    assert_eq!((flow.unwrap(), &slots[1], resume.at), (Flow::Loop(7), &Value::Int(42), 21));
    slots[0] = Value::from("x");
    let error = run(&mut *twice, &mut slots).0.unwrap_err();
    assert_eq!((&*error.message, error.input), ("wants Int, got String", Some(0)));
    slots[0] = Value::from(i64::MAX);
    assert_eq!(run(&mut *twice, &mut slots).0.unwrap_err().pulse, Some(1));
}

#[test]
fn a_panic_in_a_node_comes_back_as_an_error() {
    let mut panics = node(&open(&Arc::default()), 1, &Arc::default());
    let error = run(&mut *panics, &mut [Value::Null, Value::Null]).0.unwrap_err();
    assert_eq!((error.code.as_ref(), error.message.as_str()), ("panic", "panicked: number 5"));
}
