use super::tree::{Import, Mention};
use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Ident, Item, Meta, Path, UseTree};

/// The names of a path, without generics.
pub(super) fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The leaves of a `use` declaration.
pub(super) fn imports(tree: &UseTree, prefix: &[String], found: &mut Vec<Import>) {
    let path_to = |last: &Ident| [prefix, &[last.to_string()]].concat();
    match tree {
        UseTree::Path(path) => imports(&path.tree, &path_to(&path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|one| imports(one, prefix, found)),
        UseTree::Name(leaf) if leaf.ident == "self" => {
            found.push(import(prefix.last().cloned(), prefix.to_vec(), &leaf.ident));
        }
        UseTree::Name(leaf) => {
            found.push(import(Some(leaf.ident.to_string()), path_to(&leaf.ident), &leaf.ident));
        }
        UseTree::Rename(leaf) => {
            let path = if leaf.ident == "self" { prefix.to_vec() } else { path_to(&leaf.ident) };
            found.push(import(Some(leaf.rename.to_string()), path, &leaf.ident));
        }
        UseTree::Glob(leaf) => {
            let line = leaf.star_token.spans[0].start().line;
            let target = Mention { path: prefix.to_vec(), line };
            found.push(Import { name: None, target });
        }
    }
}

fn import(name: Option<String>, path: Vec<String>, at: &Ident) -> Import {
    Import { name, target: Mention { path, line: at.span().start().line } }
}

/// The paths among the tokens of a macro or an attribute.
pub(super) fn in_tokens(tokens: TokenStream, found: &mut dyn FnMut(Mention)) {
    let mut path: Vec<String> = Vec::new();
    let (mut line, mut before) = (0, String::new());
    for token in tokens {
        let text = token.to_string();
        match &token {
            TokenTree::Ident(ident) if before == "::" && !path.is_empty() => {
                path.push(ident.to_string());
            }
            TokenTree::Ident(ident) => {
                end(&mut path, line, found);
                line = ident.span().start().line;
                // What follows a dot is a field or a method.
                path.extend((before != ".").then(|| ident.to_string()));
            }
            TokenTree::Punct(_) if text == ":" => {}
            TokenTree::Group(group) => in_tokens(group.stream(), found),
            _ => end(&mut path, line, found),
        }
        before = if before == ":" && text == ":" { "::".to_owned() } else { text };
    }
    end(&mut path, line, found);
}

fn end(path: &mut Vec<String>, line: usize, found: &mut dyn FnMut(Mention)) {
    if !path.is_empty() {
        found(Mention { path: std::mem::take(path), line });
    }
}

/// Whether an item is compiled for tests alone.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string();
            condition.contains("test") && !condition.contains("not")
        }
        meta => meta.path().is_ident("test"),
    })
}

/// The name that an item defines, if it defines one, and its attributes.
pub(super) fn name_and_attributes(item: &Item) -> (Option<&Ident>, &[Attribute]) {
    match item {
        Item::Const(item) => (Some(&item.ident), &item.attrs),
        Item::Enum(item) => (Some(&item.ident), &item.attrs),
        Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
        Item::Impl(item) => (None, &item.attrs),
        Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
        Item::Mod(item) => (None, &item.attrs),
        Item::Static(item) => (Some(&item.ident), &item.attrs),
        Item::Struct(item) => (Some(&item.ident), &item.attrs),
        Item::Trait(item) => (Some(&item.ident), &item.attrs),
        Item::TraitAlias(item) => (Some(&item.ident), &item.attrs),
        Item::Type(item) => (Some(&item.ident), &item.attrs),
        Item::Union(item) => (Some(&item.ident), &item.attrs),
        Item::Use(item) => (None, &item.attrs),
        _ => (None, &[]),
    }
}
