//! Compiles the file form of a graph into its running form, or reports all that is wrong with it.
//!
//! | module | what is there |
//! | --- | --- |
//! | `checked_node` | a node of the file with its type and sockets |
//! | `variables`, `attributes`, `nodes` | checks each of them |
//! | `constants` | attributes and literals with which a node could only fail |
//! | `slots`, `wires` | where each value is kept, and what the wires connect |
//! | `evaluation_order` | which value nodes are evaluated before a node runs |
//! | `configurations` | what nodes may refer to in the settings of plugins |

mod attributes;
mod checked_node;
mod configurations;
mod constants;
mod evaluation_order;
mod nodes;
mod slots;
mod variables;
mod wires;

use super::plan::{Plan, PlanNode, Span};
use crate::diagnostics::{At, Diagnostic, Location, Severity};
use crate::toolbox::Toolbox;
use checked_node::CheckedNode;
use evaluation_order::EvaluationOrder;
use pulsewire_plugin::Placeholders;
use pulsewire_project_settings::Logic;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

pub use configurations::Configurations;

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

/// Compiles a graph. Returns a plan when no diagnostic is an error.
#[must_use]
pub fn compile(
    source: Source<'_>,
    environment: Environment<'_>,
) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut mistakes = Mistakes { file: source.file, found: Vec::new() };
    let variables = variables::variables(source.logic, &mut mistakes);
    let nodes = nodes::check(source.logic, environment, &variables, &mut mistakes);
    let mut layout = slots::layout(&nodes, &variables, &mut mistakes);
    wires::connect(source.logic, &nodes, &mut layout, &mut mistakes);
    constants::check(source, &nodes, &mut mistakes);
    let order = evaluation_order::evaluation_order(&nodes, &layout, &mut mistakes);
    // With errors elsewhere the pulse of a node may be missing for another reason.
    if !mistakes.any_error() {
        nodes::warn_never_runs(&nodes, &layout, &mut mistakes);
    }
    let name = source.name.to_owned();
    let plan = (!mistakes.any_error()).then(|| assemble(name, nodes, layout, order));
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
    file: String,
    nodes: Vec<CheckedNode<'_>>,
    layout: Layout,
    order: EvaluationOrder,
) -> Plan {
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
    Plan { file, nodes, inputs, targets, pulls: order.pulls, slots }
}

/// A graph has fewer than 2^32 of anything: its file would not fit in memory.
#[allow(clippy::cast_possible_truncation)]
fn count<T>(all: &[T]) -> u32 {
    all.len() as u32
}

/// Collects the diagnostics of one logic file.
struct Mistakes<'a> {
    file: &'a Path,
    found: Vec<Diagnostic>,
}

impl Mistakes<'_> {
    fn any_error(&self) -> bool {
        self.found.iter().any(|one| one.severity == Severity::Error)
    }

    /// Adds an error, at the value that `parts` lead to.
    fn at(&mut self, parts: &[&str], code: &'static str, message: String, help: Option<String>) {
        self.add(At::Value { pointer: pointer(parts), within: None }, code, message, help);
    }

    /// Adds an error, at a part of the text of a wire.
    fn in_wire(
        &mut self,
        wire: usize,
        within: Range<usize>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        let pointer = format!("/wires/{wire}");
        self.add(At::Value { pointer, within: Some(within) }, code, message, help);
    }

    /// Adds an error.
    fn add(
        &mut self,
        at: At,
        code: impl Into<Cow<'static, str>>,
        message: String,
        help: Option<String>,
    ) {
        self.push(at, Severity::Error, code, message, help);
    }

    fn push(
        &mut self,
        at: At,
        severity: Severity,
        code: impl Into<Cow<'static, str>>,
        message: String,
        help: Option<String>,
    ) {
        let (code, location) = (code.into(), Location { file: self.file.to_owned(), at });
        self.found.push(Diagnostic { code, severity, message, help, location });
    }
}

/// A JSON Pointer (RFC 6901) from its parts.
fn pointer(parts: &[&str]) -> String {
    parts.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests;
