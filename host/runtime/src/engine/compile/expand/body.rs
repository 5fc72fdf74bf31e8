use crate::engine::compile::{Environment, Source};
use crate::function::{Function, INPUT, OUTPUT, Template};
use crate::toolbox::Tool;
use foldhash::{HashMap, HashSet};
use pulsewire_plugin::AttributeKind;
use pulsewire_project_settings::{Logic, Node, Wire};
use serde_json::{Map, Value as Json};

/// A graph or a function, with everything about it that is the same for all of its uses.
pub(super) struct Body<'a> {
    pub(super) logic: &'a Logic,
    /// None for a graph.
    pub(super) function: Option<&'a Function>,
    pub(super) nodes: Vec<BodyNode<'a>>,
    pub(super) wires: Vec<BodyWire<'a>>,
    /// The outputs of nodes that have a wire, by the node's place.
    pub(super) wired_outputs: HashMap<(u32, &'a str), Vec<End<'a>>>,
    pub(super) initial: &'a [(usize, Template)],
}

/// A node of a body.
pub(super) struct BodyNode<'a> {
    pub(super) name: &'a str,
    pub(super) written: &'a Node,
    pub(super) tool: Option<&'a Tool>,
    /// The values with `${attribute:NAME}`.
    pub(super) templates: &'a [(usize, String, Template)],
    /// The attributes that hold `${…}`, as written.
    pub(super) held: Option<&'a Map<String, Json>>,
    /// The attributes that name a variable.
    pub(super) variables: Vec<&'a str>,
}

/// A wire of a body.
#[derive(Clone, Copy)]
pub(super) struct BodyWire<'a> {
    pub(super) at: u32,
    pub(super) from: End<'a>,
    pub(super) to: End<'a>,
}

/// An end of a wire: what it is attached to, and the socket.
#[derive(Clone, Copy)]
pub(super) struct End<'a> {
    pub(super) at: Attached,
    pub(super) socket: &'a str,
}

/// What a wire is attached to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attached {
    /// The inputs of the function.
    Input,
    /// The outputs of the function.
    Output,
    /// A node, by its place.
    Node(u32),
}

impl<'a> Body<'a> {
    pub(super) fn of_graph(source: Source<'a>, environment: Environment<'a>) -> Self {
        let mut body = Self::bare(source.logic, None, environment);
        body.hold(source.placeholders, &[]);
        body
    }

    pub(super) fn of_function(function: &'a Function, environment: Environment<'a>) -> Self {
        let mut body = Self::bare(&function.body.logic, Some(function), environment);
        body.hold(&function.body.placeholders, &function.body.templates);
        body.initial = &function.body.initial;
        body
    }

    fn bare(
        logic: &'a Logic,
        function: Option<&'a Function>,
        environment: Environment<'a>,
    ) -> Self {
        let nodes = logic.nodes.iter().map(|(name, written)| {
            let tool = environment.toolbox.get(&written.node_type);
            let attributes = tool.map(|tool| tool.node_type.info.attributes.as_slice());
            let variables = (attributes.unwrap_or_default().iter())
                .filter(|one| matches!(one.kind, AttributeKind::Variable))
                .map(|one| one.id.as_str());
            let variables = variables.collect();
            BodyNode { name, written, tool, templates: &[], held: None, variables }
        });
        let nodes: Vec<_> = nodes.collect();
        let wires = wires(logic, function.is_some());
        let mut wired_outputs: HashMap<_, Vec<End<'a>>> = HashMap::default();
        for wire in &wires {
            if let Attached::Node(node) = wire.from.at {
                wired_outputs.entry((node, wire.from.socket)).or_default().push(wire.to);
            }
        }
        Self { logic, function, nodes, wires, wired_outputs, initial: &[] }
    }

    fn hold(
        &mut self,
        placeholders: &'a [(usize, Map<String, Json>)],
        templates: &'a [(usize, String, Template)],
    ) {
        for (node, held) in placeholders {
            if let Some(node) = self.nodes.get_mut(*node) {
                node.held = Some(held);
            }
        }
        for of_node in templates.chunk_by(|a, b| a.0 == b.0) {
            if let Some(node) = self.nodes.get_mut(of_node[0].0) {
                node.templates = of_node;
            }
        }
    }

    /// The data inputs of a node to which a wire leads.
    pub(super) fn wired_inputs(&self) -> HashSet<(u32, &'a str)> {
        let ends = self.wires.iter().filter_map(|wire| match wire.to.at {
            Attached::Node(node) => Some((node, wire.to.socket)),
            _ => None,
        });
        ends.collect()
    }
}

fn wires(logic: &Logic, is_function: bool) -> Vec<BodyWire<'_>> {
    let names: HashMap<&str, u32> =
        logic.nodes.iter().map(|(name, _)| name.as_str()).zip(0..).collect();
    let attached = |name: &str| match name {
        INPUT if is_function => Some(Attached::Input),
        OUTPUT if is_function => Some(Attached::Output),
        name => names.get(name).map(|node| Attached::Node(*node)),
    };
    let wires = logic.wires.iter().zip(0..).filter_map(|(text, at)| {
        let wire = Wire::parse(text).ok()?;
        let from = End { at: attached(wire.from.node)?, socket: wire.from.socket };
        let to = End { at: attached(wire.to.node)?, socket: wire.to.socket };
        Some(BodyWire { at, from, to })
    });
    wires.collect()
}
