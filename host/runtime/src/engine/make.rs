//! Makes the nodes of a graph.

use super::graph::{Graph, GraphError};
use super::plan::{Mode, Plan};
use super::skipped::{Off, PassThrough};
use pulsewire_plugin::{Attributes, Emitter, Node, Setup};
use std::sync::Arc;

/// Every node of the plan, in its order, or all that cannot be made.
pub(super) fn make_nodes(
    plan: &Plan,
    graph: &Arc<Graph>,
) -> Result<Vec<Box<dyn Node>>, Vec<GraphError>> {
    let (mut nodes, mut errors) = (Vec::with_capacity(plan.nodes.len()), Vec::new());
    for (planned, node) in plan.nodes.iter().zip(0..) {
        if planned.mode == Mode::Off {
            nodes.push(Box::new(Off) as Box<dyn Node>);
            continue;
        }
        let attributes = Attributes::new(&planned.attributes, &planned.node_type.info.attributes);
        let emitter = Emitter::new(graph.clone(), node);
        let variable = planned.variable.map(|(_, kind)| kind);
        let (graph, name) = (plan.file.as_str(), &*planned.name);
        let placeholders = planned.placeholders.clone();
        let setup = Setup { graph, node: name, attributes, placeholders, emitter, variable };
        match planned.node_type.create(setup) {
            Ok(made) if planned.mode == Mode::PassThrough => {
                nodes.push(Box::new(PassThrough(made)))
            }
            Ok(made) => nodes.push(made),
            Err(error) => errors.push(GraphError { node, error }),
        }
    }
    if errors.is_empty() { Ok(nodes) } else { Err(errors) }
}
