use crate::links::contains;
use cargo_metadata::MetadataCommand;
use pulsewire_tests::root;
use std::process::Command;

/// Checks commands without running them: their syntax, and that what they name exists.
pub(crate) fn check(commands: &str) {
    let syntax = Command::new("sh").args(["-n", "-c", commands]).output().unwrap();
    assert!(syntax.status.success(), "not a shell script:\n{commands}\n{syntax:?}");
    for line in commands.lines() {
        let command = line.split(" #").next().unwrap();
        let words: Vec<&str> = command.split_whitespace().collect();
        for word in &words {
            check_word(word);
        }
        check_targets(&words);
    }
}

/// A variable is one that some source reads; a path exists.
fn check_word(word: &str) {
    if let Some((name, _)) = word.split_once('=').filter(|(name, _)| name.starts_with("PULSEWIRE"))
    {
        let sources = ["tests/src", "tests/tests"].map(|folder| root().join(folder));
        let quoted = format!("\"{name}\"");
        let is_read = sources.iter().any(|folder| contains(folder, &quoted));
        assert!(is_read, "nothing reads {name}");
    } else if word.contains('/') && !word.contains('=') {
        assert!(root().join(word).exists(), "no file {word}");
    }
}

/// The package is a member of the workspace, and its test or benchmark exists.
fn check_targets(words: &[&str]) {
    let after = |option: &str| {
        let at = words.iter().position(|word| *word == option)?;
        words.get(at + 1).copied()
    };
    let targets = [after("--test"), after("--bench")];
    let Some(name) = after("-p") else {
        assert_eq!(targets, [None, None], "name the package of the test or benchmark");
        return;
    };
    let manifest = root().join("Cargo.toml");
    let workspace = MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap();
    let package = workspace.packages.iter().find(|package| package.name.as_str() == name);
    let package = package.unwrap_or_else(|| panic!("no package {name}"));
    for target in targets.into_iter().flatten() {
        let exists = package.targets.iter().any(|one| one.name == target);
        assert!(exists, "{name} has no test or benchmark {target}");
    }
}

#[test]
fn what_does_not_exist_is_noticed() {
    for wrong in [
        "cargo test -p pulsewire-tests --test none",
        "tests/none",
        "cargo run -p none",
        "PULSEWIRE_NONE=1 x",
        "(",
    ] {
        assert!(std::panic::catch_unwind(|| check(wrong)).is_err(), "{wrong}");
    }
}
