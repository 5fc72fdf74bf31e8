//! The parent's side of a probe: starts a child process that opens the plugin, and turns the outcome into a verdict.

use super::cache::Cache;
use super::candidate::PluginFile;
use super::{PluginError, Search, Verdict};
use process_control::{ChildExt, Control, ExitStatus};
use std::io::{self, Read};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Marks the line with the child's verdict, since plugins may write lines of their own.
pub const PROBE_MARK: &str = "pulsewire-verdict: ";

/// The most output that is read from a child, in bytes.
const OUTPUT_LIMIT: u64 = 1 << 20;

/// The verdict on each file, from the cache or from a probe.
pub(super) fn verdicts(files: &[PluginFile], search: &Search) -> Vec<Verdict> {
    let mut cache = Cache::read(search);
    let known: Vec<_> = files.iter().map(|file| verdict_without_probe(file, &cache)).collect();
    let asked: Vec<_> = files
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none())
        .map(|(file, _)| file)
        .collect();
    let mut answers = probe_all(&asked, search).into_iter();
    for (file, answer) in asked.iter().zip(answers.as_slice()) {
        // A failure to start the probe says nothing about the plugin, so it is not cached.
        if let Ok(verdict) = answer {
            cache.insert(&file.path, verdict);
        }
    }
    cache.write();
    let unasked = || Verdict::crashed("could not be probed".to_owned());
    let mut answer =
        || answers.next().map_or_else(unasked, |answer| answer.unwrap_or_else(probe_failed));
    known.into_iter().map(|known| known.unwrap_or_else(&mut answer)).collect()
}

fn verdict_without_probe(file: &PluginFile, cache: &Cache) -> Option<Verdict> {
    if file.well_named {
        return cache.get(&file.path);
    }
    Some(Verdict::of(&PluginError::Misnamed { pattern: Search::pattern() }, None))
}

/// Probes files in parallel, one per processor.
fn probe_all(files: &[&PluginFile], search: &Search) -> Vec<io::Result<Verdict>> {
    let width = thread::available_parallelism().map_or(1, usize::from);
    let mut answers = Vec::with_capacity(files.len());
    for group in files.chunks(width) {
        thread::scope(|scope| {
            let asked = |file: &&PluginFile| {
                let path = file.path.clone();
                scope.spawn(move || probe(&path, search))
            };
            let threads: Vec<_> = group.iter().map(asked).collect();
            let ended = |_| Err(io::Error::other("its probe panicked"));
            answers.extend(threads.into_iter().map(|one| one.join().unwrap_or_else(ended)));
        });
    }
    answers
}

fn probe_failed(error: io::Error) -> Verdict {
    Verdict::crashed(format!("could not be probed: {error}"))
}

fn probe(path: &Path, search: &Search) -> io::Result<Verdict> {
    tracing::debug!("probing {}", path.display());
    let stderr =
        if tracing::enabled!(tracing::Level::TRACE) { Stdio::inherit() } else { Stdio::null() };
    let mut child = Command::new(&search.program)
        .arg("__probe-plugin")
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .map_err(|error| not_started(&search.program, error))?;
    let output = child.stdout.take().map(read_in_background);
    let control = child.controlled().time_limit(search.time_limit).terminate_for_timeout();
    Ok(match control.wait()? {
        None => Verdict::crashed(timeout_reason(search.time_limit)),
        Some(status) if status.success() => read_verdict(output),
        Some(status) => Verdict::crashed(crash_reason(status)),
    })
}

/// Why a probe could not be started, with what it needs that is not there.
fn not_started(program: &Path, error: io::Error) -> io::Error {
    let null = Path::new("/dev/null");
    match () {
        () if cfg!(unix) && !null.exists() => io::Error::other("/dev/null is missing"),
        () if !program.exists() => {
            io::Error::other(format!("the program {program:?} that probes plugins is missing"))
        }
        () => error,
    }
}

/// Reads on a separate thread, because a process left behind by the plugin may keep the pipe open forever.
fn read_in_background(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        // After a read error, the output so far is used.
        let _ = output.take(OUTPUT_LIMIT).read_to_end(&mut text);
        let _ = sender.send(String::from_utf8_lossy(&text).into_owned());
    });
    receiver
}

fn read_verdict(output: Option<Receiver<String>>) -> Verdict {
    let text = output.and_then(|output| output.recv_timeout(Duration::from_secs(1)).ok());
    let text = text.unwrap_or_default();
    let verdict = text.lines().rev().find_map(|line| line.strip_prefix(PROBE_MARK));
    let verdict = verdict.and_then(|verdict| serde_json::from_str(verdict).ok());
    verdict.unwrap_or_else(|| {
        Verdict::crashed("ended the process while being probed (exit status 0)".to_owned())
    })
}

fn timeout_reason(limit: Duration) -> String {
    format!(
        "did not answer within {limit:?} while being probed: run pulsewire plugin list --rescan to try again"
    )
}

#[cfg(unix)]
fn crash_reason(status: ExitStatus) -> String {
    let Some(signal) = status.signal() else { return exit_reason(status) };
    let name = signal_hook::low_level::signal_name(signal).unwrap_or("an unknown signal");
    let hint = match name {
        "SIGBUS" => ": the file may be damaged or incomplete",
        "SIGABRT" => ": it aborted",
        _ => "",
    };
    format!("crashed with {name} while being probed{hint}")
}

#[cfg(not(unix))]
fn crash_reason(status: ExitStatus) -> String {
    exit_reason(status)
}

fn exit_reason(status: ExitStatus) -> String {
    let code = status.code().unwrap_or_default();
    format!("ended the process while being probed (exit status {code})")
}
