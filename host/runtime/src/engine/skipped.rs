use pulsewire_plugin::{Context, Flow, Node, NodeError};

/// Stands for a node that is not enabled: it and what follows is skipped.
pub(super) struct Off;

impl Node for Off {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::End)
    }
}

/// Stands before a node with `pulse_pass_through`: it is skipped, what follows runs. Its source still brings
/// its events.
pub(super) struct PassThrough(pub(super) Box<dyn Node>);

impl Node for PassThrough {
    fn start(&mut self) -> Result<(), NodeError> {
        self.0.start()
    }

    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
}

/// Stands where a node panicked: it may be in any state and must not run again.
pub(super) struct OutOfService;

impl Node for OutOfService {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Err(NodeError::new("out_of_service", "the node is out of service since it panicked"))
    }
}
