//! A small engine: the thread that emits an event runs the node.

use crate::event::Event;
use pulsewire_plugin::{
    Context, Emit, EmitError, Flow, LoopState, Node, NodeError, NodeInfo, Trigger, Value,
};
use serde_json::{Map, Value as Json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Instant;

pub(crate) struct Graph {
    pub(crate) nodes: Mutex<Vec<Arc<Mutex<Cell>>>>,
    events: mpsc::Sender<Event>,
    pub(crate) full: AtomicBool,
    pub(crate) panics: AtomicBool,
    wakes: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    /// Pulses this action node for each event of that one, with its first output at the input.
    pub(crate) wire: Mutex<Option<(usize, usize, usize)>>,
}

pub(crate) struct Cell {
    node: Box<dyn Node>,
    info: Arc<NodeInfo>,
    inputs: Vec<Value>,
}

impl Cell {
    /// A node and what its inputs hold without a wire.
    pub(crate) fn new(node: Box<dyn Node>, info: NodeInfo, written: &Map<String, Json>) -> Self {
        let inputs = initial(&info, written);
        Self { node, info: Arc::new(info), inputs }
    }
}

impl Graph {
    /// A graph without nodes; what its event nodes give goes to `events`.
    pub(crate) fn new(events: mpsc::Sender<Event>) -> Self {
        Self {
            nodes: Mutex::default(),
            events,
            full: AtomicBool::new(false),
            panics: AtomicBool::new(false),
            wakes: Mutex::default(),
            wire: Mutex::default(),
        }
    }

    pub(crate) fn run(
        &self,
        node: usize,
        trigger: Trigger,
        mut event: Value,
        inputs: &[Value],
    ) -> (Result<Flow, NodeError>, Event) {
        let cell = self.nodes.lock().unwrap()[node].clone();
        let mut cell = cell.lock().unwrap();
        let mut slots = cell.inputs.clone();
        slots[..inputs.len()].clone_from_slice(inputs);
        let count = u32::try_from(slots.len()).unwrap();
        let at: Vec<u32> = (0..count).collect();
        let info = cell.info.clone();
        slots.extend(info.sockets.outputs.iter().map(|socket| socket.initial().unwrap()));
        let mut resume = LoopState::default();
        let mut context =
            Context::new(&mut slots, &at, count, None, trigger, &mut event, &mut resume);
        let flow = cell.node.run(&mut context);
        let outputs = slots.split_off(at.len());
        for (socket, value) in info.sockets.outputs.iter().zip(&outputs) {
            assert!(socket.kind.accepts(value), "{}: {value:?}", socket.id);
        }
        (flow, Event { node, at: Instant::now(), info, outputs })
    }

    pub(crate) fn wake(&self) {
        let wakes = std::mem::take(&mut *self.wakes.lock().unwrap());
        wakes.into_iter().for_each(|wake| wake());
    }
}

impl Emit for Graph {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        assert!(!self.panics.swap(false, Ordering::SeqCst), "a panic for a test");
        if self.full.load(Ordering::SeqCst) {
            return Err(EmitError::Full(event));
        }
        let (flow, event) = self.run(node as usize, Trigger::Event, event, &[]);
        if flow.unwrap() == Flow::End {
            return Ok(());
        }
        let wire = *self.wire.lock().unwrap();
        if let Some((_, to, inputs)) = wire.filter(|(from, ..)| *from == node as usize) {
            let (flow, _) = self.run(to, Trigger::Pulse(0), Value::Null, &event.outputs[..inputs]);
            flow.unwrap();
        }
        self.events.send(event).map_err(|_| EmitError::Stopped)
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        self.wakes.lock().unwrap().push(wake);
        if !self.full.load(Ordering::SeqCst) {
            self.wake();
        }
    }
}

fn initial(info: &NodeInfo, written: &Map<String, Json>) -> Vec<Value> {
    let value = |socket: &pulsewire_plugin::Socket| match written.get(&socket.id) {
        Some(json) => Value::from_attribute(json, socket.kind).unwrap(),
        None => socket.initial().unwrap(),
    };
    info.sockets.inputs.iter().map(value).collect()
}
