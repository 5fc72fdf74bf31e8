//! Finds files and folders of a crate that need each other.
//!
//! Modules are read as Rust, so comments, strings and test modules do not count. A name is followed through re-exports
//! to the file that defines it. A module may use its ancestors, and an ancestor may name its descendants: only the
//! other direction of such a pair counts. Names that a macro makes belong to the module in which it is called.

mod graph;
mod names;
mod reader;
mod resolve;
mod tree;

use graph::{Graph, Level};
use std::collections::BTreeSet;
use std::path::Path;

/// Files or folders that need each other, each in both directions, directly or through others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Their paths from the folder of the crate's root, sorted; a folder ends with `/`.
    pub members: Vec<String>,
    /// The lines that make the circle, each as `file:line uses path, defined in file`: for each member that uses
    /// another, the first such line of each file. The pairs with the fewest lines come first.
    pub uses: Vec<String>,
}

/// The circles of a crate: first between files, then between siblings of which at least one is a folder.
///
/// `root` is the crate's root, a `lib.rs` or `main.rs`.
///
/// # Panics
///
/// When a file cannot be read or is not Rust.
#[must_use]
pub fn circles(root: &Path) -> Vec<Circle> {
    let tree = reader::read(root);
    let graph = Graph::of(&tree);
    let mut circles = graph.circles(&Level::files(&tree));
    for parent in 0..tree.modules.len() {
        circles.extend(graph.circles(&Level::children(&tree, parent)));
    }
    let mut seen = BTreeSet::new();
    circles.retain(|circle| seen.insert(circle.members.clone()));
    circles
}

#[cfg(test)]
mod tests;
