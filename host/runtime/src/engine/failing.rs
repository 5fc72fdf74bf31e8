//! What happens when a node fails, or an event does not end.

use super::endless::cycle;
use super::failures::Failure;
use super::interpreter::{Interpreter, Next};
use super::skipped::OutOfService;
use pulsewire_plugin::NodeError;
use std::any::Any;

/// How many failures of one event may wait for On Error; beyond that they count as unhandled.
const MOST_ERRORS_OF_AN_EVENT: usize = 1024;

impl Interpreter {
    /// Notes the last steps before the limit; at the limit ends the event and names the cycle.
    #[cold]
    pub(super) fn near_limit(&mut self, node: u32) -> bool {
        if self.steps <= self.most_steps {
            self.trace.push(node);
            return false;
        }
        let cycle = cycle(&self.trace);
        let names: Vec<&str> =
            cycle.iter().map(|&at| &*self.nodes.plan.nodes[at as usize].name).collect();
        let message = format!(
            "one event took more than {} steps and was stopped; it went round {}: break the circle, or raise \
             limits.steps in project.json",
            self.most_steps,
            names.join(" -> ")
        );
        self.stack.clear();
        self.fail(node, NodeError::new("endless", message));
        true
    }

    /// A failure leaves by the pulse output that its node named, if a wire is there; otherwise the branch ends.
    #[cold]
    pub(super) fn leave(&mut self, node: u32, error: NodeError) -> Next {
        if let Some(Next::Run(next, trigger)) = error.pulse.map(|pulse| self.follow(node, pulse)) {
            return Next::Run(next, trigger);
        }
        self.fail(node, error);
        Next::Return
    }

    #[cold]
    pub(super) fn fail(&mut self, node: u32, error: NodeError) {
        let cell = &mut self.nodes.cells[node as usize];
        cell.errors += 1;
        let plan = &self.nodes.plan;
        let mut failure = Failure::new(&plan.file, &plan.nodes[node as usize], &error);
        if error.code == NodeError::PANIC {
            cell.node = Box::new(OutOfService);
            failure.message = self.failures.redact(&failure.message);
        }
        let room = self.errors.len() < MOST_ERRORS_OF_AN_EVENT;
        if self.on_error.is_empty() || self.in_on_error || !room {
            self.failures.unhandled(failure);
        } else {
            self.failures.handled();
            self.errors.push_back(failure.to_event());
        }
    }
}

/// The failure of a node that panicked.
pub(super) fn panicked(panic: &(dyn Any + Send)) -> NodeError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    NodeError::new(NodeError::PANIC, format!("panicked: {}", text.unwrap_or("without a text")))
}
