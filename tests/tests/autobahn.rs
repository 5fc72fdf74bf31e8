//! Autobahn|Testsuite, where it is: `PULSEWIRE_AUTOBAHN` names its folder. Of the cases of compression (12.*, 13.*),
//! which take several times as long as the rest together, a sample is run; over TLS, which changes nothing of the
//! frames, also of UTF-8 (6.*) and of large messages (9.*). With `PULSEWIRE_AUTOBAHN_ALL=1` all are run.

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
    let Some(mut suite) = suite("run-client-suite", "pulsewire", &PLAIN) else { return };
    let _alone = ALONE.lock();
    suite.args(["--port", &free_port().to_string(), "--case-timeout", "30"]);
    let project = root().join("tests/projects/autobahn-client");
    let set = "settings.websocket.connections.Suite.url={url}";
    suite.arg(format!("{} run {} --set {set}", program().display(), project.display()));
    passes(suite, &PLAIN);
}

#[test]
fn the_server_passes_every_case() {
    let Some(mut suite) = suite("run-server-suite", "pulsewire", &PLAIN) else { return };
    let _alone = ALONE.lock();
    let port = free_port();
    let project = root().join("tests/projects/autobahn-server");
    let set = "settings.websocket.servers.Suite.port={port}";
    let start = format!("{} run {} --set {set}", program().display(), project.display());
    suite.args(["--start", &start, &format!("ws://127.0.0.1:{port}")]);
    passes(suite, &PLAIN);
}

#[test]
fn the_client_passes_every_case_over_tls() {
    let Some(mut suite) = suite("run-client-suite", "pulsewire-tls", &OVER_TLS) else { return };
    let _alone = ALONE.lock();
    suite.args(["--tls", "--port", &free_port().to_string(), "--case-timeout", "30"]);
    let project = root().join("tests/projects/autobahn-client");
    let entry = "settings.websocket.connections.Suite";
    let set = format!("--set {entry}.url={{url}} --set {entry}.tls.ca_file={{cafile}}");
    suite.arg(format!("{} run {} {set}", program().display(), project.display()));
    passes(suite, &OVER_TLS);
}

#[test]
fn the_server_passes_every_case_over_tls() {
    let Some(mut suite) = suite("run-server-suite", "pulsewire-tls", &OVER_TLS) else { return };
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
    passes(suite, &OVER_TLS);
}

fn suite(script: &str, agent: &str, sample: &Sample) -> Option<Command> {
    let Some(folder) = env::var_os("PULSEWIRE_AUTOBAHN") else {
        pulsewire_tests::note("Autobahn|Testsuite: PULSEWIRE_AUTOBAHN does not name its folder");
        return None;
    };
    let mut suite = Command::new(PathBuf::from(folder).join(script));
    suite.env("WORK_DIR", scratch().join("autobahn"));
    suite.args(["--agent", agent]);
    if !runs_all() {
        suite.args(["--cases", &sample.cases()]);
    }
    Some(suite)
}

fn runs_all() -> bool {
    env::var_os("PULSEWIRE_AUTOBAHN_ALL").is_some()
}

/// What is run of the suite's 517 cases.
struct Sample {
    whole: &'static [&'static str],
    /// How many cases those are.
    count: usize,
    /// Of each group of the cases of compression.
    of_compression: &'static [usize],
}

/// A small, a large and a fragmented message of each group of compression, and everything else.
const PLAIN: Sample = Sample {
    whole: &["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*"],
    count: 301,
    of_compression: &[2, 10, 16],
};

const OVER_TLS: Sample = Sample {
    whole: &["1.*", "2.*", "3.*", "4.*", "5.*", "6.1.*", "7.*", "9.1.*", "9.2.*", "10.*"],
    count: 117,
    of_compression: &[8],
};

/// The groups of 12.* and of 13.*.
const GROUPS_OF_COMPRESSION: [(usize, usize); 2] = [(12, 5), (13, 7)];

impl Sample {
    fn cases(&self) -> String {
        let groups = GROUPS_OF_COMPRESSION
            .into_iter()
            .flat_map(|(chapter, groups)| (1..=groups).map(move |group| (chapter, group)));
        let compressed = groups.flat_map(|(chapter, group)| {
            self.of_compression.iter().map(move |case| format!("{chapter}.{group}.{case}"))
        });
        let whole = self.whole.iter().map(|cases| (*cases).to_owned());
        whole.chain(compressed).collect::<Vec<_>>().join(",")
    }

    fn len(&self) -> usize {
        let groups: usize = GROUPS_OF_COMPRESSION.iter().map(|(_, groups)| groups).sum();
        self.count + groups * self.of_compression.len()
    }
}

fn passes(suite: Command, sample: &Sample) {
    let run = Running::start(suite).with_timeout(3600).wait();
    let summary = run.stdout.lines().rev().find(|line| line.starts_with("SUMMARY"));
    let summary = summary.unwrap_or_else(|| panic!("no summary: {run:#?}"));
    let cases = if runs_all() { 517 } else { sample.len() };
    let (total, passed) = (format!(" total={cases} "), format!(" passed={cases} "));
    for part in [&total, &passed, " failed=0 ", " unimplemented=0 "] {
        assert!(summary.contains(part), "{summary}\n{run:#?}");
    }
    pulsewire_tests::print_measurement(summary);
}
