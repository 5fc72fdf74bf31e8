use super::tree::Tree;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A module as such.
    Module(usize),
    /// An item of a module.
    Item(usize),
}

/// A look-up of names in modules, which remembers where it has been: imports may lead in a circle.
pub(super) struct Resolver<'a> {
    tree: &'a Tree,
    visited: Vec<(usize, String)>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, visited: Vec::new() }
    }

    /// What a path in a module leads to; nothing when that is outside the crate, or a local name.
    pub(super) fn resolve(&mut self, module: usize, path: &[String]) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(module),
            "super" => Target::Module(self.tree.modules[module].parent?),
            name => self.look_up(module, name, rest.is_empty())?,
        };
        while let (Target::Module(inside), Some((name, after))) = (target, rest.split_first()) {
            target = if name == "super" {
                Target::Module(self.tree.modules[inside].parent?)
            } else {
                let found = self.look_up(inside, name, after.is_empty());
                // A macro may define what cannot be found.
                found.unwrap_or(Target::Item(inside))
            };
            rest = after;
        }
        Some(target)
    }

    /// What a name means in a module. An item may have the name of a module; `last` says which is meant.
    fn look_up(&mut self, module: usize, name: &str, last: bool) -> Option<Target> {
        let key = (module, name.to_owned());
        if self.visited.contains(&key) {
            return None;
        }
        self.visited.push(key);
        let mut found = self.defined(module, name);
        found.extend(self.imported(module, name));
        let preferred = found.iter().find(|one| matches!(one, Target::Item(_)) == last);
        let target = preferred.or(found.first()).copied();
        let target = target.or_else(|| self.through_globs(module, name, last));
        self.visited.pop();
        target
    }

    fn defined(&self, module: usize, name: &str) -> Vec<Target> {
        let inside = &self.tree.modules[module];
        let item = inside.items.get(name).map(|owner| Target::Item(*owner));
        let child = inside.children.get(name).map(|child| Target::Module(*child));
        item.into_iter().chain(child).collect()
    }

    fn imported(&mut self, module: usize, name: &str) -> Vec<Target> {
        let imports = self.tree.modules[module].imports.iter();
        imports
            .filter(|import| import.name.as_deref() == Some(name))
            .filter_map(|import| self.resolve(module, &import.target.path))
            .collect()
    }

    fn through_globs(&mut self, module: usize, name: &str, last: bool) -> Option<Target> {
        let mut imports = self.tree.modules[module].imports.iter();
        imports.find_map(|import| match import.name {
            Some(_) => None,
            None => match self.resolve(module, &import.target.path)? {
                Target::Module(from) => self.look_up(from, name, last),
                Target::Item(_) => None,
            },
        })
    }
}
