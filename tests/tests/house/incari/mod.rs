//! The page `docs/incari.md` is what the table here says, and the table is true.
//!
//! After a change of the table, or of a title, `PULSEWIRE_WRITE_PAGES=1 cargo test -p pulsewire-tests --test house incari`
//! writes the page again.

mod table;

use pulsewire_tests::{Running, pulsewire, root};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use table::TABLE;

/// The counterpart of a node of Incari.
enum Ours {
    /// A node type, and how it differs.
    Yes(&'static str, &'static str),
    /// Something that is no built-in node type, and how it differs.
    Instead(&'static str, &'static str),
    /// None, and why.
    No(&'static str),
}

const HEAD: &str = "\
# Nodes of Incari Studio

Names, sockets and behaviour of the built-in nodes follow the Logic Editor of Incari Studio 2022.2, those of the WebSocket
nodes Incari Studio 2023.2. This page lists the nodes of Incari that have a meaning without a screen. `pulsewire node show ID`
describes each of ours, and `pulsewire node list` lists many more.

What differs everywhere: names of sockets are in snake_case; the attribute with the name of an input is its default; there are
no vectors. A node that computes a value works without a pulse, too: it then runs when another node reads it.
";

/// The title of every node type, by id.
fn titles() -> BTreeMap<String, String> {
    let listed = Running::start(pulsewire(&["node", "list", "--json"])).wait().with_status(0);
    let listed: Json = serde_json::from_str(&listed.stdout).unwrap();
    let text = |one: &Json, key: &str| one[key].as_str().unwrap().to_owned();
    listed.as_array().unwrap().iter().map(|one| (text(one, "id"), text(one, "title"))).collect()
}

fn page(titles: &BTreeMap<String, String>) -> String {
    let mut page = HEAD.to_owned();
    for (category, nodes) in TABLE {
        write!(page, "\n## {category}\n\n| Incari | Pulsewire | notes |\n| --- | --- | --- |\n")
            .unwrap();
        for (name, ours) in *nodes {
            let (ours, note) = match ours {
                Ours::Yes(id, note) => (format!("{} (`{id}`)", titles[*id]), note),
                Ours::Instead(what, note) => ((*what).to_owned(), note),
                Ours::No(why) => ("–".to_owned(), why),
            };
            writeln!(page, "| {name} | {ours} | {note} |").unwrap();
        }
    }
    page
}

#[test]
fn the_page_is_the_table() {
    let file = root().join("docs/incari.md");
    let page = page(&titles());
    if env::var_os("PULSEWIRE_WRITE_PAGES").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(kept, page, "docs/incari.md is out of date: write it with PULSEWIRE_WRITE_PAGES=1");
}

#[test]
fn every_counterpart_exists_and_counts_once() {
    let titles = titles();
    let mut seen = BTreeSet::new();
    for (name, ours) in TABLE.iter().flat_map(|(_, nodes)| *nodes) {
        match ours {
            Ours::Yes(id, _) => {
                assert!(titles.contains_key(*id), "{name}: there is no node type {id}");
                assert!(seen.insert(*id), "{name}: {id} is in the table twice");
            }
            Ours::Instead(..) => {}
            Ours::No(why) => assert!(why.ends_with('.'), "{name} has no reason: {why:?}"),
        }
    }
}

/// A node type with the name of one of Incari's is its counterpart: otherwise the table is older than the node type.
#[test]
fn a_node_type_of_the_same_name_is_the_counterpart() {
    let titles = titles();
    for (name, ours) in TABLE.iter().flat_map(|(_, nodes)| *nodes) {
        let same: Vec<&String> =
            titles.iter().filter(|(_, title)| title == name).map(|(id, _)| id).collect();
        match ours {
            Ours::Instead(..) => {}
            Ours::No(_) => assert!(same.is_empty(), "{name} has a counterpart now: {same:?}"),
            Ours::Yes(id, _) => {
                let named = same.is_empty() || same.iter().any(|one| one == id);
                assert!(named, "{name} is {id} in the table, but {same:?} has its name");
            }
        }
    }
}
