//! Compiles the file form of a graph into its running form, or reports all that is wrong with it.
//!
//! | module | what is there |
//! | --- | --- |
//! | `checked_node` | a node of the file with its type and sockets |
//! | `variables`, `attributes`, `nodes` | checks each of them |
//! | `constants` | attributes and literals with which a node could only fail |
//! | `slots`, `wires` | where each value is kept, and what the wires connect |
//! | `evaluation_order` | which value nodes are evaluated before a node runs |
//! | `function_body` | a function by itself |
//! | `expand` | replaces each use of a function by its nodes |
//! | `origins` | where the nodes and wires of expanded functions come from |
//! | `mistakes` | collects what is wrong |
//! | `configurations` | what nodes may refer to in the settings of plugins |

mod attributes;
mod checked_node;
mod configurations;
mod constants;
mod evaluation_order;
mod expand;
mod function_body;
mod mistakes;
mod nodes;
mod origins;
mod slots;
mod variables;
mod wires;

use super::plan::{Plan, PlanNode, PlanVariable, Span};
use crate::diagnostics::Diagnostic;
use crate::function::Function;
use crate::toolbox::{Tool, Toolbox};
use checked_node::CheckedNode;
use evaluation_order::EvaluationOrder;
use foldhash::{HashMap, HashSet};
use function_body::FunctionBody;
use mistakes::Mistakes;
use origins::Origins;
use pulsewire_plugin::Placeholders;
use pulsewire_project_settings::Logic;
use serde_json::{Map, Value as Json};
use std::path::Path;

pub use configurations::Configurations;
pub use variables::initial_value;

/// The code of a node whose plugin is disabled or missing. Other graphs may run without it.
pub const PLUGIN_NOT_AVAILABLE: &str = "plugin_not_available";

/// A logic file to compile.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file that diagnostics point to.
    pub file: &'a Path,
    /// Its path within the project: the name of the graph.
    pub name: &'a str,
    /// Its content.
    pub logic: &'a Logic,
    /// The nodes, by their place, with those of their attributes that hold `${…}`: what these stand for may change
    /// while the project runs, so they are no constants.
    pub placeholders: &'a [(usize, Map<String, Json>)],
}

/// What the names in a logic file may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'a> {
    /// The node types.
    pub toolbox: &'a Toolbox,
    /// What the settings of the enabled plugins name.
    pub configurations: &'a Configurations,
}

/// Compiles a graph. Returns a plan when no diagnostic is an error. There may be no plan without an error as well: when a
/// function that the graph uses has mistakes, which [`check_function`] reports.
#[must_use]
pub fn compile(
    source: Source<'_>,
    environment: Environment<'_>,
) -> (Option<Plan>, Vec<Diagnostic>) {
    let checked = check(Unit::new(source), environment);
    if !uses_functions(source.logic, environment.toolbox) || checked.mistakes.any_error() {
        return link(source, checked);
    }
    let mut found = checked.mistakes.found;
    match expand::expand(source, environment) {
        Ok(None) => (None, found),
        Ok(Some(expanded)) => {
            let unit = expanded.unit(source);
            let (plan, more) = link(unit.source, check(unit, environment));
            found.extend(expand::told_once(more, &found));
            (plan, found)
        }
        Err(mistake) => {
            found.push(*mistake);
            (None, found)
        }
    }
}

/// The mistakes in the nodes and wires of a function, whatever its uses set.
#[must_use]
pub fn check_function(function: &Function, environment: Environment<'_>) -> Vec<Diagnostic> {
    let body = FunctionBody::new(function);
    check(body.unit(function), environment).mistakes.found
}

fn uses_functions(logic: &Logic, toolbox: &Toolbox) -> bool {
    let mut types = logic.nodes.iter().map(|(_, node)| node.node_type.as_str());
    types.any(|id| toolbox.get(id).is_some_and(|tool| tool.function.is_some()))
}

/// What is compiled: a graph, a function, or a graph whose functions are expanded.
#[derive(Clone, Copy, Debug)]
struct Unit<'a> {
    source: Source<'a>,
    /// Node types that only this unit has.
    ends: Option<&'a Ends>,
    /// Attributes whose values are not known, by the node's place.
    unknown: Option<&'a Unknown>,
    /// Where nodes and wires come from, when functions are expanded.
    origins: Option<&'a Origins<'a>>,
    /// Literals that are of type Binary whatever their input takes: the node's place and the input.
    binary: Option<&'a HashSet<(usize, String)>>,
}

/// Node types by the word that stands for them in `type`.
type Ends = HashMap<String, Tool>;

/// Ids of attributes, by the node's place.
type Unknown = HashMap<usize, Vec<String>>;

impl<'a> Unit<'a> {
    fn new(source: Source<'a>) -> Self {
        Self { source, ends: None, unknown: None, origins: None, binary: None }
    }

    fn find(&self, node_type: &str, environment: Environment<'a>) -> Option<&'a Tool> {
        let end = self.ends.and_then(|ends| ends.get(node_type));
        end.or_else(|| environment.toolbox.get(node_type))
    }

    fn unknown(&self, node: usize) -> &'a [String] {
        let unknown = self.unknown.and_then(|unknown| unknown.get(&node));
        unknown.map(Vec::as_slice).unwrap_or_default()
    }
}

/// A graph whose mistakes are known.
struct Checked<'a> {
    nodes: Vec<CheckedNode<'a>>,
    layout: Layout,
    order: EvaluationOrder,
    lasting: Vec<PlanVariable>,
    mistakes: Mistakes<'a>,
}

fn check<'a>(unit: Unit<'a>, environment: Environment<'a>) -> Checked<'a> {
    let mut mistakes = Mistakes::new(unit.source.file, unit.origins);
    let variables = variables::variables(
        unit.source.logic,
        environment.configurations.variables(),
        &mut mistakes,
    );
    let nodes = nodes::check(unit, environment, &variables, &mut mistakes);
    let mut layout = slots::layout(unit, &nodes, &variables, &mut mistakes);
    wires::connect(unit.source.logic, &nodes, &mut layout, &mut mistakes);
    constants::check(unit, &nodes, &mut mistakes);
    let order = evaluation_order::evaluation_order(&nodes, &layout, &mut mistakes);
    // With errors elsewhere the pulse of a node may be missing for another reason.
    if !mistakes.any_error() {
        nodes::warn_never_runs(&nodes, &layout, environment, &mut mistakes);
    }
    Checked { nodes, layout, order, lasting: variables.lasting, mistakes }
}

fn link(source: Source<'_>, checked: Checked<'_>) -> (Option<Plan>, Vec<Diagnostic>) {
    let Checked { nodes, layout, order, lasting, mistakes } = checked;
    let plan = (!mistakes.any_error())
        .then(|| Plan { variables: lasting, ..assemble(source, nodes, layout, order) });
    (plan, mistakes.found)
}

/// The flat arrays of a plan under construction.
#[derive(Debug, Default)]
struct Layout {
    /// Per node: where its inputs, pulse targets and outputs begin.
    offsets: Vec<Offsets>,
    inputs: Vec<u32>,
    /// Per data input the node its wire comes from, or [`NO_NODE`].
    input_nodes: Vec<u32>,
    targets: Vec<super::plan::Target>,
    /// Per node whether any of its pulse inputs is wired.
    pulsed: Vec<bool>,
    slots: Vec<pulsewire_plugin::Value>,
}

#[derive(Clone, Copy, Debug)]
struct Offsets {
    inputs: u32,
    targets: u32,
    outputs: u32,
}

const NO_NODE: u32 = u32::MAX;

fn assemble(
    source: Source<'_>,
    nodes: Vec<CheckedNode<'_>>,
    layout: Layout,
    order: EvaluationOrder,
) -> Plan {
    let placeholders = placeholders(source, &nodes, &layout);
    let spans = order.spans.into_iter().zip(order.live_spans);
    let spans = layout.offsets.iter().zip(spans);
    let nodes =
        nodes.into_iter().zip(spans).filter_map(|(node, (offsets, (pulls, live_pulls)))| {
            let tool = node.tool?;
            let sockets = node.sockets();
            let (inputs, targets) = (count(&sockets.inputs), count(&sockets.pulse_outputs));
            Some(PlanNode {
                name: node.name.into(),
                node_type: tool.node_type.clone(),
                attributes: node.written.attributes.clone(),
                placeholders: Placeholders::default(),
                mode: node.mode,
                inputs: Span { start: offsets.inputs, len: inputs },
                targets: Span { start: offsets.targets, len: targets },
                pulls,
                live_pulls,
                first_output: offsets.outputs,
                variable: node.variable,
            })
        });
    let nodes = nodes.collect();
    let (inputs, targets, slots) = (layout.inputs, layout.targets, layout.slots);
    let name = source.name.to_owned();
    Plan {
        file: name.clone(),
        name,
        nodes,
        inputs,
        targets,
        pulls: order.pulls,
        slots,
        placeholders,
        variables: Vec::new(),
    }
}

/// The attributes that hold `${…}`, without those of inputs to which a wire leads.
fn placeholders(
    source: Source<'_>,
    nodes: &[CheckedNode<'_>],
    layout: &Layout,
) -> Vec<(usize, Map<String, Json>)> {
    let unwired = |(node, written): &(usize, Map<String, Json>)| {
        let (checked, offsets) = (nodes.get(*node)?, layout.offsets.get(*node)?);
        let inputs = checked.sockets().inputs.iter();
        let wired: Vec<&str> = (inputs.zip(&layout.input_nodes[offsets.inputs as usize..]))
            .filter(|(_, from)| **from != NO_NODE)
            .map(|(socket, _)| socket.id.as_str())
            .collect();
        let mut written = written.clone();
        written.retain(|id, _| !wired.contains(&id.as_str()));
        Some((*node, written))
    };
    source.placeholders.iter().filter_map(unwired).collect()
}

/// A graph has fewer than 2^32 of anything: its file would not fit in memory.
#[allow(clippy::cast_possible_truncation)]
fn count<T>(all: &[T]) -> u32 {
    all.len() as u32
}

#[cfg(test)]
mod tests;
