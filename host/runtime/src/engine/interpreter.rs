//! Runs one event to its end.

use super::cell::{Cell, Frame};
use super::failing::panicked;
use super::failures::Failures;
use super::nodes::Nodes;
use super::plan::{Plan, Span, Target};
use super::progress::Progress;
use super::skipped::OutOfService;
use pulsewire_plugin::{Flow, LoopState, Node, NodeError, Trigger, Value};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How many steps of an endless event are looked at to name its cycle.
pub(super) const STEPS_TO_NAME_A_CYCLE: u64 = 256;

/// A graph at work: its nodes and the branches still to be done.
pub(super) struct Interpreter {
    pub(super) nodes: Nodes,
    /// Loops and sequences to come back to, innermost last.
    pub(super) stack: Vec<Frame>,
    /// The innermost of them runs again now.
    is_back: bool,
    pub(super) steps: u64,
    pub(super) most_steps: u64,
    /// The last steps of an event that comes near the limit.
    pub(super) trace: Vec<u32>,
    pub(super) on_error: Vec<u32>,
    pub(super) errors: VecDeque<Value>,
    pub(super) in_on_error: bool,
    pub(super) failures: Arc<Failures>,
}

/// What to do next.
pub(super) enum Next {
    /// Run this node.
    Run(u32, Trigger),
    /// Go back to the innermost loop.
    Return,
}

impl Interpreter {
    /// A graph with its nodes made, in the order of the plan.
    pub(super) fn new(
        plan: Arc<Plan>,
        nodes: Vec<Box<dyn Node>>,
        most_steps: u64,
        failures: Arc<Failures>,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            stack: Vec::new(),
            is_back: false,
            steps: 0,
            most_steps,
            trace: Vec::new(),
            on_error: plan.of_type("event.error"),
            errors: VecDeque::new(),
            in_on_error: false,
            failures,
            nodes: Nodes::new(plan, nodes, progress),
        }
    }

    /// Calls every node's `start`; gives the first that cannot.
    pub(super) fn start(&mut self) -> Result<(), (u32, NodeError)> {
        for (cell, at) in self.nodes.cells.iter_mut().zip(0..) {
            let started = catch_unwind(AssertUnwindSafe(|| cell.node.start()));
            started.unwrap_or_else(|panic| Err(panicked(&*panic))).map_err(|error| (at, error))?;
        }
        Ok(())
    }

    /// Puts a node behind another that watches it.
    pub(super) fn wrap(&mut self, node: u32, wrap: impl FnOnce(Box<dyn Node>) -> Box<dyn Node>) {
        if let Some(cell) = self.nodes.cells.get_mut(node as usize) {
            let inner = std::mem::replace(&mut cell.node, Box::new(OutOfService));
            cell.node = wrap(inner);
        }
    }

    /// The nodes with their counters, in the order of the plan.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.nodes.cells
    }

    /// Handles one event to its end, then the failures it caused.
    pub(super) fn handle(&mut self, node: u32, mut event: Value) {
        self.run_event(node, &mut event);
        while let Some(error) = self.errors.pop_front() {
            self.in_on_error = true;
            for at in 0..self.on_error.len() {
                self.run_event(self.on_error[at], &mut error.clone());
            }
            self.in_on_error = false;
        }
        self.nodes.progress.rest();
    }

    fn run_event(&mut self, node: u32, event: &mut Value) {
        self.steps = 0;
        let mut next = Next::Run(node, Trigger::Event);
        // Built-in nodes run unguarded: one guard around the event costs less than one around each step.
        while let Err(panic) = catch_unwind(AssertUnwindSafe(|| {
            self.walk(std::mem::replace(&mut next, Next::Return), event)
        })) {
            if std::mem::take(&mut self.is_back) {
                self.stack.pop();
            }
            let blamed = self.nodes.progress.now().map_or(node, |at| at.node);
            self.fail(blamed, panicked(&*panic));
        }
        self.trace.clear();
    }

    fn walk(&mut self, mut next: Next, event: &mut Value) {
        loop {
            next = match next {
                Next::Run(node, trigger) => self.step(node, trigger, event),
                Next::Return if self.stack.is_empty() => return,
                Next::Return => self.come_back(event),
            };
        }
    }

    #[inline]
    fn step(&mut self, node: u32, trigger: Trigger, event: &mut Value) -> Next {
        if !self.prepare(node, event) {
            return Next::Return;
        }
        let mut resume = LoopState::default();
        let flow = self.nodes.run(node, trigger, event, &mut resume);
        if let Ok(Flow::Loop(_)) = flow {
            self.stack.push(Frame { node, resume });
        }
        self.go_on(node, flow)
    }

    /// Runs the innermost loop once more. Its frame is used where it lies: to move it each round would cost more than
    /// the round.
    #[inline]
    fn come_back(&mut self, event: &mut Value) -> Next {
        let Some(&Frame { node, .. }) = self.stack.last() else { return Next::Return };
        self.is_back = true;
        let flow = match self.prepare(node, event) {
            true => self
                .stack
                .last_mut()
                .map(|frame| self.nodes.run(node, Trigger::Resume, event, &mut frame.resume)),
            false => None,
        };
        self.is_back = false;
        if !matches!(flow, Some(Ok(Flow::Loop(_)))) {
            self.stack.pop();
        }
        flow.map_or(Next::Return, |flow| self.go_on(node, flow))
    }

    /// Counts a step and reads what the node's inputs depend on; false when the branch ends here.
    #[inline]
    fn prepare(&mut self, node: u32, event: &mut Value) -> bool {
        self.steps += 1;
        if self.steps + STEPS_TO_NAME_A_CYCLE > self.most_steps && self.near_limit(node) {
            return false;
        }
        let pulls = self.nodes.cells[node as usize].pulls;
        pulls.len == 0 || self.pull(pulls, event)
    }

    fn pull(&mut self, pulls: Span, event: &mut Value) -> bool {
        for at in 0..pulls.len {
            let value = self.nodes.plan.pulls[(pulls.start + at) as usize];
            let mut resume = LoopState::default();
            if let Err(error) = self.nodes.run(value, Trigger::Read, event, &mut resume) {
                self.fail(value, error);
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
    pub(super) fn follow(&self, node: u32, output: u32) -> Next {
        match self.nodes.target(node, output) {
            Target::NONE => Next::Return,
            Target { node, pulse } => Next::Run(node, Trigger::Pulse(pulse)),
        }
    }
}
