//! A plugin's node on the host's side of the boundary.

use super::raw::{RawNodeBox, RawNodeError};
use crate::{Context, Flow, Node, NodeError};
use abi_stable::std_types::RBox;
use std::borrow::Cow;

/// A plugin's node as the engine calls it.
pub(super) struct ImportedNode(pub(super) RawNodeBox);

impl Node for ImportedNode {
    fn start(&mut self) -> Result<(), NodeError> {
        self.0.start().into_result().map_err(|error| NodeError::from(RBox::into_inner(error)))
    }

    #[inline]
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match self.0.run(context).into_flow() {
            Some(flow) => Ok(flow),
            None => Err(self.failure()),
        }
    }
}

impl ImportedNode {
    #[cold]
    fn failure(&mut self) -> NodeError {
        self.0.failure().into()
    }
}

impl From<RawNodeError> for NodeError {
    fn from(raw: RawNodeError) -> Self {
        Self {
            code: Cow::Owned(raw.code.into_string()),
            message: raw.message.into_string(),
            input: raw.input.into_option(),
            pulse: raw.pulse.into_option(),
        }
    }
}
