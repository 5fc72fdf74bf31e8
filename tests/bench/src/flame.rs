//! Where the time goes: a flame graph of the program while it echoes messages of 1 KiB.

use crate::pattern::Pattern;
use crate::subjects::{Client, Mode, Subject, Tools};
use inferno::collapse::Collapse;
use inferno::collapse::perf::Folder;
use inferno::flamegraph::{self, Options};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const SIZE: usize = 1024;
const IN_FLIGHT: usize = 256;
const SECONDS: &str = "5";

/// Parts of the picture that are narrower, in percent, are left out: nobody could read them.
const NARROWEST: f64 = 0.15;

/// Draws it.
///
/// # Errors
/// When the program does not connect, or there is no `perf`, or it is not allowed to look.
pub(crate) fn draw(tools: &Tools, cores: &[usize], to: &Path) -> io::Result<()> {
    let mut subject = Subject::start(tools, Client::Pulsewire, Mode::Echo, 1, 1, cores)?;
    let folder = TempDir::new()?;
    let samples = folder.path().join("samples");
    let pattern = Pattern::echoed(SIZE);
    subject.driver.throughput(&pattern, IN_FLIGHT, Duration::from_secs(1));
    let mut perf = record(subject.id(), &samples)
        .map_err(|error| io::Error::new(error.kind(), format!("`perf` cannot be run: {error}")))?;
    while perf.try_wait()?.is_none() {
        subject.driver.throughput(&pattern, IN_FLIGHT, Duration::from_millis(200));
    }
    drop(subject);
    let mut script = Command::new("perf")
        .args(["script", "--no-inline", "--input"])
        .arg(&samples)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stacks = Vec::new();
    if let Some(out) = script.stdout.take() {
        Folder::default().collapse(BufReader::new(out), &mut stacks)?;
    }
    script.wait()?;
    if stacks.is_empty() {
        return Err(io::Error::other("`perf` saw nothing: it may not be allowed to look"));
    }
    let mut options = Options::default();
    options.title =
        "Pulsewire echoes messages of 1 KiB on one connection, 256 in flight".to_owned();
    options.min_width = NARROWEST;
    flamegraph::from_reader(&mut options, &*stacks, File::create(to)?)?;
    println!("Written to {}", to.display());
    Ok(())
}

/// Looks at the process now and then, stacks by the tables that are there for unwinding.
fn record(id: u32, samples: &Path) -> io::Result<Child> {
    Command::new("perf")
        .args(["record", "--quiet", "--event", "cpu-clock", "--freq", "497"])
        .args(["--call-graph", "dwarf", "--pid", &id.to_string(), "--output"])
        .arg(samples)
        .args(["--", "sleep", SECONDS])
        .spawn()
}
