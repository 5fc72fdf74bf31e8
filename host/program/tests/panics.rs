//! A panic of the host is logged without secrets. The test runs itself in a separate process, because the panic hook is
//! global.

// Clippy does not treat helper functions of tests as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use clap::Parser;
use pulsewire::commands::{Cli, execute};
use std::process::Command;
use std::{env, fs, panic};

/// A secret with characters that text, JSON and Rust escape differently.
const SECRET: &str = "pl4nt3d-\"host\"-\\0123456789";

const PROJECT: &str = r#"{ "format": 1, "name": "Test", "logic": ["logic.json"] }"#;
const LOGIC: &str = r#"{ "nodes": {
    "print": { "type": "console.print", "attributes": { "input": "${env:PLANTED}" } }
} }"#;

/// Loads a project, as every command does, and panics.
fn break_down(project: &str) {
    let check = Cli::parse_from(["pulsewire", "check", project, "--log-format", "json"]);
    let _ = execute(check);
    let secret = env::var("PLANTED").unwrap();
    let _ = panic::catch_unwind(|| panic!("out of {secret}: {secret:?}"));
}

#[test]
fn a_panic_of_the_host_is_logged_without_secrets() {
    if let Ok(project) = env::var("PULSEWIRE_TEST_PROJECT") {
        return break_down(&project);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("project.json"), PROJECT).unwrap();
    fs::write(folder.path().join("logic.json"), LOGIC).unwrap();
    let mut again = Command::new(env::current_exe().unwrap());
    again.arg("--nocapture").env("PULSEWIRE_TEST_PROJECT", folder.path()).env("PLANTED", SECRET);
    for home in ["HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        again.env(home, folder.path());
    }
    for name in ["RUST_BACKTRACE", "PULSEWIRE_LOG", "PULSEWIRE_PLUGIN_PATH"] {
        again.env_remove(name);
    }
    let again = again.output().unwrap();
    let stderr = String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success(), "{stderr}");
    assert!(!stderr.contains("pl4nt3d"), "a secret is shown\n{stderr}");
    let line =
        stderr.lines().find(|line| line.contains("panicked: ")).expect("the panic is logged");
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["level"], "ERROR");
    let message = line["message"].as_str().unwrap();
    assert!(message.starts_with("panicked: out of ***: "), "{message}");
    assert!(message.contains("panics.rs:"), "{message}");
}
