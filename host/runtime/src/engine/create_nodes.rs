use super::inactive::{Disabled, PassThrough};
use super::persistence::Persistence;
use super::plan::{Mode, Plan, PlanNode, PlanVariable};
use super::shared_variables::{SharedVariables, SharesVariable};
use pulsewire_plugin::{Attributes, Emit, Emitter, Node, NodeError, NodeKind, Setup};
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
    shared: &SharedVariables,
    persistence: Option<&Arc<Persistence>>,
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
        let lasting = lasting_variable(plan, planned);
        let variable_scope = if lasting.is_some_and(|one| one.shared) { "" } else { graph };
        let setup = Setup {
            graph,
            node: name,
            attributes,
            placeholders,
            emitter,
            variable,
            variable_scope,
        };
        match planned.node_type.create(setup) {
            Ok(created) if planned.mode == Mode::PassThrough => {
                nodes.push(Box::new(PassThrough(created)));
            }
            Ok(created) => nodes.push(match lasting {
                Some(variable) => wrap(created, planned, variable, shared, persistence),
                None => created,
            }),
            Err(error) => errors.push(GraphError { node, error }),
        }
    }
    if errors.is_empty() { Ok(nodes) } else { Err(errors) }
}

/// The variable that a node names, if it belongs to the project or persists.
fn lasting_variable<'a>(plan: &'a Plan, planned: &PlanNode) -> Option<&'a PlanVariable> {
    let (slot, _) = planned.variable?;
    plan.variables.iter().find(|one| one.slot == slot)
}

/// Only nodes that name such a variable are wrapped: others cost what they cost without it.
fn wrap(
    node: Box<dyn Node>,
    planned: &PlanNode,
    variable: &PlanVariable,
    shared: &SharedVariables,
    persistence: Option<&Arc<Persistence>>,
) -> Box<dyn Node> {
    let node = match shared.get(&*variable.name).filter(|_| variable.shared) {
        Some(variable) => Box::new(SharesVariable { node, variable: variable.clone() }),
        None => node,
    };
    match persistence {
        Some(persistence) if planned.node_type.info.kind == NodeKind::Action => {
            persistence.wrap(node, variable.slot)
        }
        _ => node,
    }
}
