use crate::Running;
use crate::peers::skip;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

/// Switches that keep a browser on its own: no window, no sandbox (it needs rights that containers lack), and
/// nobody called but the page.
const SWITCHES: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-extensions",
    "--no-proxy-server",
];

/// Opens a page in Chromium, which has a profile of its own and ends with the test; nothing when there is none.
#[must_use]
pub fn browse(url: &str) -> Option<Running> {
    let Some(chromium) = find("chromium") else {
        skip("chromium: run tests/set-up as root, which installs it");
        return None;
    };
    let profile = Arc::new(tempfile::tempdir().unwrap());
    let mut command = Command::new(chromium);
    command.args(SWITCHES).arg(format!("--user-data-dir={}", profile.path().display())).arg(url);
    command.env("HOME", profile.path());
    Some(Running::start(command).keeping(Some(profile)))
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
