//! No files or folders of a crate need each other.

use crate::metadata;
use pulsewire_tests::circles::circles;
use pulsewire_tests::root;
use std::path::{Path, PathBuf};

#[test]
fn no_files_or_folders_of_a_crate_need_each_other() {
    let found: Vec<String> = crate_roots().iter().flat_map(|root| describe_circles(root)).collect();
    assert!(found.is_empty(), "These are circles:\n{}", found.join("\n"));
}

fn describe_circles(crate_root: &Path) -> Vec<String> {
    let folder = crate_root.parent().unwrap().strip_prefix(root()).unwrap().display();
    let describe = |circle: pulsewire_tests::circles::Circle| {
        format!("{folder}: {}\n    {}\n", circle.members.join(" <-> "), circle.uses.join("\n    "))
    };
    circles(crate_root).into_iter().map(describe).collect()
}

/// The `lib.rs` or `main.rs` of every crate.
fn crate_roots() -> Vec<PathBuf> {
    let targets = metadata().packages.into_iter().flat_map(|package| package.targets);
    let crates = targets.filter(|it| it.is_lib() || it.is_cdylib() || it.is_bin());
    crates.map(|it| it.src_path.into_std_path_buf()).collect()
}
