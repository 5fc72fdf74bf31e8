//! How long it takes from `pulsewire run` to the first pulse, in a small project and in a very large one.

use crate::options::Options;
use crate::process::{Process, on_cores};
use crate::report::Start;
use crate::subjects::{Tools, write_large_project};
use std::io::{self, BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// Sizes of projects, in nodes, and how often each is started.
const PROJECTS: [(usize, usize); 4] = [(0, 21), (1_000, 21), (100_000, 5), (1_000_000, 3)];

/// Larger projects are not for a quick look.
const QUICK: usize = 100_000;

/// Starts projects of growing size.
///
/// # Errors
/// When one does not start.
pub(crate) fn measure(options: &Options, tools: &Tools, cores: &[usize]) -> io::Result<Vec<Start>> {
    let mut all = Vec::new();
    for (nodes, times) in PROJECTS {
        if options.quick && nodes > QUICK {
            continue;
        }
        let folder = TempDir::new()?;
        write_large_project(folder.path(), nodes)?;
        let times = if options.quick { times.div_ceil(4) } else { times };
        eprintln!("{times} starts with {nodes} nodes");
        // The first start probes the plugins, the others find the verdict.
        on_cores(cores, || first_line(tools.pulsewire(folder.path())))??;
        let starts =
            (0..times).map(|_| on_cores(cores, || first_line(tools.pulsewire(folder.path()))));
        let starts: Vec<(f64, u64)> = starts.collect::<io::Result<io::Result<_>>>()??;
        let memory = starts.iter().map(|(_, memory)| *memory).max().unwrap_or_default();
        let seconds = starts.into_iter().map(|(seconds, _)| seconds).collect();
        all.push(Start { nodes, seconds, memory });
    }
    Ok(all)
}

/// Seconds until the first line, and the most memory until then.
fn first_line(mut command: Command) -> io::Result<(f64, u64)> {
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line)?;
    }
    let seconds = begin.elapsed().as_secs_f64();
    let memory = Process::of(child.id()).peak_memory();
    child.kill()?;
    child.wait()?;
    match line.trim() {
        "up" => Ok((seconds, memory)),
        _ => Err(io::Error::other("the project did not start: see above")),
    }
}
