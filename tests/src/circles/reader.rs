use super::names::{imports, in_tokens, is_for_tests, name_and_attributes, segments};
use super::tree::{Mention, Tree};
use std::fs;
use std::path::Path;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{ImplItemFn, Item, ItemMacro, ItemMod, ItemUse, Macro, MetaList};

/// Reads the modules of a crate.
pub(super) fn read(root: &Path) -> Tree {
    let mut tree = Tree::new(root);
    read_file(&mut tree, 0);
    tree
}

/// Reads the file of a module, and those of its descendants.
fn read_file(tree: &mut Tree, module: usize) {
    let path = tree.modules[module].file.clone();
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Reader { tree, module }.visit_file(&file);
}

struct Reader<'a> {
    tree: &'a mut Tree,
    module: usize,
}

impl Reader<'_> {
    fn mention(&mut self, mention: Mention) {
        self.tree.modules[self.module].mentions.push(mention);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (name, attributes) = name_and_attributes(item);
        if is_for_tests(attributes) {
            return;
        }
        if let Some(name) = name {
            self.tree.modules[self.module].items.insert(name.to_string(), self.module);
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if !is_for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let child = self.tree.add(self.module, &item.ident.to_string(), item.content.is_some());
        let Some((_, items)) = &item.content else {
            return read_file(self.tree, child);
        };
        let mut inner = Reader { tree: &mut *self.tree, module: child };
        items.iter().for_each(|item| inner.visit_item(item));
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_none() {
            imports(&item.tree, &[], &mut self.tree.modules[self.module].imports);
        }
    }

    /// A macro for other crates is at the root of the paths of its own.
    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        if let Some(name) = &item.ident
            && item.attrs.iter().any(|one| one.path().is_ident("macro_export"))
        {
            self.tree.modules[0].items.insert(name.to_string(), self.module);
        }
        visit::visit_item_macro(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.mention(Mention { path: segments(path), line: path.span().start().line });
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        in_tokens(call.tokens.clone(), &mut |mention| self.mention(mention));
        visit::visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast MetaList) {
        in_tokens(list.tokens.clone(), &mut |mention| self.mention(mention));
        visit::visit_meta_list(self, list);
    }
}
