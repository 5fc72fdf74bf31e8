//! A single node on a bench: what the engine does for it, done by hand.

mod around;

pub(crate) use around::{Inbox, Program};

use crate::{Services, toolbox};
use pulsewire_plugin::{
    Attributes, Context, Emitter, Flow, LoopState, Node, NodeError, NodeType, Placeholders, Setup,
    Socket, Sockets, Trigger, Value, ValueType,
};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// One toolbox, from which several nodes are made.
pub(crate) struct Kit {
    pub(crate) program: Arc<Program>,
    pub(crate) inbox: Arc<Inbox>,
    types: Vec<NodeType>,
}

/// A node with its slots.
pub(crate) struct Bench {
    pub(crate) program: Arc<Program>,
    node: Box<dyn Node>,
    sockets: Sockets,
    slots: Vec<Value>,
    resume: LoopState,
}

impl Kit {
    pub(crate) fn new() -> Self {
        let program = Arc::new(Program::default());
        let services: Arc<dyn Services> = program.clone();
        Self { program, inbox: Arc::default(), types: toolbox(&services) }
    }

    /// A node whose emitter has this index and whose variable is a Float.
    pub(crate) fn try_node(&self, id: &str, index: u32, attributes: Json) -> Result<Bench, String> {
        let node_type = self.types.iter().find(|one| one.info.id == id).expect("a known type");
        let written: Map<String, Json> = attributes.as_object().expect("an object").clone();
        let sockets = node_type.sockets(&written)?;
        let sockets = sockets.unwrap_or_else(|| node_type.info.sockets.clone());
        let attributes = Attributes::new(&written, &node_type.info.attributes);
        let emitter = Emitter::new(self.inbox.clone(), index);
        let (placeholders, variable) = (Placeholders::default(), Some(ValueType::Float));
        let node = node_type
            .create(Setup { graph: "g", node: "n", attributes, placeholders, emitter, variable })
            .map_err(|error| error.message)?;
        let read = |socket: &Socket| match written.get(&socket.id) {
            Some(json) => Value::from_attribute(json, socket.kind).expect("a value of the socket"),
            None => socket.initial().expect("a default of the socket"),
        };
        let mut slots: Vec<Value> = sockets.inputs.iter().map(read).collect();
        slots.extend(sockets.outputs.iter().map(|socket| socket.kind.zero()));
        slots.push(Value::Float(0.0));
        Ok(Bench {
            program: self.program.clone(),
            node,
            sockets,
            slots,
            resume: LoopState::default(),
        })
    }

    pub(crate) fn node(&self, id: &str, index: u32, attributes: Json) -> Bench {
        self.try_node(id, index, attributes).expect("a node")
    }
}

impl Bench {
    pub(crate) fn new(id: &str, attributes: Json) -> Self {
        Kit::new().node(id, 0, attributes)
    }

    pub(crate) fn refused(id: &str, attributes: Json) -> String {
        Kit::new().try_node(id, 0, attributes).err().expect("attributes that are refused")
    }

    pub(crate) fn set(&mut self, input: &str, value: impl Into<Value>) -> &mut Self {
        let at = self.sockets.inputs.iter().position(|socket| socket.id == input);
        self.slots[at.expect("a known input")] = value.into();
        self
    }

    pub(crate) fn set_variable(&mut self, value: impl Into<Value>) {
        *self.slots.last_mut().unwrap() = value.into();
    }

    pub(crate) fn variable(&self) -> &Value {
        self.slots.last().unwrap()
    }

    pub(crate) fn get(&self, output: &str) -> &Value {
        let at = self.sockets.outputs.iter().position(|socket| socket.id == output);
        &self.slots[self.sockets.inputs.len() + at.expect("a known output")]
    }

    /// What an output shows, as the Console prints it.
    pub(crate) fn shown(&self, output: &str) -> String {
        self.get(output).to_string()
    }

    pub(crate) fn start(&mut self) -> Result<(), NodeError> {
        self.node.start()
    }

    /// Where a pulse goes: an output's id, `loop` and an id, `end`, or the code of a failure.
    pub(crate) fn pulse(&mut self) -> String {
        let flow = self.run(Trigger::Pulse(0), Value::Null);
        self.told(flow)
    }

    pub(crate) fn read(&mut self) -> String {
        let flow = self.run(Trigger::Read, Value::Null);
        self.told(flow)
    }

    pub(crate) fn back(&mut self) -> String {
        let flow = self.run(Trigger::Resume, Value::Null);
        self.told(flow)
    }

    pub(crate) fn event(&mut self, event: impl Into<Value>) -> String {
        let flow = self.run(Trigger::Event, event.into());
        self.told(flow)
    }

    /// The failure of a pulse.
    pub(crate) fn error(&mut self) -> NodeError {
        self.run(Trigger::Pulse(0), Value::Null).expect_err("a failure")
    }

    fn run(&mut self, trigger: Trigger, mut event: Value) -> Result<Flow, NodeError> {
        let count = u32::try_from(self.sockets.inputs.len()).unwrap();
        let inputs: Vec<u32> = (0..count).collect();
        let variable = u32::try_from(self.slots.len() - 1).ok();
        let resume = &mut self.resume;
        let mut context =
            Context::new(&mut self.slots, &inputs, count, variable, trigger, &mut event, resume);
        self.node.run(&mut context)
    }

    fn told(&self, flow: Result<Flow, NodeError>) -> String {
        let name = |output: u32| self.sockets.pulse_outputs[output as usize].id.clone();
        match flow {
            Ok(Flow::End) => "end".to_owned(),
            Ok(Flow::Emit(output)) => name(output),
            Ok(Flow::Loop(output)) => format!("loop {}", name(output)),
            Err(error) => error.code.into_owned(),
        }
    }
}
