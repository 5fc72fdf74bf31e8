//! Autobahn|Testsuite, where it is: `PULSEWIRE_AUTOBAHN` names its folder. Of the cases of compression (12.*, 13.*),
//! which take several times as long as the rest together, a sample is run; with `PULSEWIRE_AUTOBAHN_ALL=1` all.

use pulsewire_tests::sockets::free_port;
use pulsewire_tests::{Authority, Running, program, root, scratch};
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

/// The suite judges by time, so the two runs do not disturb each other.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn the_client_passes_every_case() {
    let Some(mut suite) = suite("run-client-suite", "pulsewire") else { return };
    let _alone = ALONE.lock();
    suite.args(["--port", &free_port().to_string(), "--case-timeout", "30"]);
    let project = root().join("tests/projects/autobahn-client");
    let set = "settings.websocket.connections.Suite.url={url}";
    suite.arg(format!("{} run {} --set {set}", program().display(), project.display()));
    passes(suite);
}

#[test]
fn the_server_passes_every_case() {
    let Some(mut suite) = suite("run-server-suite", "pulsewire") else { return };
    let _alone = ALONE.lock();
    let port = free_port();
    let project = root().join("tests/projects/autobahn-server");
    let set = "settings.websocket.servers.Suite.port={port}";
    let start = format!("{} run {} --set {set}", program().display(), project.display());
    suite.args(["--start", &start, &format!("ws://127.0.0.1:{port}")]);
    passes(suite);
}

#[test]
fn the_client_passes_every_case_over_tls() {
    let Some(mut suite) = suite("run-client-suite", "pulsewire-tls") else { return };
    let _alone = ALONE.lock();
    suite.args(["--tls", "--port", &free_port().to_string(), "--case-timeout", "30"]);
    let project = root().join("tests/projects/autobahn-client");
    let entry = "settings.websocket.connections.Suite";
    let set = format!("--set {entry}.url={{url}} --set {entry}.tls.ca_file={{cafile}}");
    suite.arg(format!("{} run {} {set}", program().display(), project.display()));
    passes(suite);
}

#[test]
fn the_server_passes_every_case_over_tls() {
    let Some(mut suite) = suite("run-server-suite", "pulsewire-tls") else { return };
    let _alone = ALONE.lock();
    let (port, folder) = (free_port(), tempfile::tempdir().unwrap());
    let identity = Authority::new().issue();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let certificate = file("certificate.pem", &identity.certificate);
    let key = file("key.pem", &identity.key);
    let project = root().join("tests/projects/autobahn-server");
    let entry = "settings.websocket.servers.Suite";
    let set = format!(
        "--set {entry}.port={{port}} --set {entry}.tls.certificate={certificate} --set {entry}.tls.key={key}"
    );
    let start = format!("{} run {} {set}", program().display(), project.display());
    suite.args(["--start", &start, &format!("wss://127.0.0.1:{port}")]);
    passes(suite);
}

fn suite(script: &str, agent: &str) -> Option<Command> {
    let Some(folder) = env::var_os("PULSEWIRE_AUTOBAHN") else {
        pulsewire_tests::note("Autobahn|Testsuite: PULSEWIRE_AUTOBAHN does not name its folder");
        return None;
    };
    let mut suite = Command::new(PathBuf::from(folder).join(script));
    suite.env("WORK_DIR", scratch().join("autobahn"));
    suite.args(["--agent", agent]);
    if env::var_os("PULSEWIRE_AUTOBAHN_ALL").is_none() {
        suite.args(["--cases", &sample()]);
    }
    Some(suite)
}

/// All but compression, and of each of its groups a small, a large and a fragmented message.
fn sample() -> String {
    let mut cases: Vec<_> = [1, 2, 3, 4, 5, 6, 7, 9, 10].map(|group| format!("{group}.*")).into();
    let groups = (1..=5).map(|group| (12, group)).chain((1..=7).map(|group| (13, group)));
    for (chapter, group) in groups {
        cases.extend([2, 10, 16].map(|case| format!("{chapter}.{group}.{case}")));
    }
    cases.join(",")
}

fn passes(suite: Command) {
    let run = Running::start(suite).patient(3600).wait();
    let summary = run.stdout.lines().rev().find(|line| line.starts_with("SUMMARY"));
    let summary = summary.unwrap_or_else(|| panic!("no summary: {run:#?}"));
    let cases = if env::var_os("PULSEWIRE_AUTOBAHN_ALL").is_some() { 517 } else { 301 + 12 * 3 };
    let (total, passed) = (format!(" total={cases} "), format!(" passed={cases} "));
    for part in [&total, &passed, " failed=0 ", " unimplemented=0 "] {
        assert!(summary.contains(part), "{summary}\n{run:#?}");
    }
    pulsewire_tests::tell_figure(summary);
}
