//! Runs one event to its end.

use super::chain;
use super::error_queue::ErrorQueue;
use super::failures::{Failure, Failures};
use super::inactive::OutOfService;
use super::node_state::{LoopFrame, NodeState};
use super::nodes::Nodes;
use super::persistence::Persistence;
use super::plan::{Plan, Span, Target};
use super::progress::Progress;
use super::step_limit::StepLimit;
use pulsewire_plugin::{Flow, LoopState, Node, NodeError, Trigger, Value};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A graph at work: its nodes and the branches still to be done.
pub(super) struct Interpreter {
    nodes: Nodes,
    /// Loops and sequences to come back to, innermost last.
    stack: Vec<LoopFrame>,
    /// The innermost of them runs again now.
    is_resuming: bool,
    steps: StepLimit,
    /// The node whose event is handled.
    event_node: u32,
    errors: ErrorQueue,
    persistence: Option<Arc<Persistence>>,
}

/// What to do next.
enum Next {
    /// Run this node.
    Run(u32, Trigger),
    /// Go back to the innermost loop.
    Return,
}

impl Interpreter {
    /// A graph with its nodes created, in the order of the plan.
    pub(super) fn new(
        plan: Arc<Plan>,
        nodes: Vec<Box<dyn Node>>,
        most_steps: u64,
        failures: Arc<Failures>,
        progress: Arc<Progress>,
        persistence: Option<Arc<Persistence>>,
    ) -> Self {
        Self {
            stack: Vec::new(),
            is_resuming: false,
            steps: StepLimit::new(most_steps),
            event_node: 0,
            errors: ErrorQueue::new(plan.of_type("event.error"), failures),
            nodes: Nodes::new(plan, nodes, progress),
            persistence,
        }
    }

    /// Calls every node's `start`; returns those that fail.
    pub(super) fn start(&mut self) -> Vec<(u32, NodeError)> {
        let states = self.nodes.states.iter_mut().zip(0..);
        let failed = states.filter_map(|(state, at)| {
            let started = catch_unwind(AssertUnwindSafe(|| state.node.start()));
            let error = started.unwrap_or_else(|panic| Err(panicked(&*panic))).err()?;
            Some((at, error))
        });
        failed.collect()
    }

    /// Replaces a node by one that wraps it.
    pub(super) fn wrap(&mut self, node: u32, wrap: impl FnOnce(Box<dyn Node>) -> Box<dyn Node>) {
        if let Some(state) = self.nodes.states.get_mut(node as usize) {
            let inner = std::mem::replace(&mut state.node, Box::new(OutOfService));
            state.node = wrap(inner);
        }
    }

    /// The nodes with their counters, in the order of the plan.
    pub(super) fn states(&self) -> &[NodeState] {
        &self.nodes.states
    }

    /// Handles one event to its end, then the failures it caused.
    pub(super) fn handle(&mut self, node: u32, mut event: Value) {
        self.event_node = node;
        self.run_event(node, &mut event);
        while let Some(error) = self.errors.pop() {
            self.errors.in_on_error = true;
            for at in 0..self.errors.on_error.len() {
                self.run_event(self.errors.on_error[at], &mut error.clone());
            }
            self.errors.in_on_error = false;
        }
        self.nodes.progress.rest();
        chain::set_position(0);
        if let Some(persistence) = &self.persistence {
            persistence.after_event(self.nodes.slots());
        }
    }

    /// Copies the persistent variables that were set since the last copy.
    pub(super) fn copy_persistent(&self) {
        if let Some(persistence) = &self.persistence {
            persistence.copy(self.nodes.slots());
        }
    }

    fn run_event(&mut self, node: u32, event: &mut Value) {
        self.steps.restart();
        let mut next = Next::Run(node, Trigger::Event);
        // Built-in nodes run unguarded: one guard around the event costs less than one around each step.
        while let Err(panic) = catch_unwind(AssertUnwindSafe(|| {
            self.walk(std::mem::replace(&mut next, Next::Return), event)
        })) {
            if std::mem::take(&mut self.is_resuming) {
                self.stack.pop();
            }
            let blamed = self.nodes.progress.running().map_or(node, |running| running.node);
            self.fail(blamed, panicked(&*panic));
        }
    }

    fn walk(&mut self, mut next: Next, event: &mut Value) {
        loop {
            next = match next {
                Next::Run(node, trigger) => self.step(node, trigger, event),
                Next::Return if self.stack.is_empty() => return,
                Next::Return => self.resume(event),
            };
        }
    }

    #[inline]
    fn step(&mut self, node: u32, trigger: Trigger, event: &mut Value) -> Next {
        let state = &self.nodes.states[node as usize];
        let pulls = match trigger {
            Trigger::Pulse(_) => state.pulls,
            _ => state.live_pulls,
        };
        if !self.prepare(node, pulls, event) {
            return Next::Return;
        }
        let mut resume = LoopState::default();
        let flow = self.nodes.run(node, trigger, event, &mut resume);
        if let Ok(Flow::Loop(_)) = flow {
            self.stack.push(LoopFrame { node, resume });
        }
        self.go_on(node, flow)
    }

    /// Runs the innermost loop once more. Its frame is used in place: moving it each round would cost more than the
    /// round.
    #[inline]
    fn resume(&mut self, event: &mut Value) -> Next {
        let Some(&LoopFrame { node, .. }) = self.stack.last() else { return Next::Return };
        self.is_resuming = true;
        let live_pulls = self.nodes.states[node as usize].live_pulls;
        let flow = match self.prepare(node, live_pulls, event) {
            true => self
                .stack
                .last_mut()
                .map(|frame| self.nodes.run(node, Trigger::Resume, event, &mut frame.resume)),
            false => None,
        };
        self.is_resuming = false;
        if !matches!(flow, Some(Ok(Flow::Loop(_)))) {
            self.stack.pop();
        }
        flow.map_or(Next::Return, |flow| self.go_on(node, flow))
    }

    /// Counts a step and evaluates what the node's inputs depend on now. Returns false when the branch ends here.
    #[inline]
    fn prepare(&mut self, node: u32, pulls: Span, event: &mut Value) -> bool {
        if self.steps.exceeded_by(node) {
            self.stop_endless(node);
            return false;
        }
        pulls.len == 0 || self.pull(node, pulls, event)
    }

    fn pull(&mut self, reader: u32, pulls: Span, event: &mut Value) -> bool {
        for at in 0..pulls.len {
            let value = self.nodes.plan.pulls[(pulls.start + at) as usize];
            let mut resume = LoopState::default();
            if let Err(error) = self.nodes.run(value, Trigger::Read, event, &mut resume) {
                self.fail_reading(reader, value, error);
                return false;
            }
        }
        true
    }

    #[inline]
    fn go_on(&mut self, node: u32, flow: Result<Flow, NodeError>) -> Next {
        match flow {
            Ok(Flow::Emit(output) | Flow::Loop(output)) => self.follow(node, output),
            Ok(Flow::End) => Next::Return,
            Err(error) => self.leave(node, error),
        }
    }

    /// Where a pulse output leads. Without a wire the branch ends.
    #[inline]
    fn follow(&self, node: u32, output: u32) -> Next {
        match self.nodes.target(node, output) {
            Target::NONE => Next::Return,
            Target { node, pulse } => Next::Run(node, Trigger::Pulse(pulse)),
        }
    }

    /// Ends an event that took too many steps, with a failure that names the cycle.
    #[cold]
    fn stop_endless(&mut self, node: u32) {
        let plan = &self.nodes.plan;
        let message = self.steps.message(|at| &*plan.nodes[at as usize].name);
        self.stack.clear();
        self.fail(node, NodeError::new("endless", message));
    }

    /// A failure leaves by the pulse output that its node named, if that is wired; otherwise the branch ends.
    #[cold]
    fn leave(&mut self, node: u32, error: NodeError) -> Next {
        if let Some(Next::Run(next, trigger)) = error.pulse.map(|pulse| self.follow(node, pulse)) {
            return Next::Run(next, trigger);
        }
        self.fail(node, error);
        Next::Return
    }

    /// A value node failed, so the node that reads it does not run: the message names both.
    #[cold]
    fn fail_reading(&mut self, reader: u32, value: u32, mut error: NodeError) {
        let name = &self.nodes.plan.nodes[reader as usize].name;
        let effect = if self.is_resuming { "whose loop ends" } else { "which does not run" };
        error.message = format!("{}; it is read by `{name}`, {effect}", error.message);
        self.fail(value, error);
    }

    #[cold]
    fn fail(&mut self, node: u32, error: NodeError) {
        let event = self.nodes.event_of(self.event_node);
        let state = &mut self.nodes.states[node as usize];
        state.errors += 1;
        let plan = &self.nodes.plan;
        let mut failure = Failure::new(&plan.name, &plan.nodes[node as usize], &error, event);
        if error.code == NodeError::PANIC {
            state.node = Box::new(OutOfService);
            failure.message = self.errors.redact(&failure.message);
        }
        self.errors.add(failure);
    }
}

/// The failure of a node that panicked.
fn panicked(panic: &(dyn Any + Send)) -> NodeError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    NodeError::new(NodeError::PANIC, format!("panicked: {}", text.unwrap_or("without a text")))
}
