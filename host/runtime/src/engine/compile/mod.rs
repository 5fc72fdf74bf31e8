//! Turns the written form of a graph into its running form, or tells all that is wrong with it.

mod attributes;
mod configurations;
mod constants;
mod ends;
mod nodes;
mod order;
mod wires;

use super::plan::{Plan, PlanNode, Span};
use crate::diagnostics::{At, Diagnostic, Place, Severity};
use crate::toolbox::Toolbox;
pub use configurations::Configurations;
use nodes::Checked;
use pulsewire_plugin::Placeholders;
use pulsewire_project_settings::Logic;
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// The code of nodes whose plugin is disabled or missing: other graphs may run without them.
pub const PLUGIN_NOT_AVAILABLE: &str = "plugin_not_available";

/// A logic file to compile.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file: what diagnostics point to.
    pub file: &'a Path,
    /// Its path within the project: the name of the graph.
    pub name: &'a str,
    /// What stands in it.
    pub logic: &'a Logic,
}

/// What the names in a logic file may refer to.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The node types.
    pub toolbox: &'a Toolbox,
    /// What the settings of the enabled plugins name.
    pub configurations: &'a Configurations,
}

/// Compiles a graph. The plan is there when no diagnostic is an error.
#[must_use]
pub fn compile(source: Source<'_>, world: World<'_>) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut mistakes = Mistakes { file: source.file, found: Vec::new() };
    let variables = constants::variables(source.logic, &mut mistakes);
    let nodes = nodes::check(source.logic, world, &variables, &mut mistakes);
    let mut frame = constants::frame(&nodes, &variables, &mut mistakes);
    wires::connect(source.logic, &nodes, &mut frame, &mut mistakes);
    let order = order::order(&nodes, &frame, &mut mistakes);
    // In a broken graph a node may only seem to be left alone.
    if !mistakes.any_error() {
        nodes::warn_never_runs(&nodes, &frame, &mut mistakes);
    }
    let name = source.name.to_owned();
    let plan = (!mistakes.any_error()).then(|| assemble(name, nodes, frame, order));
    (plan, mistakes.found)
}

/// The flat arrays under construction.
#[derive(Debug, Default)]
struct Frame {
    /// Per node: where its inputs, pulse targets and outputs begin.
    starts: Vec<Starts>,
    inputs: Vec<u32>,
    /// Per data input the node its wire comes from, or [`NO_NODE`].
    input_nodes: Vec<u32>,
    targets: Vec<super::plan::Target>,
    /// Per node whether any of its pulse inputs is wired.
    pulsed: Vec<bool>,
    slots: Vec<pulsewire_plugin::Value>,
}

#[derive(Clone, Copy, Debug)]
struct Starts {
    inputs: u32,
    targets: u32,
    outputs: u32,
}

const NO_NODE: u32 = u32::MAX;

fn assemble(file: String, nodes: Vec<Checked<'_>>, frame: Frame, order: order::Order) -> Plan {
    let spans = frame.starts.iter().zip(order.spans);
    let nodes = nodes.into_iter().zip(spans).filter_map(|(node, (starts, pulls))| {
        let tool = node.tool?;
        let sockets = node.sockets();
        let (inputs, targets) = (count(&sockets.inputs), count(&sockets.pulse_outputs));
        Some(PlanNode {
            name: node.name.into(),
            node_type: tool.node_type.clone(),
            attributes: node.written.attributes.clone(),
            placeholders: Placeholders::default(),
            mode: node.mode,
            inputs: Span { start: starts.inputs, len: inputs },
            targets: Span { start: starts.targets, len: targets },
            pulls,
            first_output: starts.outputs,
            variable: node.variable,
        })
    });
    let nodes = nodes.collect();
    let (inputs, targets, slots) = (frame.inputs, frame.targets, frame.slots);
    Plan { file, nodes, inputs, targets, pulls: order.pulls, slots }
}

/// A graph has fewer than 2^32 of anything: its file would not fit in memory.
#[allow(clippy::cast_possible_truncation)]
fn count<T>(all: &[T]) -> u32 {
    all.len() as u32
}

/// Collects what is wrong with one logic file.
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
    fn add(&mut self, at: At, code: &'static str, message: String, help: Option<String>) {
        self.push(at, Severity::Error, code, message, help);
    }

    fn push(
        &mut self,
        at: At,
        severity: Severity,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        let place = Place { file: self.file.to_owned(), at };
        self.found.push(Diagnostic { code: Cow::Borrowed(code), severity, message, help, place });
    }
}

/// A JSON Pointer (RFC 6901) from its parts.
fn pointer(parts: &[&str]) -> String {
    parts.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests;
