//! Nodes that take the place of others: of those that are disabled, passed through or out of service.

use pulsewire_plugin::{Context, Flow, Node, NodeError};

/// Replaces a node that is not enabled: neither it nor what follows it runs.
pub(super) struct Disabled;

impl Node for Disabled {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::End)
    }
}

/// Wraps a node with `pulse_pass_through`: it does not run, what follows it does. It is still started, so an event
/// node still receives its events.
pub(super) struct PassThrough(pub(super) Box<dyn Node>);

impl Node for PassThrough {
    fn start(&mut self) -> Result<(), NodeError> {
        self.0.start()
    }

    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
}

/// Replaces a node that panicked: its state is unknown, so it must not run again.
pub(super) struct OutOfService;

impl Node for OutOfService {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Err(NodeError::new("out_of_service", "the node is out of service since it panicked"))
    }
}
