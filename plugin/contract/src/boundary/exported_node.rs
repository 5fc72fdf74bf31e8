//! A plugin's node on the plugin's side of the boundary.

use super::raw::{RawFlow, RawNode, RawNodeError};
use crate::{Context, Flow, Node, NodeError};
use abi_stable::std_types::{RBox, ROption, RResult};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A plugin's node as the host calls it.
pub(super) struct ExportedNode {
    node: Box<dyn Node>,
    /// Why the last run failed, until the host asks.
    failure: Option<NodeError>,
}

impl ExportedNode {
    pub(super) fn new(node: Box<dyn Node>) -> Self {
        Self { node, failure: None }
    }
}

impl RawNode for ExportedNode {
    fn start(&mut self) -> RResult<(), RBox<RawNodeError>> {
        let started = catch_unwind(AssertUnwindSafe(|| self.node.start()));
        let started = started.unwrap_or_else(|panic| Err(panic_error(&*panic)));
        started.map_err(|error| RBox::new(error.into())).into()
    }

    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> RawFlow {
        let ran = catch_unwind(AssertUnwindSafe(|| self.node.run(context)));
        let failure = match ran {
            Ok(Ok(flow)) => return flow.into(),
            Ok(Err(error)) => error,
            Err(panic) => panic_error(&*panic),
        };
        self.failure = Some(failure);
        RawFlow::FAILED
    }

    fn failure(&mut self) -> RawNodeError {
        let unknown = || NodeError::new("contract", "the node failed without saying why");
        self.failure.take().unwrap_or_else(unknown).into()
    }
}

/// The node's own `drop` may panic too, and a panic must not cross the boundary.
impl Drop for ExportedNode {
    fn drop(&mut self) {
        let node = std::mem::replace(&mut self.node, Box::new(Dropped));
        let _ = catch_unwind(AssertUnwindSafe(|| drop(node)));
    }
}

/// Replaces a node while it is dropped.
struct Dropped;

impl Node for Dropped {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::End)
    }
}

pub(super) fn panic_error(panic: &(dyn Any + Send)) -> NodeError {
    NodeError::new(NodeError::PANIC, format!("panicked: {}", panic_text(panic)))
}

pub(super) fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

impl From<NodeError> for RawNodeError {
    fn from(error: NodeError) -> Self {
        let (input, pulse): (ROption<u32>, ROption<u32>) = (error.input.into(), error.pulse.into());
        Self { code: error.code.into_owned().into(), message: error.message.into(), input, pulse }
    }
}
