//! A host in small: it makes nodes, runs an event node when an event comes and hands the outputs to the test.

use crate::event::{Event, Pulsed};
use crate::graph::{Cell, Graph};
use crate::lines::Lines;
use pulsewire_plugin::{
    Attributes, ConnectionStatus, Emitter, Host, Placeholders, Plugin, Project, SettingsError,
    Setup, Trigger, Value,
};
use pulsewire_websocket::WebSocket;
use serde_json::Value as Json;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

/// Far beyond anything that works; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Rig {
    pub(crate) plugin: WebSocket,
    pub(crate) log: Arc<Lines>,
    graph: Arc<Graph>,
    events: mpsc::Receiver<Event>,
    stash: Vec<Event>,
}

impl Rig {
    /// The plugin with these settings, which must be without mistakes.
    pub(crate) fn new(settings: &Json) -> Self {
        Self::in_folder(Path::new(""), settings)
    }

    /// The same, for a project in this folder.
    pub(crate) fn in_folder(folder: &Path, settings: &Json) -> Self {
        Self::in_project(Project { folder: folder.to_owned(), ..Project::default() }, settings)
    }

    /// The same, for this project.
    pub(crate) fn in_project(project: Project, settings: &Json) -> Self {
        let log = Arc::new(Lines::default());
        let plugin = WebSocket::new(Host::new(log.clone())).unwrap();
        plugin.project(project);
        assert_eq!(plugin.check(&settings.to_string()), []);
        plugin.configure(&settings.to_string()).unwrap();
        let (sender, events) = mpsc::channel();
        let graph = Arc::new(Graph::new(sender));
        Self { plugin, log, graph, events, stash: Vec::new() }
    }

    /// What is wrong with these settings of a project in this folder.
    pub(crate) fn mistakes(folder: &Path, settings: &Json) -> Vec<SettingsError> {
        let plugin = WebSocket::new(Host::new(Arc::new(Lines::default()))).unwrap();
        plugin.project(Project { folder: folder.to_owned(), ..Project::default() });
        plugin.check(&settings.to_string())
    }

    /// Makes and starts a node.
    pub(crate) fn node(&self, id: &str, attributes: Json) -> usize {
        let types = self.plugin.node_types();
        let node_type = types.iter().find(|one| one.info.id == format!("websocket.{id}")).unwrap();
        let Json::Object(written) = attributes else { panic!("attributes are an object") };
        let mut info = node_type.info.clone();
        if let Some(sockets) = node_type.sockets(&written).unwrap() {
            info.sockets = sockets;
        }
        let index = self.graph.nodes.lock().unwrap().len();
        let emitter = Emitter::new(self.graph.clone(), u32::try_from(index).unwrap());
        let attributes = Attributes::new(&written, &info.attributes);
        let placeholders = Placeholders::default();
        let setup = Setup {
            graph: "g",
            node: "n",
            attributes,
            placeholders,
            emitter,
            variable: None,
            variable_scope: "g",
        };
        let mut node = node_type.create(setup).unwrap();
        node.start().unwrap();
        let cell = Cell::new(node, info, &written);
        self.graph.nodes.lock().unwrap().push(Arc::new(Mutex::new(cell)));
        index
    }

    /// Makes nodes of these types, all for one connection or server.
    pub(crate) fn nodes<const N: usize>(&self, configuration: &str, ids: [&str; N]) -> [usize; N] {
        ids.map(|id| self.node(id, serde_json::json!({ "configuration": configuration })))
    }

    /// Pulses an action node, with these values at its first inputs.
    pub(crate) fn pulse(&self, node: usize, inputs: &[Value]) -> Pulsed {
        let (flow, outputs) = self.graph.run(node, Trigger::Pulse(0), Value::Null, inputs);
        Pulsed { flow, outputs }
    }

    /// From now on an event of `from` pulses `to`, with the event's first outputs at its first `inputs` inputs.
    pub(crate) fn wire(&self, from: usize, to: usize, inputs: usize) {
        *self.graph.wire.lock().unwrap() = Some((from, to, inputs));
    }

    /// The next event of this node; events of others wait for their turn.
    pub(crate) fn wait(&mut self, node: usize) -> Event {
        if let Some(at) = self.stash.iter().position(|event| event.node == node) {
            return self.stash.remove(at);
        }
        loop {
            let event = self.receive();
            if event.node == node {
                return event;
            }
            self.stash.push(event);
        }
    }

    /// Waits until the first connection or server is so, for what no event tells.
    #[track_caller]
    #[allow(dead_code)]
    pub(crate) fn until(&self, is_so: impl Fn(&ConnectionStatus) -> bool) {
        eventually(|| is_so(&self.plugin.status().connections[0]));
    }

    /// The next event, whatever it is.
    pub(crate) fn next(&mut self) -> Event {
        if self.stash.is_empty() { self.receive() } else { self.stash.remove(0) }
    }

    fn receive(&self) -> Event {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => event,
            Err(_) => panic!("no event came; the log says {:#?}", self.log.all()),
        }
    }

    /// Notes the events that came so far.
    #[allow(dead_code)]
    pub(crate) fn gather(&mut self) {
        self.stash.extend(self.events.try_iter());
    }

    /// The events of this node that nobody waited for, with when they came.
    #[allow(dead_code)]
    pub(crate) fn events_of(&mut self, node: usize) -> Vec<(Instant, Event)> {
        self.gather();
        let events = self.stash.iter().filter(|event| event.node == node);
        events.map(|event| (event.at, event.clone())).collect()
    }

    /// Whether an event came that nobody waited for.
    pub(crate) fn has_events(&self) -> bool {
        !self.stash.is_empty() || self.events.try_recv().is_ok()
    }

    /// Makes the graph panic at its next event.
    pub(crate) fn panic_once(&self) {
        self.graph.panics.store(true, Ordering::SeqCst);
    }

    /// Makes the graph refuse events, or take them again.
    pub(crate) fn set_full(&self, full: bool) {
        self.graph.full.store(full, Ordering::SeqCst);
        if !full {
            self.graph.wake();
        }
    }
}

/// Asks until it is so.
#[track_caller]
pub(crate) fn eventually(mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "it did not become so");
        std::thread::sleep(Duration::from_millis(1));
    }
}
