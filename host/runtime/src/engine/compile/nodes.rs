//! The nodes of a graph: their types, sockets and attributes.

use super::attributes::{check_attributes, mode};
use super::constants::Variables;
use super::{Frame, Mistakes, PLUGIN_NOT_AVAILABLE, World};
use crate::diagnostics::{At, Severity, suggest};
use crate::engine::plan::Mode;
use crate::toolbox::{Tool, Toolbox, group};
use foldhash::{HashMap, HashSet};
use pulsewire_plugin::{NodeKind, Socket, Sockets, ValueType};
use pulsewire_project_settings::{Logic, Node};
use serde_json::Map;
use std::rc::Rc;

/// A written node with what is known about it.
pub(super) struct Checked<'a> {
    pub(super) name: &'a str,
    pub(super) written: &'a Node,
    /// None when the type is not known: told once, and nothing about its wires.
    pub(super) tool: Option<&'a Tool>,
    own: Option<Rc<Sockets>>,
    pub(super) mode: Mode,
    /// The slot and type of the variable that it names.
    pub(super) variable: Option<(u32, ValueType)>,
}

/// The sockets of a node whose type is not known.
static NO_SOCKETS: Sockets = Sockets {
    pulse_inputs: Vec::new(),
    inputs: Vec::new(),
    pulse_outputs: Vec::new(),
    outputs: Vec::new(),
};

impl Checked<'_> {
    /// The sockets under the node's attributes.
    pub(super) fn sockets(&self) -> &Sockets {
        let listed = || self.tool.map(|tool| &tool.node_type.info.sockets);
        self.own.as_deref().or_else(listed).unwrap_or(&NO_SOCKETS)
    }

    /// The type of one of its data sockets.
    pub(super) fn kind_of(&self, socket: &Socket) -> ValueType {
        match self.variable {
            Some((_, kind)) if socket.of_variable => kind,
            _ => socket.kind,
        }
    }

    pub(super) fn kind(&self) -> Option<NodeKind> {
        self.tool.map(|tool| tool.node_type.info.kind)
    }
}

/// Checks every node by itself.
pub(super) fn check<'a>(
    logic: &'a Logic,
    world: World<'a>,
    variables: &Variables<'a>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<Checked<'a>> {
    let mut cache = SocketCache::default();
    let mut absent = Absent { logic, toolbox: world.toolbox, told: HashSet::default() };
    let nodes = logic.nodes.iter().map(|(name, written)| {
        let tool = world.toolbox.get(&written.node_type);
        if tool.is_none() {
            absent.tell(name, written, mistakes);
        }
        let own = tool.and_then(|tool| cache.sockets(name, written, tool, mistakes));
        let mode = mode(&written.attributes);
        let mut node = Checked { name, written, tool, own, mode, variable: None };
        if let Some(tool) = tool {
            node.variable = check_attributes(&node, tool, world, variables, mistakes);
        }
        node
    });
    nodes.collect()
}

/// Node types that are not there.
struct Absent<'a> {
    logic: &'a Logic,
    toolbox: &'a Toolbox,
    /// The plugins that were told of: once for all of their nodes.
    told: HashSet<&'a str>,
}

impl<'a> Absent<'a> {
    fn tell(&mut self, name: &str, written: &'a Node, mistakes: &mut Mistakes<'_>) {
        let (node_type, plugin) = (&written.node_type, group(&written.node_type));
        let place = ["nodes", name, "type"];
        let Some(why) = self.toolbox.absent(plugin) else {
            let help = self.alternative(node_type);
            let message = format!("node `{name}` has the unknown type `{node_type}`");
            return mistakes.at(&place, "unknown_node_type", message, Some(help));
        };
        if self.told.insert(plugin) {
            let who = match self.count(plugin) {
                1 => format!("node `{name}` is a `{node_type}`"),
                count => format!("node `{name}` and {} more are", count - 1),
            };
            let message = format!("{who} of the plugin {plugin}: {why}");
            mistakes.at(&place, PLUGIN_NOT_AVAILABLE, message, None);
        }
    }

    /// How many nodes are of a plugin and not there.
    fn count(&self, plugin: &str) -> usize {
        let types = self.logic.nodes.iter().map(|(_, node)| node.node_type.as_str());
        types.filter(|id| group(id) == plugin && self.toolbox.get(id).is_none()).count()
    }

    fn alternative(&self, node_type: &str) -> String {
        let known = self.toolbox.list();
        suggest(node_type, known.iter().map(|tool| tool.node_type.info.id.as_str()))
            .unwrap_or_else(|| "`pulsewire node list` shows every node type".to_owned())
    }
}

/// Sockets that depend on attributes, made once for each combination that is written.
#[derive(Default)]
struct SocketCache<'a>(HashMap<(&'a str, String), Option<Rc<Sockets>>>);

impl<'a> SocketCache<'a> {
    /// The node's own sockets; none when they are those of its type.
    fn sockets(
        &mut self,
        name: &str,
        written: &'a Node,
        tool: &Tool,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<Rc<Sockets>> {
        let info = &tool.node_type.info;
        info.rule.as_ref()?;
        let declared = |id: &str| info.attributes.iter().any(|attribute| attribute.id == id);
        let deciding: Map<_, _> = (written.attributes.iter())
            .filter(|(id, _)| declared(id))
            .map(|(id, value)| (id.clone(), value.clone()))
            .collect();
        if deciding.is_empty() {
            return None;
        }
        let key = (written.node_type.as_str(), serde_json::to_string(&deciding).ok()?);
        let make = || match tool.node_type.sockets(&deciding) {
            Ok(sockets) => sockets.map(Rc::new),
            Err(why) => {
                let message = format!("node `{name}`: {why}");
                mistakes.at(&["nodes", name, "attributes"], "bad_attribute", message, None);
                None
            }
        };
        self.0.entry(key).or_insert_with(make).clone()
    }
}

/// A node that nothing pulses is no error, but hardly what was meant.
pub(super) fn warn_never_runs(nodes: &[Checked<'_>], frame: &Frame, mistakes: &mut Mistakes<'_>) {
    for (node, pulsed) in nodes.iter().zip(&frame.pulsed) {
        if node.kind() == Some(NodeKind::Action) && !pulsed && node.mode == Mode::On {
            let at = At::Name { pointer: super::pointer(&["nodes", node.name]), occurrence: 0 };
            let message = format!("node `{}` never runs: nothing pulses it", node.name);
            let help = "wire a pulse output to it, or remove it".to_owned();
            mistakes.push(at, Severity::Warning, "never_runs", message, Some(help));
        }
    }
}

/// The index of each node name; a name that comes twice is a mistake of the file, told when it was read.
pub(super) fn by_name<'a>(nodes: &[Checked<'a>]) -> HashMap<&'a str, u32> {
    // Backwards, so that the first of a name stays.
    nodes.iter().zip(0..super::count(nodes)).rev().map(|(node, at)| (node.name, at)).collect()
}
