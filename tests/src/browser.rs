use crate::Running;
use crate::peers::skip;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

/// Switches for an isolated browser: no window, no sandbox (it needs rights that containers lack), and
/// no requests except those of the page.
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

/// Opens a page in Chromium with its own profile; it ends with the test. Returns `None` when Chromium is missing.
#[must_use]
pub fn open_page(url: &str) -> Option<Running> {
    let Some(chromium) = find("chromium") else {
        skip("chromium: run tests/set-up as root, which installs it");
        return None;
    };
    let profile = Arc::new(tempfile::tempdir().unwrap());
    let mut command = Command::new(chromium);
    command.args(SWITCHES).arg(format!("--user-data-dir={}", profile.path().display())).arg(url);
    command.env("HOME", profile.path());
    Some(Running::start(command).with_folder(Some(profile)))
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}
