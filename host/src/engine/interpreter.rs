//! Runs one event to its end.

use super::cell::{Cell, Frame};
use super::failing::panicked;
use super::failures::Failures;
use super::plan::{Plan, Target};
use super::progress::Progress;
use super::skipped::OutOfService;
use pulsewire_plugin::{Context, Flow, Node, NodeError, Resume, Trigger, Value};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How many steps of an endless event are looked at to name its cycle.
pub(super) const STEPS_TO_NAME_A_CYCLE: u64 = 256;

/// A graph at work: its nodes, slots and the branches still to be done.
pub(super) struct Interpreter {
    pub(super) plan: Arc<Plan>,
    pub(super) nodes: Vec<Cell>,
    slots: Vec<Value>,
    /// Loops and sequences to come back to, innermost last.
    pub(super) stack: Vec<Frame>,
    /// The node that runs: whom to blame for a panic, and for not returning.
    progress: Arc<Progress>,
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
        let cell = |(node, planned)| Cell::new(node, planned, &plan.targets);
        let cells = nodes.into_iter().zip(&plan.nodes).map(cell);
        Self {
            nodes: cells.collect(),
            slots: plan.slots.clone(),
            stack: Vec::new(),
            progress,
            steps: 0,
            most_steps,
            trace: Vec::new(),
            on_error: plan.of_type("event.error"),
            errors: VecDeque::new(),
            in_on_error: false,
            failures,
            plan,
        }
    }

    /// Calls every node's `start`; gives the first that cannot.
    pub(super) fn start(&mut self) -> Result<(), (u32, NodeError)> {
        for (cell, at) in self.nodes.iter_mut().zip(0..) {
            let started = catch_unwind(AssertUnwindSafe(|| cell.node.start()));
            started.unwrap_or_else(|panic| Err(panicked(&*panic))).map_err(|error| (at, error))?;
        }
        Ok(())
    }

    /// Puts a node behind another that watches it.
    pub(super) fn wrap(&mut self, node: u32, wrap: impl FnOnce(Box<dyn Node>) -> Box<dyn Node>) {
        if let Some(cell) = self.nodes.get_mut(node as usize) {
            let inner = std::mem::replace(&mut cell.node, Box::new(OutOfService));
            cell.node = wrap(inner);
        }
    }

    /// The nodes with their counters, in the order of the plan.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.nodes
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
        self.progress.rest();
    }

    fn run_event(&mut self, node: u32, event: &mut Value) {
        self.steps = 0;
        let mut next = Next::Run(node, Trigger::Event);
        // Built-in nodes run unguarded: one guard around the event costs less than one around each step.
        while let Err(panic) = catch_unwind(AssertUnwindSafe(|| {
            self.walk(std::mem::replace(&mut next, Next::Return), event)
        })) {
            let blamed = self.progress.now().map_or(node, |at| at.node);
            self.fail(blamed, panicked(&*panic));
        }
        self.trace.clear();
    }

    fn walk(&mut self, mut next: Next, event: &mut Value) {
        loop {
            let (node, trigger, resume) = match next {
                Next::Run(node, trigger) => (node, trigger, Resume::default()),
                Next::Return => match self.stack.pop() {
                    Some(Frame { node, resume }) => (node, Trigger::Resume, resume),
                    None => return,
                },
            };
            next = self.step(node, trigger, event, resume);
        }
    }

    #[inline]
    fn step(&mut self, node: u32, trigger: Trigger, event: &mut Value, mut resume: Resume) -> Next {
        self.steps += 1;
        if self.steps + STEPS_TO_NAME_A_CYCLE > self.most_steps && self.near_limit(node) {
            return Next::Return;
        }
        let pulls = self.nodes[node as usize].pulls;
        for at in 0..pulls.len {
            let value = self.plan.pulls[(pulls.start + at) as usize];
            if let Err(error) = self.run(value, Trigger::Read, event, &mut Resume::default()) {
                self.fail(value, error);
                return Next::Return;
            }
        }
        match self.run(node, trigger, event, &mut resume) {
            Ok(Flow::Emit(output)) => self.follow(node, output),
            Ok(Flow::End) => Next::Return,
            Ok(Flow::Loop(output)) => {
                self.stack.push(Frame { node, resume });
                self.follow(node, output)
            }
            Err(error) => self.leave(node, error),
        }
    }

    #[inline]
    fn run(
        &mut self,
        node: u32,
        trigger: Trigger,
        event: &mut Value,
        resume: &mut Resume,
    ) -> Result<Flow, NodeError> {
        let cell = &mut self.nodes[node as usize];
        cell.fired += 1;
        self.progress.begin(node, cell.fired);
        let inputs = cell.inputs.of(&self.plan.inputs);
        let (output, variable) = (cell.first_output, cell.variable);
        let slots = &mut self.slots;
        cell.node.run(&mut Context::new(slots, inputs, output, variable, trigger, event, resume))
    }

    /// Where a pulse output leads. A node that answers an output it does not have ends its branch.
    #[inline]
    pub(super) fn follow(&self, node: u32, output: u32) -> Next {
        let cell = &self.nodes[node as usize];
        let target = match output {
            0 => cell.next,
            _ => *cell.targets.of(&self.plan.targets).get(output as usize).unwrap_or(&Target::NONE),
        };
        match target {
            Target::NONE => Next::Return,
            Target { node, pulse } => Next::Run(node, Trigger::Pulse(pulse)),
        }
    }
}
