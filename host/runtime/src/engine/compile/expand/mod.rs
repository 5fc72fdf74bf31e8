//! Replaces each use of a function by the nodes and wires of the function, as if they stood there.
//!
//! | file | contents |
//! | --- | --- |
//! | `body` | a graph or a function, with everything about it that is the same for all of its uses |
//! | `shape` | which outputs of a function are computed when they are read, and which when a pulse leaves |
//! | `output_node` | the node that holds such outputs |
//! | `flat` | the graph without functions that is built up |
//! | `inside` | where the inputs of a use lead to, and where its outputs come from |
//! | `scope` | a body that is being added |
//! | `inline` | adds the nodes and wires of a body |

mod body;
mod flat;
mod inline;
mod inside;
mod output_node;
mod scope;
mod shape;

use super::{Ends, Environment, Origins, PLUGIN_NOT_AVAILABLE, Source, Unit};
use crate::diagnostics::{Diagnostic, Location, Severity, join};
use crate::function::{Defect, Placeholders};
use body::Body;
use flat::Flat;
use foldhash::HashSet;
use inline::Inliner;
use pulsewire_project_settings::Logic;

/// The largest number of nodes of a graph whose functions are expanded.
pub(super) const MOST_NODES: usize = 1_000_000;

/// A graph without functions.
pub(super) struct Expanded<'a> {
    logic: Logic,
    placeholders: Placeholders,
    ends: Ends,
    origins: Origins<'a>,
    binary: HashSet<(usize, String)>,
}

impl Expanded<'_> {
    pub(super) fn unit<'b>(&'b self, source: Source<'b>) -> Unit<'b> {
        let (logic, placeholders) = (&self.logic, &self.placeholders[..]);
        Unit {
            source: Source { logic, placeholders, ..source },
            ends: Some(&self.ends),
            unknown: None,
            origins: Some(&self.origins),
            binary: Some(&self.binary),
        }
    }
}

/// Expands the functions of a graph without mistakes. None when a function has mistakes, which are reported there.
///
/// # Errors
/// A function needs a missing plugin, or there are too many nodes.
pub(super) fn expand<'a>(
    source: Source<'a>,
    environment: Environment<'a>,
) -> Result<Option<Expanded<'a>>, Box<Diagnostic>> {
    for (name, node) in source.logic.nodes.iter() {
        let tool = environment.toolbox.get(&node.node_type);
        match tool.and_then(|tool| tool.function.as_ref()?.defect.as_ref()) {
            Some(Defect::Mistakes) => return Ok(None),
            Some(Defect::Plugin(why)) => return Err(lacks_plugin(source, name, why).into()),
            None => {}
        }
    }
    let mut inliner = Inliner::new(environment, Flat::new(source.file));
    let root = Body::of_graph(source, environment);
    if let Err(node) = inliner.inline_graph(root) {
        return Err(too_many(source, node).into());
    }
    Ok(Some(inliner.flat.finish()))
}

/// The diagnostics of an expanded graph that are not known yet: each mistake of a function once, at its first use. What
/// only warns was found in the function itself.
pub(super) fn told_once(found: Vec<Diagnostic>, known: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for one in found.into_iter().filter(|one| one.severity == Severity::Error) {
        let same = |other: &Diagnostic| other.code == one.code && other.location == one.location;
        if known.iter().any(same) {
            continue;
        }
        match told.iter_mut().find(|(other, _)| same(other)) {
            Some((_, more)) => *more += 1,
            None => told.push((one, 0)),
        }
    }
    let with_count = |(mut one, more): (Diagnostic, usize)| {
        match more {
            0 => {}
            1 => one.message.push_str(" (and so does one more use)"),
            _ => one.message.push_str(&format!(" (and so do {more} more uses)")),
        }
        one
    };
    told.into_iter().map(with_count).collect()
}

fn lacks_plugin(source: Source<'_>, node: &str, why: &str) -> Diagnostic {
    let node_type = source.logic.nodes.get(node).map(|node| node.node_type.as_str());
    let message = format!(
        "node `{node}` is a `{}`, which cannot be used: {why}",
        node_type.unwrap_or_default()
    );
    let pointer = format!("{}/type", join("/nodes", node));
    Diagnostic::error(PLUGIN_NOT_AVAILABLE, message, Location::value(source.file, pointer))
}

fn too_many(source: Source<'_>, node: &str) -> Diagnostic {
    let message =
        format!("with the nodes of node `{node}` this graph has more than {MOST_NODES} nodes");
    let help = "use fewer functions within functions, or divide the graph into several";
    let location = Location::name(source.file, join("/nodes", node));
    Diagnostic::error("too_many_nodes", message, location).with_help(help.to_owned())
}
