//! Random programs: the engine runs them as a graph, the reference as a tree.

use proptest::prelude::*;
use proptest::sample::Index;

/// The variables that programs set; loops have their own besides.
pub(super) const VARIABLES: usize = 2;

/// The custom events. A listener raises only those behind its own, so that there is an end.
pub(super) const EVENTS: usize = 2;

/// What On Initialize and each listener begin, and the value nodes that all of them read.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) values: Vec<ValueNode>,
    pub(super) main: Block,
    pub(super) listeners: Vec<Block>,
}

/// Nodes in a row, each pulsed by the one before.
pub(super) type Block = Vec<Action>;

#[derive(Clone, Debug)]
pub(super) struct Action {
    /// Part of its node's name.
    pub(super) id: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Print(Source),
    /// Sets a variable to a value, modulo 1000.
    Set(usize, Source),
    /// Whether one is greater than the other; nothing follows it.
    Branch([Source; 2], Block, Block),
    /// Nothing follows it.
    Sequential(Vec<Block>),
    For(i64, Block),
    /// As long as a variable of its own, which each round counts up, is below this.
    While(i64, Block),
    /// Raises a custom event.
    Raise(usize, Source),
}

/// A value node.
#[derive(Clone, Debug)]
pub(super) enum ValueNode {
    Get(usize),
    Add([Source; 2]),
    Subtract([Source; 2]),
    /// Prints that it is evaluated.
    Read(Source),
}

/// Where an input gets its value.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Number(i64),
    /// A value node; one declared earlier, if a value node reads it.
    Value(Index),
    /// The last output of an action.
    Held(Index),
}

pub(super) fn program() -> impl Strategy<Value = Program> {
    let values = prop::collection::vec(value_node(), 1..6);
    (values, block(0), prop::collection::vec(block(1), EVENTS..=EVENTS)).prop_map(
        |(values, main, listeners)| {
            let mut program = Program { values, main, listeners };
            program.number();
            program
        },
    )
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        1 => (-3..10_i64).prop_map(Source::Number),
        3 => any::<Index>().prop_map(Source::Value),
        1 => any::<Index>().prop_map(Source::Held),
    ]
}

fn two() -> impl Strategy<Value = [Source; 2]> {
    [source(), source()]
}

fn value_node() -> impl Strategy<Value = ValueNode> {
    prop_oneof![
        (0..VARIABLES).prop_map(ValueNode::Get),
        two().prop_map(ValueNode::Add),
        two().prop_map(ValueNode::Subtract),
        source().prop_map(ValueNode::Read),
    ]
}

fn block(depth: usize) -> BoxedStrategy<Block> {
    let action = action(depth).prop_map(|kind| Action { id: 0, kind });
    prop::collection::vec(action, 1..4).prop_map(until_end).boxed()
}

/// Cut after an action that nothing can follow.
fn until_end(mut block: Block) -> Block {
    let ends = |one: &Action| matches!(one.kind, Kind::Branch(..) | Kind::Sequential(_));
    block.truncate(block.iter().position(ends).map_or(block.len(), |end| end + 1));
    block
}

fn action(depth: usize) -> BoxedStrategy<Kind> {
    let plain = prop_oneof![
        source().prop_map(Kind::Print),
        (0..VARIABLES, source()).prop_map(|(variable, source)| Kind::Set(variable, source)),
        (0..EVENTS, source()).prop_map(|(event, source)| Kind::Raise(event, source)),
    ];
    if depth == 3 {
        return plain.boxed();
    }
    let inner = move || block(depth + 1);
    prop_oneof![
        4 => plain,
        1 => (two(), inner(), inner()).prop_map(|(ab, yes, no)| Kind::Branch(ab, yes, no)),
        1 => prop::collection::vec(inner(), 1..4).prop_map(Kind::Sequential),
        1 => (0..3_i64, inner()).prop_map(|(count, body)| Kind::For(count, body)),
        1 => (0..3_i64, inner()).prop_map(|(limit, body)| Kind::While(limit, body)),
    ]
    .boxed()
}

impl Program {
    /// Gives every action its id.
    fn number(&mut self) {
        let mut next = 0;
        let blocks = std::iter::once(&mut self.main).chain(&mut self.listeners);
        blocks.for_each(|block| number(block, &mut next));
    }

    /// The ids of all actions with a number as output, with its socket.
    pub(super) fn held(&self) -> Vec<(usize, &'static str)> {
        let mut found = Vec::new();
        self.each(&mut |action| match action.kind {
            Kind::Set(..) => found.push((action.id, "value")),
            Kind::For(..) => found.push((action.id, "index")),
            _ => {}
        });
        found
    }

    /// Every action.
    pub(super) fn each(&self, look: &mut dyn FnMut(&Action)) {
        std::iter::once(&self.main).chain(&self.listeners).for_each(|block| each(block, look));
    }
}

fn number(block: &mut Block, next: &mut usize) {
    for action in block {
        action.id = *next;
        *next += 1;
        match &mut action.kind {
            Kind::Branch(_, yes, no) => [yes, no].into_iter().for_each(|one| number(one, next)),
            Kind::Sequential(blocks) => blocks.iter_mut().for_each(|one| number(one, next)),
            Kind::For(_, body) | Kind::While(_, body) => number(body, next),
            Kind::Print(_) | Kind::Set(..) | Kind::Raise(..) => {}
        }
    }
}

fn each(block: &Block, look: &mut dyn FnMut(&Action)) {
    for action in block {
        look(action);
        match &action.kind {
            Kind::Branch(_, yes, no) => [yes, no].into_iter().for_each(|one| each(one, look)),
            Kind::Sequential(blocks) => blocks.iter().for_each(|one| each(one, look)),
            Kind::For(_, body) | Kind::While(_, body) => each(body, look),
            Kind::Print(_) | Kind::Set(..) | Kind::Raise(..) => {}
        }
    }
}
