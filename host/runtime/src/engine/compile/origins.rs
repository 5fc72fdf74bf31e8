use crate::diagnostics::{At, Location, join, unescape};
use foldhash::HashMap;
use std::cell::OnceCell;
use std::path::Path;

/// Where the nodes, wires and variables of a graph come from whose functions are expanded. A mistake in them is one in the
/// file that they come from.
#[derive(Debug, Default)]
pub(super) struct Origins<'a> {
    /// The graph's file, then those of its functions.
    pub(super) files: Vec<&'a Path>,
    /// The file of each node, and the node's name there.
    pub(super) nodes: Vec<(u32, &'a str)>,
    /// The file of each wire, and the wire's place there.
    pub(super) wires: Vec<(u32, u32)>,
    /// The file of each variable, and its name there.
    pub(super) variables: Vec<(u32, &'a str)>,
    /// The names after expansion.
    pub(super) node_names: Vec<String>,
    pub(super) variable_names: Vec<String>,
    by_name: OnceCell<HashMap<String, usize>>,
}

impl<'a> Origins<'a> {
    /// Those of a graph in this file, without nodes yet.
    pub(super) fn new(file: &'a Path) -> Self {
        Self { files: vec![file], ..Self::default() }
    }

    /// Where a place of the expanded graph is in a file.
    pub(super) fn locate(&self, at: At) -> Location {
        let found = at.pointer().and_then(|pointer| self.find(pointer));
        let Some((file, pointer)) = found else {
            let file = self.files.first().copied().unwrap_or(Path::new("")).to_owned();
            return Location { file, at };
        };
        let at = match at {
            At::Name { .. } => At::Name { pointer, occurrence: 0 },
            // A part of a wire's text is another one in the file.
            _ => At::Value { pointer, within: None },
        };
        Location { file: self.files[file as usize].to_owned(), at }
    }

    fn find(&self, pointer: &str) -> Option<(u32, String)> {
        let mut parts = pointer.splitn(4, '/').skip(1);
        let (section, name) = (parts.next()?, unescape(parts.next()?));
        let rest = parts.next().map(|rest| format!("/{rest}")).unwrap_or_default();
        match section {
            "wires" => {
                let (file, wire) = self.wires.get(name.parse::<usize>().ok()?)?;
                Some((*file, format!("/wires/{wire}")))
            }
            "variables" => {
                let at = self.variable_names.iter().position(|known| *known == name)?;
                let (file, name) = self.variables.get(at)?;
                Some((*file, join("/variables", name) + &rest))
            }
            _ => {
                let names = self.node_names.iter().cloned().zip(0..);
                let at = *self.by_name.get_or_init(|| names.collect()).get(&name)?;
                let (file, name) = self.nodes.get(at)?;
                Some((*file, join("/nodes", name) + &rest))
            }
        }
    }
}
