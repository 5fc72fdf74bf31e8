//! Nodes whose behaviour is a function, which suits most nodes.

use crate::{Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Value};

/// A node whose behaviour is a function. It is called directly, and takes no memory when it has no state.
struct FnNode<F>(F);

impl<F> Node for FnNode<F>
where
    F: FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + Send,
{
    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        (self.0)(context)
    }
}

impl NodeInfo {
    /// The node type whose nodes run `run`.
    #[must_use]
    pub fn run<F>(self, run: F) -> NodeType
    where
        F: FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + Clone + Send + Sync + 'static,
    {
        self.run_with(move |_| run.clone())
    }

    /// The node type whose nodes each run a function of their own, which `make` returns: for functions that depend on
    /// attributes or keep state between two runs.
    #[must_use]
    pub fn run_with<F>(self, make: impl Fn(&Setup<'_>) -> F + Send + Sync + 'static) -> NodeType
    where
        F: FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + Send + 'static,
    {
        self.create(move |setup| Ok(FnNode(make(&setup))))
    }

    /// The node type whose nodes set their first output to the result of `compute`.
    #[must_use]
    pub fn compute<F, V>(self, compute: F) -> NodeType
    where
        F: FnMut(&mut Context<'_>) -> Result<V, NodeError> + Clone + Send + Sync + 'static,
        V: Into<Value> + 'static,
    {
        self.compute_with(move |_| compute.clone())
    }

    /// The node type whose nodes set their first output to the result of a function of their own, which `make` returns.
    #[must_use]
    pub fn compute_with<F, V>(
        self,
        make: impl Fn(&Setup<'_>) -> F + Send + Sync + 'static,
    ) -> NodeType
    where
        F: FnMut(&mut Context<'_>) -> Result<V, NodeError> + Send + 'static,
        V: Into<Value> + 'static,
    {
        self.run_with(move |setup| {
            let mut compute = make(setup);
            move |context: &mut Context<'_>| {
                let output = compute(context)?;
                context.set(0, output);
                Ok(Flow::NEXT)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::*;
    use serde_json::{Map, json};
    use std::sync::Arc;

    struct NoGraph;

    impl Emit for NoGraph {
        fn emit(&self, _node: u32, _event: Value) -> Result<(), EmitError> {
            Err(EmitError::Stopped)
        }

        fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
            wake();
        }
    }

    fn run(node_type: &NodeType, inputs: [i64; 2]) -> (Result<Flow, NodeError>, Value) {
        let written: Map<_, _> = json!({ "factor": 3 }).as_object().unwrap().clone();
        let mut node = node_type
            .create(Setup {
                graph: "g",
                node: "n",
                attributes: Attributes::new(&written, &node_type.info.attributes),
                placeholders: Placeholders::default(),
                emitter: Emitter::new(Arc::new(NoGraph), 0),
                variable: None,
                variable_scope: "g",
            })
            .unwrap();
        let mut slots = [inputs[0].into(), inputs[1].into(), Value::Null];
        let (mut event, mut state) = (Value::Null, LoopState::default());
        let mut context =
            Context::new(&mut slots, &[0, 1], 2, None, Trigger::Read, &mut event, &mut state);
        let flow = node.run(&mut context);
        (flow, slots[2].clone())
    }

    #[test]
    fn compute_sets_the_first_output_or_fails() {
        let sum = NodeInfo::value("math.sum", "Sum", "Adds.").compute(|context| {
            let sum = context.int(0)?.checked_add(context.int(1)?);
            sum.ok_or_else(|| NodeError::new("overflow", "too large"))
        });
        assert_eq!(run(&sum, [2, 3]), (Ok(Flow::NEXT), Value::Int(5)));
        let (flow, output) = run(&sum, [i64::MAX, 1]);
        assert_eq!((flow.unwrap_err().code.as_ref(), output), ("overflow", Value::Null));
    }

    #[test]
    fn compute_with_depends_on_the_attributes() {
        let scale = NodeInfo::value("math.scale", "Scale", "Multiplies.").compute_with(|setup| {
            let factor = setup.attributes.int("factor");
            move |context: &mut Context<'_>| Ok(context.int(0)? * factor)
        });
        assert_eq!(run(&scale, [5, 0]), (Ok(Flow::NEXT), Value::Int(15)));
    }

    #[test]
    fn run_decides_where_the_pulse_goes() {
        let branch = NodeInfo::action("flow.if", "If", "Branches.")
            .run(|context| Ok(Flow::Emit(u32::from(context.int(0)? > 0))));
        assert_eq!(run(&branch, [1, 0]).0, Ok(Flow::Emit(1)));
    }

    #[test]
    fn a_function_without_state_takes_no_memory() {
        fn size<F>(_: &F) -> usize {
            size_of::<super::FnNode<F>>()
        }
        assert_eq!(size(&|context: &mut Context<'_>| context.int(0)), 0);
    }
}
