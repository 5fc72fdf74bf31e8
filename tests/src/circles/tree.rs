use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules of a crate, as its `mod` declarations give them, by index; the root is the first.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    folder: PathBuf,
}

#[derive(Debug)]
pub(super) struct Module {
    pub(super) parent: Option<usize>,
    pub(super) children: BTreeMap<String, usize>,
    /// The module whose file this one is in: itself, unless it is written as `mod name { … }`.
    pub(super) owner: usize,
    /// Its file; for an inline module, the file that it would have.
    pub(super) file: PathBuf,
    /// The items that it defines, with the module that they belong to.
    pub(super) items: BTreeMap<String, usize>,
    pub(super) imports: Vec<Import>,
    /// Paths in code, outside of `use`.
    pub(super) mentions: Vec<Mention>,
}

/// A leaf of a `use` declaration.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// The name that it brings into scope; none for `*`.
    pub(super) name: Option<String>,
    pub(super) target: Mention,
}

/// A path that code names.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

impl Tree {
    /// A tree with a crate's root alone, not yet read.
    pub(super) fn new(root: &Path) -> Self {
        let folder = root.parent().expect("a crate's root is in a folder").to_owned();
        Self { modules: vec![Module::new(None, 0, root.to_owned())], folder }
    }

    /// Adds a module that has a file of its own, or is written in its parent's.
    pub(super) fn add(&mut self, parent: usize, name: &str, inline: bool) -> usize {
        let index = self.modules.len();
        let folder = self.folder_of(parent);
        let file = folder.join(format!("{name}.rs"));
        let in_folder = folder.join(name).join("mod.rs");
        let file = if in_folder.is_file() { in_folder } else { file };
        let owner = if inline { self.modules[parent].owner } else { index };
        self.modules.push(Module::new(Some(parent), owner, file));
        self.modules[parent].children.insert(name.to_owned(), index);
        index
    }

    pub(super) fn is_ancestor(&self, ancestor: usize, module: usize) -> bool {
        self.ancestors(module).any(|one| one == ancestor)
    }

    /// The child of `parent` that has this module in it, or is it.
    pub(super) fn child_towards(&self, parent: usize, module: usize) -> Option<usize> {
        let mut line = std::iter::once(module).chain(self.ancestors(module));
        line.find(|one| self.modules[*one].parent == Some(parent))
    }

    /// The file of a module, from the folder of the crate's root.
    pub(super) fn file(&self, module: usize) -> String {
        self.relative(&self.modules[self.modules[module].owner].file)
    }

    /// The folder of a module that has child modules in files, else its file.
    pub(super) fn room(&self, module: usize) -> String {
        let mut children = self.modules[module].children.values();
        if children.any(|child| self.modules[*child].owner == *child) {
            format!("{}/", self.relative(&self.folder_of(module)))
        } else {
            self.file(module)
        }
    }

    fn ancestors(&self, module: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.modules[module].parent, |one| self.modules[*one].parent)
    }

    /// Where the files of a module's children are.
    fn folder_of(&self, module: usize) -> PathBuf {
        let file = &self.modules[module].file;
        if module == 0 || file.ends_with("mod.rs") {
            file.parent().expect("a file is in a folder").to_owned()
        } else {
            file.with_extension("")
        }
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).display().to_string()
    }
}

impl Module {
    fn new(parent: Option<usize>, owner: usize, file: PathBuf) -> Self {
        Self {
            parent,
            children: BTreeMap::new(),
            owner,
            file,
            items: BTreeMap::new(),
            imports: Vec::new(),
            mentions: Vec::new(),
        }
    }
}
