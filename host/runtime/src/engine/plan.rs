use pulsewire_plugin::{NodeType, Placeholders, Value, ValueType};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// The running form of a graph: checked, immutable, all names turned into indices of flat arrays.
#[derive(Debug, Default)]
pub struct Plan {
    /// The name of the graph: its logic file, relative to the project, or a name of its own.
    pub name: String,
    /// Its logic file, relative to the project.
    pub file: String,
    /// The nodes, in the order of the file.
    pub nodes: Vec<PlanNode>,
    /// For each data input of each node the slot it reads.
    pub inputs: Vec<u32>,
    /// For each pulse output of each node where its wire leads.
    pub targets: Vec<Target>,
    /// For each node the value nodes to evaluate before it runs, in order.
    pub pulls: Vec<u32>,
    /// The initial value of each slot: variables, zeros of each type, data outputs and constants.
    pub slots: Vec<Value>,
    /// The nodes, by their place, with those of their attributes that hold `${…}`, as written.
    pub placeholders: Vec<(usize, Map<String, Json>)>,
    /// The variables that belong to the project, or persist.
    pub variables: Vec<PlanVariable>,
}

/// A variable that belongs to the project, or persists.
#[derive(Clone, Debug)]
pub struct PlanVariable {
    /// Its name.
    pub name: Box<str>,
    /// Its slot. That of a variable of the project holds its value only while a node works on it.
    pub slot: u32,
    /// The type of its values.
    pub kind: ValueType,
    /// Whether its value is kept from one run to the next.
    pub persist: bool,
    /// Whether all graphs of the project share it.
    pub shared: bool,
}

/// A node of a plan.
#[derive(Debug)]
pub struct PlanNode {
    /// Its name.
    pub name: Box<str>,
    /// Its type.
    pub node_type: Arc<NodeType>,
    /// What users set on it.
    pub attributes: Map<String, Json>,
    /// The attributes that hold `${…}`, to be evaluated again.
    pub placeholders: Placeholders,
    /// Whether it runs.
    pub mode: Mode,
    /// Its part of [`Plan::inputs`].
    pub inputs: Span,
    /// Its part of [`Plan::targets`].
    pub targets: Span,
    /// Its part of [`Plan::pulls`]: what is evaluated when a pulse enters it.
    pub pulls: Span,
    /// Its part of [`Plan::pulls`]: what is evaluated before each further round and each event, for its live inputs.
    pub live_pulls: Span,
    /// The slot of its first data output.
    pub first_output: u32,
    /// The slot and type of the variable that it names.
    pub variable: Option<(u32, ValueType)>,
}

/// Whether a node runs, by its attributes `enabled` and `pulse_pass_through`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It runs.
    #[default]
    Enabled,
    /// It does not run, what follows it does.
    PassThrough,
    /// Neither it nor what follows it runs.
    Disabled,
}

/// A part of a flat array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Its first index.
    pub start: u32,
    /// How many.
    pub len: u32,
}

impl Span {
    /// The part of `all`.
    #[inline]
    pub fn of<T>(self, all: &[T]) -> &[T] {
        &all[self.start as usize..][..self.len as usize]
    }
}

/// Where a pulse output leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The node.
    pub node: u32,
    /// Its pulse input, counted from 0.
    pub pulse: u32,
}

impl Target {
    /// No wire.
    pub const NONE: Self = Self { node: u32::MAX, pulse: 0 };
}

impl Plan {
    /// The nodes of a type that are not disabled.
    #[must_use]
    pub fn of_type(&self, node_type: &str) -> Vec<u32> {
        let nodes = self.nodes.iter().zip(0..);
        let matching = nodes
            .filter(|(node, _)| node.node_type.info.id == node_type && node.mode != Mode::Disabled);
        matching.map(|(_, at)| at).collect()
    }
}
