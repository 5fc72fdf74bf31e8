use super::{Expanded, MOST_NODES};
use crate::engine::compile::{Ends, Origins};
use crate::function::Placeholders;
use crate::toolbox::Tool;
use foldhash::HashSet;
use pulsewire_project_settings::{Logic, Node, Variable};
use serde_json::{Map, Value as Json};
use std::path::Path;

/// The graph without functions that is built up.
pub(super) struct Flat<'a> {
    logic: Logic,
    placeholders: Placeholders,
    ends: Ends,
    origins: Origins<'a>,
    binary: HashSet<(usize, String)>,
}

/// An output or an input of a node of the graph.
#[derive(Clone, Copy)]
pub(super) struct Socket<'a> {
    pub(super) node: u32,
    pub(super) id: &'a str,
}

/// There are too many nodes.
pub(super) struct TooMany;

impl<'a> Flat<'a> {
    pub(super) fn new(file: &'a Path) -> Self {
        let origins = Origins::new(file);
        Self {
            logic: Logic::default(),
            placeholders: Vec::new(),
            ends: Ends::default(),
            origins,
            binary: HashSet::default(),
        }
    }

    pub(super) fn finish(mut self) -> Expanded<'a> {
        // A use may get literals with placeholders after nodes behind it.
        self.placeholders.sort_by_key(|(node, _)| *node);
        self.origins.node_names = self.logic.nodes.iter().map(|(name, _)| name.clone()).collect();
        self.origins.variable_names =
            self.logic.variables.iter().map(|(name, _)| name.clone()).collect();
        let Self { logic, placeholders, ends, origins, binary } = self;
        Expanded { logic, placeholders, ends, origins, binary }
    }

    /// The number of a file in [`Origins::files`].
    pub(super) fn file(&mut self, file: &'a Path) -> u32 {
        self.origins.files.push(file);
        u32::try_from(self.origins.files.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn variable(&mut self, name: String, variable: Variable, origin: (u32, &'a str)) {
        self.logic.variables.0.push((name, variable));
        self.origins.variables.push(origin);
    }

    pub(super) fn node(
        &mut self,
        name: String,
        node: Node,
        held: Option<Map<String, Json>>,
        origin: (u32, &'a str),
    ) -> Result<u32, TooMany> {
        let at = self.logic.nodes.len();
        if at >= MOST_NODES {
            return Err(TooMany);
        }
        self.logic.nodes.0.push((name, node));
        self.origins.nodes.push(origin);
        self.placeholders.extend(held.map(|held| (at, held)));
        u32::try_from(at).map_err(|_| TooMany)
    }

    /// Makes a node type known under a word of its own.
    pub(super) fn end(&mut self, word: &str, tool: impl FnOnce() -> Tool) {
        if !self.ends.contains_key(word) {
            self.ends.insert(word.to_owned(), tool());
        }
    }

    pub(super) fn wire(&mut self, from: Socket<'a>, to: Socket<'a>, origin: (u32, u32)) {
        let (source, target) = (self.name(from.node), self.name(to.node));
        let mut text =
            String::with_capacity(source.len() + target.len() + from.id.len() + to.id.len() + 6);
        for part in [source, ".", from.id, " -> ", target, ".", to.id] {
            text.push_str(part);
        }
        self.logic.wires.push(text);
        self.origins.wires.push(origin);
    }

    /// Sets the value of an input to which no wire leads: as loaded, and as written if it holds `${…}`.
    pub(super) fn literal(&mut self, to: Socket<'a>, value: Json, written: Option<Json>) {
        let at = to.node as usize;
        if let Some((_, node)) = self.logic.nodes.0.get_mut(at) {
            node.attributes.insert(to.id.to_owned(), value);
        }
        let Some(written) = written else { return };
        match self.placeholders.iter_mut().rev().find(|(node, _)| *node == at) {
            Some((_, held)) => drop(held.insert(to.id.to_owned(), written)),
            None => {
                let held = std::iter::once((to.id.to_owned(), written)).collect();
                self.placeholders.push((at, held));
            }
        }
    }

    /// Declares a literal to be a Binary, whatever its input takes.
    pub(super) fn binary(&mut self, to: Socket<'a>) {
        self.binary.insert((to.node as usize, to.id.to_owned()));
    }

    /// The id of the type of a node.
    pub(super) fn type_of(&self, node: u32) -> &str {
        self.logic.nodes.0.get(node as usize).map_or("", |(_, node)| &node.node_type)
    }

    fn name(&self, node: u32) -> &str {
        self.logic.nodes.0.get(node as usize).map_or("", |(name, _)| name)
    }
}
