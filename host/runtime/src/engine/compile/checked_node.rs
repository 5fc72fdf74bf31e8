use super::count;
use crate::engine::plan::Mode;
use crate::toolbox::Tool;
use foldhash::HashMap;
use pulsewire_plugin::{NodeKind, Socket, Sockets, ValueType};
use pulsewire_project_settings::Node;
use std::rc::Rc;

/// A node of the file with its type and sockets.
pub(super) struct CheckedNode<'a> {
    pub(super) name: &'a str,
    pub(super) written: &'a Node,
    /// None when the type is unknown: that is reported once, and nothing about its wires.
    pub(super) tool: Option<&'a Tool>,
    /// The sockets under its attributes, when they differ from those of its type.
    pub(super) own_sockets: Option<Rc<Sockets>>,
    /// Its attributes give no sockets: that is reported once, and nothing about its wires.
    pub(super) is_broken: bool,
    pub(super) mode: Mode,
    /// The slot and type of the variable that it names.
    pub(super) variable: Option<(u32, ValueType)>,
    /// Its attributes whose values only each use of the function knows.
    pub(super) unknown: &'a [String],
}

/// The sockets of a node whose type is unknown.
static NO_SOCKETS: Sockets = Sockets {
    pulse_inputs: Vec::new(),
    inputs: Vec::new(),
    pulse_outputs: Vec::new(),
    outputs: Vec::new(),
};

impl CheckedNode<'_> {
    /// The sockets under the node's attributes.
    pub(super) fn sockets(&self) -> &Sockets {
        let listed = || self.tool.map(|tool| &tool.node_type.info.sockets);
        self.own_sockets.as_deref().or_else(listed).unwrap_or(&NO_SOCKETS)
    }

    /// The type of one of its data sockets.
    pub(super) fn kind_of(&self, socket: &Socket) -> ValueType {
        match self.variable {
            Some((_, kind)) if socket.of_variable => kind,
            _ => socket.kind,
        }
    }

    pub(super) fn is_unknown(&self, attribute: &str) -> bool {
        self.unknown.iter().any(|unknown| unknown == attribute)
    }

    pub(super) fn kind(&self) -> Option<NodeKind> {
        self.tool.map(|tool| tool.node_type.info.kind)
    }
}

/// The index of each node name; a duplicate name was reported when the file was read.
pub(super) fn by_name<'a>(nodes: &[CheckedNode<'a>]) -> HashMap<&'a str, u32> {
    // Backwards, so that the first of a name stays.
    nodes.iter().zip(0..count(nodes)).rev().map(|(node, at)| (node.name, at)).collect()
}
