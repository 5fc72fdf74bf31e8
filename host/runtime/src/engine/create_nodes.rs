use super::inactive::{Disabled, PassThrough};
use super::plan::{Mode, Plan};
use pulsewire_plugin::{Attributes, Emit, Emitter, Node, NodeError, Setup};
use std::sync::Arc;

/// A node that could not be created or started.
#[derive(Debug)]
pub struct GraphError {
    /// The node, by its index in the plan.
    pub node: u32,
    /// What the node reported.
    pub error: NodeError,
}

/// Creates every node of the plan, in its order.
///
/// # Errors
/// All nodes that cannot be created.
pub(super) fn create_nodes(
    plan: &Plan,
    graph: &Arc<dyn Emit>,
) -> Result<Vec<Box<dyn Node>>, Vec<GraphError>> {
    let (mut nodes, mut errors) = (Vec::with_capacity(plan.nodes.len()), Vec::new());
    for (planned, node) in plan.nodes.iter().zip(0..) {
        if planned.mode == Mode::Disabled {
            nodes.push(Box::new(Disabled) as Box<dyn Node>);
            continue;
        }
        let attributes = Attributes::new(&planned.attributes, &planned.node_type.info.attributes);
        let emitter = Emitter::new(graph.clone(), node);
        let variable = planned.variable.map(|(_, kind)| kind);
        let (graph, name) = (plan.name.as_str(), &*planned.name);
        let placeholders = planned.placeholders.clone();
        let setup = Setup { graph, node: name, attributes, placeholders, emitter, variable };
        match planned.node_type.create(setup) {
            Ok(created) if planned.mode == Mode::PassThrough => {
                nodes.push(Box::new(PassThrough(created)));
            }
            Ok(created) => nodes.push(created),
            Err(error) => errors.push(GraphError { node, error }),
        }
    }
    if errors.is_empty() { Ok(nodes) } else { Err(errors) }
}
