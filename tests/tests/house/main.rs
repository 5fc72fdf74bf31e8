//! The rules for the source tree, as `docs/architecture.md` states them, and the page of Incari's nodes.

mod circles;
mod crates;
mod incari;

use cargo_metadata::{Metadata, MetadataCommand};
use pulsewire_tests::{Running, pulsewire, root};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const NONE: [String; 0] = [];

const MEMBERS: [&str; 8] = [
    "host/draw",
    "host/program",
    "host/runtime",
    "nodes",
    "plugin/contract",
    "plugin/websocket",
    "project-settings",
    "tests",
];

#[test]
fn abi_stable_is_named_only_at_the_border() {
    let allowed =
        ["boundary/", "context.rs", "value/"].map(|it| format!("plugin/contract/src/{it}"));
    let named: Vec<String> = sources()
        .filter(|(path, _)| !allowed.iter().any(|place| path.starts_with(place.as_str())))
        .filter(|(path, text)| !path.starts_with("tests/") && text.contains("abi_stable"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(named, ["host/runtime/src/plugins/loader.rs"], "besides the contract");
}

#[test]
fn only_plugins_open_sockets() {
    for place in ["host/", "nodes/", "plugin/contract/", "project-settings/"] {
        assert_eq!(files_with(place, &["std::net", "tokio", "tungstenite"]), NONE);
    }
}

/// The macros panic when a write fails, for example on a full disk.
#[test]
fn the_host_does_not_print_with_macros() {
    assert_eq!(files_with("host/", &["println!(", "print!("]), NONE);
}

#[test]
fn a_step_needs_no_lock_and_no_lookup() {
    for file in ["interpreter", "nodes", "node_state", "step_limit"]
        .map(|file| format!("host/runtime/src/engine/{file}.rs"))
    {
        assert!(
            root().join(&file).is_file(),
            "there is no {file}: name the files in which a step runs"
        );
        assert_eq!(files_with(&file, &["Mutex", "RwLock", "HashMap", "BTreeMap"]), NONE);
    }
}

#[test]
fn unsafe_code_is_only_where_the_architecture_page_says() {
    let page = architecture();
    let unsafe_files: Vec<(String, usize)> = sources()
        .filter(|(path, _)| !path.starts_with("tests/"))
        .map(|(path, text)| (path, count_unsafe(&text)))
        .filter(|(_, count)| *count > 0)
        .collect();
    for (path, _) in &unsafe_files {
        assert!(
            page.contains(path.as_str()),
            "docs/architecture.md does not say why {path} is unsafe"
        );
        let allowed = path.starts_with("host/") || path.starts_with("plugin/contract/");
        assert!(allowed, "{path}: nodes and plugins do without unsafe code");
    }
    let in_host = unsafe_files.iter().filter(|(path, _)| path.starts_with("host/"));
    assert!(in_host.map(|(_, count)| count).sum::<usize>() <= 2, "{unsafe_files:?}");
}

#[test]
fn no_file_is_longer_than_300_lines_and_half_have_at_most_120() {
    let mut files: Vec<(usize, String)> = sources()
        .filter(|(path, _)| path.contains("/src/"))
        .map(|(path, text)| (text.lines().count(), path))
        .collect();
    files.sort();
    let long: Vec<&(usize, String)> = files.iter().filter(|(lines, _)| *lines > 300).collect();
    assert!(long.is_empty(), "{long:#?}");
    let median = files[files.len() / 2].0;
    assert!(median <= 120, "the median file has {median} lines");
}

#[test]
fn every_command_has_a_file_of_its_name() {
    let help = Running::start(pulsewire(&["--help"])).wait().with_status(0).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Usage:"))
        .take_while(|line| !line.starts_with("Options:"))
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    let expected = ["run", "check", "new", "plugin", "node", "graph", "schema", "completions"];
    for command in expected {
        assert!(commands.contains(&command), "{command} is not in the help\n{help}");
    }
    for command in commands {
        let file = root().join(format!("host/program/src/commands/{command}.rs"));
        let folder = root().join(format!("host/program/src/commands/{command}/mod.rs"));
        assert!(file.is_file() || folder.is_file(), "{command}: no {}", file.display());
    }
}

#[test]
fn every_node_type_has_a_file_of_its_name() {
    let list = Running::start(pulsewire(&["node", "list", "--json"])).wait().with_status(0);
    let list: Json = serde_json::from_str(&list.stdout).expect("node list --json prints JSON");
    let mut ids = BTreeSet::new();
    collect_ids(&list, &mut ids);
    assert!(ids.len() > 50, "the whole toolbox is listed: {ids:?}");
    let files: Vec<String> = sources().map(|(path, _)| path).collect();
    for id in ids {
        let (group, name) = id.split_once('.').expect("an id is group.node");
        let built_in = format!("nodes/src/{group}/{name}.rs");
        let in_plugin = |path: &str| {
            path.starts_with(&format!("plugin/{group}/src/"))
                && path.ends_with(&format!("/{name}.rs"))
        };
        let found = files.iter().any(|path| *path == built_in || in_plugin(path));
        assert!(found, "{id}: neither {built_in} nor a {name}.rs in plugin/{group}/src");
    }
}

#[test]
fn the_architecture_page_names_every_top_level_folder() {
    let page = architecture();
    for entry in fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() && !name.starts_with('.') && name != "target" {
            let is_named = page.contains(&format!("{name}/"));
            assert!(is_named, "docs/architecture.md does not name {name}/");
        }
    }
}

#[test]
fn every_folder_of_sources_begins_with_a_map() {
    for member in MEMBERS {
        let library = root().join(member).join("src/lib.rs");
        let text = fs::read_to_string(&library).unwrap();
        assert!(text.starts_with("//!"), "{} does not begin with a map (`//!`)", library.display());
    }
}

fn metadata() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata")
}

/// The files under `place` whose code contains one of `words`; comments do not count.
fn files_with(place: &str, words: &[&str]) -> Vec<String> {
    sources()
        .filter(|(path, _)| path.starts_with(place))
        .filter(|(_, text)| code(text).any(|line| words.iter().any(|word| line.contains(word))))
        .map(|(path, _)| path)
        .collect()
}

/// The Rust files of the workspace with their text, by path from the root.
fn sources() -> impl Iterator<Item = (String, String)> {
    let mut found = Vec::new();
    for member in MEMBERS {
        walk(&root().join(member), &mut found);
    }
    found.into_iter().map(|path| {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read_to_string(path).unwrap())
    })
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Counts unsafe blocks, implementations and functions; comments and lints do not count.
fn count_unsafe(text: &str) -> usize {
    let kinds = ["unsafe {", "unsafe impl", "unsafe fn", "unsafe extern"];
    code(text).filter(|line| kinds.iter().any(|kind| line.contains(kind))).count()
}

/// The lines of a file that are not comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Collects each `"id": "group.node"` at any depth.
fn collect_ids(json: &Json, ids: &mut BTreeSet<String>) {
    match json {
        Json::Array(parts) => parts.iter().for_each(|part| collect_ids(part, ids)),
        Json::Object(parts) => {
            let id = parts.get("id").and_then(Json::as_str).filter(|id| id.contains('.'));
            ids.extend(id.map(ToOwned::to_owned));
            parts.values().for_each(|part| collect_ids(part, ids));
        }
        _ => {}
    }
}

fn architecture() -> String {
    fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md exists")
}
