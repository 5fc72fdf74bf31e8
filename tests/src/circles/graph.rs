use super::Circle;
use super::resolve::{Resolver, Target};
use super::tree::{Mention, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Which file uses which.
pub(super) struct Graph {
    edges: Vec<Edge>,
}

/// The first use of one module's file by another's.
struct Edge {
    from: usize,
    to: usize,
    text: String,
}

/// The modules between which circles are looked for, each with what it stands for in an edge.
pub(super) struct Level {
    members: BTreeMap<usize, usize>,
    names: BTreeMap<usize, String>,
}

impl Level {
    /// Every file for itself.
    pub(super) fn files(tree: &Tree) -> Self {
        let files = || (0..tree.modules.len()).filter(|one| tree.modules[*one].owner == *one);
        Self {
            members: files().map(|one| (one, one)).collect(),
            names: files().map(|one| (one, tree.file(one))).collect(),
        }
    }

    /// The children of a module, each with all that is below it.
    pub(super) fn children(tree: &Tree, parent: usize) -> Self {
        let child = |one| Some((one, tree.child_towards(parent, one)?));
        let members: BTreeMap<_, _> = (0..tree.modules.len()).filter_map(child).collect();
        let names = members.values().map(|child| (*child, tree.room(*child))).collect();
        Self { members, names }
    }
}

impl Graph {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut edges = Vec::new();
        let mut known = BTreeSet::new();
        for (index, module) in tree.modules.iter().enumerate() {
            let imports = module.imports.iter().map(|import| &import.target);
            for mention in imports.chain(&module.mentions) {
                let from = module.owner;
                let Some(to) = used_file(tree, index, mention) else { continue };
                if to != from && !tree.is_ancestor(to, from) && known.insert((from, to)) {
                    let (line, path) = (mention.line, mention.path.join("::"));
                    let (file, defined) = (tree.file(from), tree.file(to));
                    let text = format!("{file}:{line} uses {path}, defined in {defined}");
                    edges.push(Edge { from, to, text });
                }
            }
        }
        Self { edges }
    }

    /// The sets of a level's members that reach each other.
    pub(super) fn circles(&self, level: &Level) -> Vec<Circle> {
        let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (from, to) in self.edges.iter().filter_map(|edge| level.ends(edge)) {
            next.entry(from).or_default().insert(to);
        }
        let reach: BTreeMap<usize, BTreeSet<usize>> =
            next.keys().map(|start| (*start, reachable(*start, &next))).collect();
        let reaches = |from: &usize, to: &usize| reach.get(from).is_some_and(|it| it.contains(to));
        let circle = |start: &usize| -> BTreeSet<usize> {
            let both_ways = |other: &&usize| reaches(start, other) && reaches(other, start);
            level.names.keys().filter(both_ways).copied().collect()
        };
        let circles: BTreeSet<BTreeSet<usize>> =
            level.names.keys().map(circle).filter(|circle| circle.len() > 1).collect();
        circles.into_iter().map(|circle| self.describe(&circle, level)).collect()
    }

    fn describe(&self, circle: &BTreeSet<usize>, level: &Level) -> Circle {
        let inside = |edge: &&Edge| {
            let ends = level.ends(edge);
            ends.is_some_and(|(from, to)| circle.contains(&from) && circle.contains(&to))
        };
        let mut members: Vec<String> = circle.iter().map(|one| level.names[one].clone()).collect();
        members.sort();
        let mut uses: BTreeMap<_, BTreeSet<&String>> = BTreeMap::new();
        for edge in self.edges.iter().filter(inside) {
            uses.entry(level.ends(edge)).or_default().insert(&edge.text);
        }
        let mut uses: Vec<BTreeSet<&String>> = uses.into_values().collect();
        uses.sort_by_key(|texts| (texts.len(), texts.first().copied()));
        Circle { members, uses: uses.into_iter().flatten().cloned().collect() }
    }
}

impl Level {
    /// Which of the members an edge joins, if it joins two.
    fn ends(&self, edge: &Edge) -> Option<(usize, usize)> {
        let (from, to) = (*self.members.get(&edge.from)?, *self.members.get(&edge.to)?);
        (from != to).then_some((from, to))
    }
}

/// The module whose file defines what a path names. To import a module is no use yet: what is taken from it is.
fn used_file(tree: &Tree, module: usize, mention: &Mention) -> Option<usize> {
    match Resolver::new(tree).resolve(module, &mention.path)? {
        Target::Module(_) => None,
        Target::Item(owner) => Some(tree.modules[owner].owner),
    }
}

fn reachable(start: usize, next: &BTreeMap<usize, BTreeSet<usize>>) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(one) = open.pop() {
        open.extend(next.get(&one).into_iter().flatten().filter(|it| found.insert(**it)));
    }
    found
}
