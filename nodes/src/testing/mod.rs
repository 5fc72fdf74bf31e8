//! Runs a single node as the engine does.

mod environment;

pub(crate) use environment::{Inbox, TestServices};

use crate::{Services, toolbox};
use pulsewire_plugin::{
    Attributes, Context, Emitter, Flow, LoopState, Node, NodeError, NodeType, Placeholders, Setup,
    Socket, Sockets, Trigger, Value, ValueType,
};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Creates nodes that share one toolbox and one inbox.
pub(crate) struct TestToolbox {
    pub(crate) services: Arc<TestServices>,
    pub(crate) inbox: Arc<Inbox>,
    types: Vec<NodeType>,
    variable: ValueType,
}

/// A node under test with the values at its sockets.
pub(crate) struct Bench {
    pub(crate) services: Arc<TestServices>,
    node: Box<dyn Node>,
    sockets: Sockets,
    slots: Vec<Value>,
    loop_state: LoopState,
}

impl TestToolbox {
    pub(crate) fn new() -> Self {
        let services = Arc::new(TestServices::default());
        let shared: Arc<dyn Services> = services.clone();
        let variable = ValueType::Float;
        Self { services, inbox: Arc::default(), types: toolbox(&shared), variable }
    }

    /// One whose nodes have a variable of this type.
    pub(crate) fn with_variable(variable: ValueType) -> Self {
        Self { variable, ..Self::new() }
    }

    /// A node whose emitter has this index and whose variable is a Float unless another type was asked for, or why it cannot be created.
    pub(crate) fn try_node(&self, id: &str, index: u32, attributes: Json) -> Result<Bench, String> {
        let node_type = self.types.iter().find(|one| one.info.id == id).expect("a known type");
        let written: Map<String, Json> = attributes.as_object().expect("an object").clone();
        let sockets = node_type.sockets(&written).map_err(|why| why.message)?;
        let sockets = sockets.unwrap_or_else(|| node_type.info.sockets.clone());
        let attributes = Attributes::new(&written, &node_type.info.attributes);
        let emitter = Emitter::new(self.inbox.clone(), index);
        let (placeholders, variable) = (Placeholders::default(), Some(self.variable));
        let node = node_type
            .create(Setup {
                graph: "g",
                node: "n",
                attributes,
                placeholders,
                emitter,
                variable,
                variable_scope: "g",
            })
            .map_err(|error| error.message)?;
        let read = |socket: &Socket| match written.get(&socket.id) {
            Some(json) => Value::from_attribute(json, socket.kind).expect("a value of the socket"),
            None => socket.initial().expect("a default of the socket"),
        };
        let mut slots: Vec<Value> = sockets.inputs.iter().map(read).collect();
        slots.extend(sockets.outputs.iter().map(|socket| socket.kind.zero()));
        slots.push(self.variable.zero());
        Ok(Bench {
            services: self.services.clone(),
            node,
            sockets,
            slots,
            loop_state: LoopState::default(),
        })
    }

    pub(crate) fn node(&self, id: &str, index: u32, attributes: Json) -> Bench {
        self.try_node(id, index, attributes).expect("a node")
    }
}

impl Bench {
    pub(crate) fn new(id: &str, attributes: Json) -> Self {
        TestToolbox::new().node(id, 0, attributes)
    }

    /// Why a node with these attributes cannot be created.
    pub(crate) fn creation_error(id: &str, attributes: Json) -> String {
        TestToolbox::new().try_node(id, 0, attributes).err().expect("attributes that are rejected")
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

    /// An output as the Console prints it.
    pub(crate) fn text(&self, output: &str) -> String {
        self.get(output).to_string()
    }

    pub(crate) fn start(&mut self) -> Result<(), NodeError> {
        self.node.start()
    }

    /// Where a pulse goes: the id of an output, `loop` and an id, `end`, or the code of a failure.
    pub(crate) fn pulse(&mut self) -> String {
        let flow = self.run(Trigger::Pulse(0), Value::Null);
        self.describe(flow)
    }

    /// Where a pulse into the input of this number goes.
    pub(crate) fn pulse_at(&mut self, input: u32) -> String {
        let flow = self.run(Trigger::Pulse(input), Value::Null);
        self.describe(flow)
    }

    pub(crate) fn read(&mut self) -> String {
        let flow = self.run(Trigger::Read, Value::Null);
        self.describe(flow)
    }

    pub(crate) fn resume(&mut self) -> String {
        let flow = self.run(Trigger::Resume, Value::Null);
        self.describe(flow)
    }

    pub(crate) fn event(&mut self, event: impl Into<Value>) -> String {
        let flow = self.run(Trigger::Event, event.into());
        self.describe(flow)
    }

    /// The failure of a pulse.
    pub(crate) fn error(&mut self) -> NodeError {
        self.run(Trigger::Pulse(0), Value::Null).expect_err("a failure")
    }

    fn run(&mut self, trigger: Trigger, mut event: Value) -> Result<Flow, NodeError> {
        let count = u32::try_from(self.sockets.inputs.len()).unwrap();
        let inputs: Vec<u32> = (0..count).collect();
        let variable = u32::try_from(self.slots.len() - 1).ok();
        let state = &mut self.loop_state;
        let mut context =
            Context::new(&mut self.slots, &inputs, count, variable, trigger, &mut event, state);
        self.node.run(&mut context)
    }

    fn describe(&self, flow: Result<Flow, NodeError>) -> String {
        let name = |output: u32| self.sockets.pulse_outputs[output as usize].id.clone();
        match flow {
            Ok(Flow::End) => "end".to_owned(),
            Ok(Flow::Emit(output)) => name(output),
            Ok(Flow::Loop(output)) => format!("loop {}", name(output)),
            Err(error) => error.code.into_owned(),
        }
    }
}

/// The mistakes in the constants of a node of whose inputs `wired` have a wire: `/input code message`.
pub(crate) fn constant_mistakes(id: &str, attributes: Json, wired: &[&str]) -> Vec<String> {
    let toolbox = TestToolbox::new();
    let node_type = toolbox.types.iter().find(|one| one.info.id == id).expect("a known type");
    let wired: Vec<String> = wired.iter().map(|&input| input.to_owned()).collect();
    let found = node_type.check(attributes.as_object().expect("an object"), &wired);
    found.into_iter().map(|one| format!("{} {} {}", one.pointer, one.code, one.message)).collect()
}

/// Reads a node with each of the attributes: `output` must then hold the text beside them. The text for a node that
/// fails is the code of its error.
pub(crate) fn check(id: &str, output: &str, cases: &[(Json, &str)]) {
    for (attributes, expected) in cases {
        let mut node = Bench::new(id, attributes.clone());
        let flow = node.read();
        let found = if flow == "pulse" { node.text(output) } else { flow };
        assert_eq!(found, *expected, "{id} with {attributes}");
    }
}
