use pulsewire_tests::root;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Checks commands without running them: their syntax, and that what they name exists.
pub(crate) fn check(commands: &str) {
    let syntax = Command::new("sh").args(["-n", "-c", commands]).status().unwrap();
    assert!(syntax.success(), "not a shell script:\n{commands}");
    for line in commands.lines() {
        let command = line.split(" #").next().unwrap();
        let words: Vec<&str> = command.split_whitespace().collect();
        for word in &words {
            check_word(word);
        }
        for pair in words.windows(2) {
            check_option(pair[0], pair[1]);
        }
    }
}

/// A variable is one that some source reads; a path exists.
fn check_word(word: &str) {
    if let Some((name, _)) = word.split_once('=').filter(|(name, _)| name.starts_with("PULSEWIRE"))
    {
        let sources = ["tests/src", "tests/tests"].map(|folder| root().join(folder));
        let quoted = format!("\"{name}\"");
        let is_read = sources.iter().any(|folder| any_file(folder, &|text| text.contains(&quoted)));
        assert!(is_read, "nothing reads {name}");
    } else if word.contains('/') && !word.contains('=') {
        assert!(root().join(word).exists(), "no file {word}");
    }
}

/// A package is a member of the workspace; a test or benchmark has a file.
fn check_option(option: &str, value: &str) {
    let folder = match option {
        "-p" => {
            let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
            assert!(lock.contains(&format!("name = \"{value}\"\n")), "no package {value}");
            return;
        }
        "--test" => "tests",
        "--bench" => "benches",
        _ => return,
    };
    let names = [format!("{folder}/{value}.rs"), format!("{folder}/{value}/main.rs")];
    let found =
        ["tests", "host", "plugin"].iter().any(|place| has_file(&root().join(place), &names));
    assert!(found, "no {option} {value}");
}

fn has_file(folder: &Path, names: &[String]) -> bool {
    let mut entries = fs::read_dir(folder).unwrap().flatten();
    names.iter().any(|name| folder.join(name).is_file())
        || entries.any(|entry| entry.path().is_dir() && has_file(&entry.path(), names))
}

fn any_file(folder: &Path, matches: &dyn Fn(&str) -> bool) -> bool {
    let mut entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.any(|path| {
        if path.is_dir() {
            any_file(&path, matches)
        } else {
            fs::read_to_string(path).is_ok_and(|text| matches(&text))
        }
    })
}

#[test]
fn what_does_not_exist_is_noticed() {
    for wrong in
        ["cargo test --test none", "tests/none", "cargo run -p none", "PULSEWIRE_NONE=1 x", "("]
    {
        assert!(std::panic::catch_unwind(|| check(wrong)).is_err(), "{wrong}");
    }
}
