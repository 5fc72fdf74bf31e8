//! The nodes of a graph: their types, sockets and attributes.

use super::attributes::{check_attributes, mode};
use super::checked_node::CheckedNode;
use super::constants;
use super::mistakes::{Mistakes, pointer};
use super::variables::Variables;
use super::{Environment, Layout, PLUGIN_NOT_AVAILABLE, Unit};
use crate::diagnostics::{At, Severity};
use crate::engine::plan::Mode;
use crate::toolbox::{Tool, Toolbox, group};
use foldhash::{HashMap, HashSet};
use pulsewire_plugin::{Attribute, AttributeKind, AttributeMistake, NodeKind, Sockets};
use pulsewire_project_settings::{Logic, Node};
use serde_json::{Map, Value as Json};
use std::rc::Rc;

/// Checks every node by itself.
pub(super) fn check<'a>(
    unit: Unit<'a>,
    environment: Environment<'a>,
    variables: &Variables<'a>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<CheckedNode<'a>> {
    let mut cache = SocketCache::default();
    let logic = unit.source.logic;
    let mut absent = Absent { logic, toolbox: environment.toolbox, reported: HashSet::default() };
    let nodes = logic.nodes.iter().enumerate().map(|(at, (name, written))| {
        let tool = unit.find(&written.node_type, environment);
        if tool.is_none() {
            absent.report(name, written, mistakes);
        }
        let own_sockets = tool.map_or(Ok(None), |tool| cache.sockets(written, tool));
        let mode = mode(&written.attributes);
        let (variable, unknown) = (None, unit.unknown(at));
        let is_open = tool.is_some_and(|tool| has_open_sockets(tool, unknown));
        let is_broken = own_sockets.is_err() || is_open;
        let own = None;
        let mut node = CheckedNode {
            name,
            written,
            tool,
            own_sockets: own,
            is_broken,
            mode,
            variable,
            unknown,
        };
        match own_sockets {
            Ok(sockets) => node.own_sockets = sockets,
            Err(_) if is_open => {}
            Err(mistake) => constants::report(&node, mistake, mistakes),
        }
        if let Some(tool) = tool {
            node.variable = check_attributes(&node, tool, environment, variables, mistakes);
        }
        node
    });
    nodes.collect()
}

/// Whether its sockets depend on an attribute that is not known.
fn has_open_sockets(tool: &Tool, unknown: &[String]) -> bool {
    let info = &tool.node_type.info;
    let decides = |attribute: &&Attribute| {
        info.rule.is_some() || matches!(attribute.kind, AttributeKind::Variable)
    };
    let mut deciding = info.attributes.iter().filter(decides);
    deciding.any(|attribute| unknown.contains(&attribute.id))
}

/// Reports node types that do not exist.
struct Absent<'a> {
    logic: &'a Logic,
    toolbox: &'a Toolbox,
    /// The plugins that were reported, once for all of their nodes.
    reported: HashSet<&'a str>,
}

impl<'a> Absent<'a> {
    fn report(&mut self, name: &str, written: &'a Node, mistakes: &mut Mistakes<'_>) {
        let (node_type, plugin) = (&written.node_type, group(&written.node_type));
        let location = ["nodes", name, "type"];
        let Some(why) = self.toolbox.absent(plugin) else {
            let help = self.alternative(node_type);
            let message = format!("node `{name}` has the unknown type `{node_type}`");
            return mistakes.at(&location, "unknown_node_type", message, Some(help));
        };
        if self.reported.insert(plugin) {
            let who = match self.count(plugin) {
                1 => format!("node `{name}` is a `{node_type}`"),
                count => format!("node `{name}` and {} more are", count - 1),
            };
            let message = format!("{who} of the plugin {plugin}: {why}");
            mistakes.at(&location, PLUGIN_NOT_AVAILABLE, message, None);
        }
    }

    /// How many nodes have a missing type of this plugin.
    fn count(&self, plugin: &str) -> usize {
        let types = self.logic.nodes.iter().map(|(_, node)| node.node_type.as_str());
        types.filter(|id| group(id) == plugin && self.toolbox.get(id).is_none()).count()
    }

    fn alternative(&self, node_type: &str) -> String {
        let similar = self.toolbox.similar(node_type);
        let similar: Vec<String> = similar.iter().map(|id| format!("`{id}`")).collect();
        match similar.len() {
            0 => "`pulsewire node list` shows every node type".to_owned(),
            _ => format!("did you mean {}?", similar.join(" or ")),
        }
    }
}

/// Sockets that depend on attributes, computed once for each combination of attributes.
#[derive(Default)]
struct SocketCache<'a>(HashMap<(&'a str, String), OwnSockets>);

/// The sockets of a node. None when they are those of its type.
type OwnSockets = Result<Option<Rc<Sockets>>, AttributeMistake>;

impl<'a> SocketCache<'a> {
    fn sockets(&mut self, written: &'a Node, tool: &Tool) -> OwnSockets {
        let info = &tool.node_type.info;
        if info.rule.is_none() {
            return Ok(None);
        }
        let declared = |id: &str| info.attributes.iter().any(|attribute| attribute.id == id);
        let deciding: Map<_, _> = (written.attributes.iter())
            .filter(|(id, _)| declared(id))
            .map(|(id, value)| (id.clone(), value.clone()))
            .collect();
        if deciding.is_empty() {
            return Ok(None);
        }
        let key = (written.node_type.as_str(), Json::Object(deciding.clone()).to_string());
        let compute = || Ok(tool.node_type.sockets(&deciding)?.map(Rc::new));
        self.0.entry(key).or_insert_with(compute).clone()
    }
}

/// Warns of action nodes that nothing pulses.
pub(super) fn warn_never_runs(
    nodes: &[CheckedNode<'_>],
    layout: &Layout,
    environment: Environment<'_>,
    mistakes: &mut Mistakes<'_>,
) {
    for (node, pulsed) in nodes.iter().zip(&layout.pulsed) {
        let waits = node.kind() == Some(NodeKind::Action) && node.mode == Mode::Enabled;
        if waits && !pulsed && !node.tool.is_some_and(|tool| has_events(tool, environment, DEPTH)) {
            let at = At::Name { pointer: pointer(&["nodes", node.name]), occurrence: 0 };
            let message = format!("node `{}` never runs: nothing pulses it", node.name);
            let help = "wire a pulse output to it, or remove it".to_owned();
            mistakes.push(at, Severity::Warning, "never_runs", message, Some(help));
        }
    }
}

/// How deep uses within uses are looked into.
const DEPTH: usize = 8;

/// Whether a function begins something by itself.
fn has_events(tool: &Tool, environment: Environment<'_>, depth: usize) -> bool {
    let Some(function) = tool.function.as_ref().filter(|_| depth > 0) else { return false };
    let types = function.body.logic.nodes.iter().map(|(_, node)| &node.node_type);
    let mut tools = types.filter_map(|id| environment.toolbox.get(id));
    tools.any(|tool| {
        tool.node_type.info.kind == NodeKind::Event || has_events(tool, environment, depth - 1)
    })
}
