//! The nodes of a graph: their types, sockets and attributes.

use super::attributes::{check_attributes, mode};
use super::checked_node::CheckedNode;
use super::constants;
use super::variables::Variables;
use super::{Environment, Layout, Mistakes, PLUGIN_NOT_AVAILABLE};
use crate::diagnostics::{At, Severity, suggest};
use crate::engine::plan::Mode;
use crate::toolbox::{Tool, Toolbox, group};
use foldhash::{HashMap, HashSet};
use pulsewire_plugin::{AttributeMistake, NodeKind, Sockets};
use pulsewire_project_settings::{Logic, Node};
use serde_json::{Map, Value as Json};
use std::rc::Rc;

/// Checks every node by itself.
pub(super) fn check<'a>(
    logic: &'a Logic,
    environment: Environment<'a>,
    variables: &Variables<'a>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<CheckedNode<'a>> {
    let mut cache = SocketCache::default();
    let mut absent = Absent { logic, toolbox: environment.toolbox, reported: HashSet::default() };
    let nodes = logic.nodes.iter().map(|(name, written)| {
        let tool = environment.toolbox.get(&written.node_type);
        if tool.is_none() {
            absent.report(name, written, mistakes);
        }
        let own_sockets = tool.map_or(Ok(None), |tool| cache.sockets(written, tool));
        let mode = mode(&written.attributes);
        let (is_broken, variable) = (own_sockets.is_err(), None);
        let mut node =
            CheckedNode { name, written, tool, own_sockets: None, is_broken, mode, variable };
        match own_sockets {
            Ok(sockets) => node.own_sockets = sockets,
            Err(mistake) => constants::report(&node, mistake, mistakes),
        }
        if let Some(tool) = tool {
            node.variable = check_attributes(&node, tool, environment, variables, mistakes);
        }
        node
    });
    nodes.collect()
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
        let known = self.toolbox.list();
        suggest(node_type, known.iter().map(|tool| tool.node_type.info.id.as_str()))
            .unwrap_or_else(|| "`pulsewire node list` shows every node type".to_owned())
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
    mistakes: &mut Mistakes<'_>,
) {
    for (node, pulsed) in nodes.iter().zip(&layout.pulsed) {
        if node.kind() == Some(NodeKind::Action) && !pulsed && node.mode == Mode::Enabled {
            let at = At::Name { pointer: super::pointer(&["nodes", node.name]), occurrence: 0 };
            let message = format!("node `{}` never runs: nothing pulses it", node.name);
            let help = "wire a pulse output to it, or remove it".to_owned();
            mistakes.push(at, Severity::Warning, "never_runs", message, Some(help));
        }
    }
}
