//! The reference: a plain tree-walking interpreter.

use super::program::{Block, EVENTS, Kind, Program, Source, VARIABLES, ValueNode};
use std::collections::{HashMap, VecDeque};

pub(super) struct Interpreter<'a> {
    program: &'a Program,
    held_by: Vec<(usize, &'static str)>,
    variables: [i64; VARIABLES],
    counts: HashMap<usize, i64>,
    held: HashMap<usize, i64>,
    raised: VecDeque<(usize, i64)>,
    /// The lines that are printed.
    pub(super) trace: Vec<String>,
}

/// The values of the value nodes that one action reads.
type Evaluated = HashMap<usize, i64>;

impl<'a> Interpreter<'a> {
    /// After On Initialize.
    pub(super) fn begin(program: &'a Program) -> Self {
        let mut this = Self {
            program,
            held_by: program.held(),
            variables: [0; VARIABLES],
            counts: HashMap::new(),
            held: HashMap::new(),
            raised: VecDeque::new(),
            trace: Vec::new(),
        };
        this.block(&program.main, 0);
        this.rest();
        this
    }

    /// A custom event from outside.
    pub(super) fn event(&mut self, event: usize, value: i64) {
        self.raised.push_back((event, value));
        self.rest();
    }

    fn rest(&mut self) {
        while let Some((event, value)) = self.raised.pop_front() {
            self.trace.push(format!("event {event}: {value}"));
            self.block(&self.program.listeners[event], event + 1);
        }
    }

    /// Only events from `first` on may be raised here.
    fn block(&mut self, block: &'a Block, first: usize) {
        for action in block {
            match &action.kind {
                Kind::Print(source) => {
                    let value = self.read(source);
                    self.trace.push(format!("print {}: {value}", action.id));
                }
                Kind::Set(variable, source) => {
                    let value = self.read(source) % 1000;
                    self.variables[*variable] = value;
                    self.held.insert(action.id, value);
                }
                Kind::Branch([a, b], yes, no) => {
                    let mut evaluated = Evaluated::new();
                    let (a, b) = (
                        self.source(a, None, &mut evaluated),
                        self.source(b, None, &mut evaluated),
                    );
                    return self.block(if a > b { yes } else { no }, first);
                }
                Kind::Sequential(blocks) => {
                    return blocks.iter().for_each(|block| self.block(block, first));
                }
                Kind::For(count, body) => {
                    for index in 0..*count {
                        self.held.insert(action.id, index);
                        self.block(body, first);
                    }
                }
                Kind::While(limit, body) => {
                    while self.counts.get(&action.id).is_none_or(|count| count < limit)
                        && *limit > 0
                    {
                        self.block(body, first);
                        *self.counts.entry(action.id).or_default() += 1;
                    }
                }
                Kind::Raise(event, source) => {
                    let value = self.read(source);
                    if (first..EVENTS).contains(event) {
                        self.raised.push_back((*event, value));
                    }
                }
            }
        }
    }

    fn read(&mut self, source: &Source) -> i64 {
        self.source(source, None, &mut Evaluated::new())
    }

    /// The value of an input; `below` is the value node that reads it, if it is one.
    fn source(&mut self, source: &Source, below: Option<usize>, evaluated: &mut Evaluated) -> i64 {
        match source {
            Source::Number(number) => *number,
            Source::Value(index) => match below.unwrap_or(self.program.values.len()) {
                0 => 0,
                count => self.value_node(index.index(count), evaluated),
            },
            Source::Held(_) if self.held_by.is_empty() => 0,
            Source::Held(index) => {
                let (id, _) = self.held_by[index.index(self.held_by.len())];
                self.held.get(&id).copied().unwrap_or(0)
            }
        }
    }

    fn value_node(&mut self, at: usize, evaluated: &mut Evaluated) -> i64 {
        if let Some(value) = evaluated.get(&at) {
            return *value;
        }
        let value = match &self.program.values[at] {
            ValueNode::Get(variable) => self.variables[*variable],
            ValueNode::Add([a, b]) => {
                self.source(a, Some(at), evaluated) + self.source(b, Some(at), evaluated)
            }
            ValueNode::Subtract([a, b]) => {
                self.source(a, Some(at), evaluated) - self.source(b, Some(at), evaluated)
            }
            ValueNode::Read(source) => {
                let value = self.source(source, Some(at), evaluated);
                self.trace.push(format!("read v{at}"));
                value
            }
        };
        evaluated.insert(at, value);
        value
    }
}
