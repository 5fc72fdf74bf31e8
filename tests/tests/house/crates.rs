//! Which crates depend on which.

use crate::{NONE, metadata};
use cargo_metadata::Package;
use pulsewire_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::Command;

/// Crates for command lines, terminals and networks, which a program that embeds the runtime chooses itself.
const NOT_IN_THE_RUNTIME: [&str; 20] = [
    "anstream",
    "async-std",
    "axum",
    "clap",
    "colored",
    "console",
    "crossterm",
    "hyper",
    "indicatif",
    "mio",
    "owo-colors",
    "reqwest",
    "rustls",
    "socket2",
    "supports-color",
    "termcolor",
    "terminal_size",
    "tokio",
    "tungstenite",
    "ureq",
];

#[test]
fn the_arrows_between_the_crates_are_exactly_these() {
    let contract = BTreeSet::from(["pulsewire-plugin"]);
    let all = BTreeSet::from([
        "pulsewire",
        "pulsewire-nodes",
        "pulsewire-plugin",
        "pulsewire-project-settings",
        "pulsewire-runtime",
        "pulsewire-websocket",
    ]);
    let runtime =
        BTreeSet::from(["pulsewire-nodes", "pulsewire-plugin", "pulsewire-project-settings"]);
    let expected = BTreeMap::from([
        ("pulsewire", BTreeSet::from(["pulsewire-draw", "pulsewire-runtime"])),
        ("pulsewire-bench", BTreeSet::new()),
        ("pulsewire-draw", BTreeSet::from(["pulsewire-runtime"])),
        ("pulsewire-nodes", contract.clone()),
        ("pulsewire-plugin", BTreeSet::new()),
        ("pulsewire-project-settings", BTreeSet::new()),
        ("pulsewire-runtime", runtime),
        ("pulsewire-tests", all),
        ("pulsewire-websocket", contract),
    ]);
    let metadata = metadata();
    let arrows: BTreeMap<&str, BTreeSet<&str>> = metadata
        .packages
        .iter()
        .map(|package| {
            let ours = package.dependencies.iter().filter(|one| one.path.is_some());
            (package.name.as_str(), ours.map(|one| one.name.as_str()).collect())
        })
        .collect();
    assert_eq!(arrows, expected);
}

#[test]
fn the_runtime_depends_on_no_command_line_terminal_or_network() {
    let runtime = dependencies_of("pulsewire-runtime");
    assert!(runtime.contains("pulsewire-plugin"), "the list is complete: {runtime:?}");
    let program = dependencies_of("pulsewire");
    assert!(program.contains("clap"), "the program's list has what the runtime's must not have");
    let found: Vec<&str> =
        NOT_IN_THE_RUNTIME.into_iter().filter(|name| runtime.contains(*name)).collect();
    assert_eq!(found, NONE, "`cargo tree -p pulsewire-runtime -e normal -i NAME` shows why");
}

/// `cargo run` builds every default member, so the plugins too. With a `default-run` it would build the program
/// alone, and with a second program it would not know which to run.
#[test]
fn cargo_run_builds_the_plugins_beside_the_program() {
    let metadata = metadata();
    assert!(
        metadata.workspace_default_packages().iter().any(|it| it.name == "pulsewire-websocket")
    );
    let programs = |package: &Package| package.targets.iter().filter(|it| it.is_bin()).count();
    let count: usize = metadata.workspace_default_packages().into_iter().map(programs).sum();
    assert_eq!(count, 1, "programs among the default members");
    let preset = metadata.packages.iter().find(|package| package.default_run.is_some());
    assert!(preset.is_none(), "{preset:?} has a default-run");
}

/// The names of all crates that a package is built with, on any platform; not those of its tests and build scripts.
fn dependencies_of(package: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).args(["tree", "--package", package, "--edges", "normal"]);
    cargo.args(["--target", "all", "--prefix", "none", "--format", "{p}"]);
    let output = cargo.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
