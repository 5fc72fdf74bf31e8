//! No files or folders of a crate need each other.

use crate::metadata;
use pulsewire_tests::circles::circles;
use pulsewire_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// `tests/known-circles.txt` lists the circles that are still there, one a line. A line must go with its circle.
#[test]
fn no_files_or_folders_of_a_crate_need_each_other() {
    let known = fs::read_to_string(root().join("tests/known-circles.txt")).unwrap();
    let known: BTreeSet<&str> = known.lines().collect();
    let mut found = BTreeMap::new();
    for crate_root in crate_roots() {
        let folder = crate_root.parent().unwrap().strip_prefix(root()).unwrap().display();
        for circle in circles(&crate_root) {
            found.insert(format!("{folder}: {}", circle.members.join(" <-> ")), circle);
        }
    }
    let list: Vec<&str> = found.keys().map(String::as_str).collect();
    let unknown = found.iter().filter(|(line, _)| !known.contains(line.as_str()));
    let unknown: Vec<String> = unknown
        .map(|(line, circle)| format!("{line}\n    {}\n", circle.uses.join("\n    ")))
        .collect();
    let gone: Vec<&str> = known.into_iter().filter(|line| !list.contains(line)).collect();
    assert!(
        unknown.is_empty() && gone.is_empty(),
        "These are circles:\n{}\nThese lines of tests/known-circles.txt are no longer needed:\n{}\n\n\
         The whole list is now:\n{}",
        unknown.join("\n"),
        gone.join("\n"),
        list.join("\n")
    );
}

/// The `lib.rs` or `main.rs` of every crate.
fn crate_roots() -> Vec<PathBuf> {
    let targets = metadata().packages.into_iter().flat_map(|package| package.targets);
    let crates = targets.filter(|it| it.is_lib() || it.is_cdylib() || it.is_bin());
    crates.map(|it| it.src_path.into_std_path_buf()).collect()
}
