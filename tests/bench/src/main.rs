//! Pulsewire measured from outside: the program with an echo project against other WebSocket clients, in one run
//! and as ratios.
//!
//! `cargo run --release -p pulsewire-bench -- --help`
//!
//! | module | what is there |
//! | --- | --- |
//! | `options` | what the command line says |
//! | `driver` | the server that drives a client and counts |
//! | `frames`, `pattern`, `readiness` | frames by their headers, what is sent, waiting for sockets |
//! | `subjects` | the clients and where their programs are; three of them are part of this program |
//! | `process` | memory, CPU time and cores of a process |
//! | `speed` | latency, throughput, receiving: each client in turn, round by round |
//! | `growth` | what more connections and more graphs cost |
//! | `flame` | where the time goes |
//! | `start` | how long until the first pulse |
//! | `report` | the results: table, targets, JSON, plot |

mod driver;
mod flame;
mod frames;
mod growth;
mod options;
mod pattern;
mod process;
mod readiness;
mod report;
mod speed;
mod start;
mod subjects;

use clap::Parser;
use options::{Command, Options, Part};
use report::Report;
use std::io;
use std::time::Instant;
use subjects::Tools;

fn main() -> io::Result<()> {
    let mut options = Options::parse();
    if let Some(Command::Client { client, mode, url, connections }) = &options.command {
        return subjects::run_client(*client, *mode, url, *connections);
    }
    options.apply_quick();
    process::raise_descriptor_limit()?;
    let every = process::cores()?;
    let [driver, client, ..] = every[..] else {
        return Err(io::Error::other("needs two cores: one for the driver, one for the client"));
    };
    let tools = Tools::new(options.pulsewire.clone(), options.other.clone())?;
    if let Some(Command::Flame { to }) = &options.command {
        return process::on_cores(&[driver], || flame::draw(&tools, &[client], to))?;
    }
    let mut report = Report::new();
    let cores = Cores { client: vec![client], every };
    process::on_cores(&[driver], || measure(&options, &tools, &cores, &mut report))??;
    print!("{report}");
    println!("\nWritten to {}", options.out.display());
    Ok(())
}

/// Where clients run.
struct Cores {
    /// All but the driver's, so that each client has the same.
    client: Vec<usize>,
    /// All of the machine, as they were before the driver took one.
    every: Vec<usize>,
}

fn measure(options: &Options, tools: &Tools, cores: &Cores, report: &mut Report) -> io::Result<()> {
    let begin = Instant::now();
    if options.parts.contains(&Part::Start) {
        report.start = start::measure(options, tools, &cores.client)?;
        finish_part("start", begin, report, options)?;
    }
    if options.parts.contains(&Part::Speed) {
        (report.speed, report.memory) = speed::measure(options, tools, &cores.client)?;
        finish_part("speed", begin, report, options)?;
    }
    if options.parts.contains(&Part::Growth) {
        report.growth = growth::measure(options, tools, &cores.client, &cores.every)?;
        finish_part("growth", begin, report, options)?;
    }
    Ok(())
}

/// What is measured is written at once, whatever becomes of the rest.
fn finish_part(part: &str, begin: Instant, report: &Report, options: &Options) -> io::Result<()> {
    eprintln!("{part} is done, {} s after the beginning", begin.elapsed().as_secs());
    report.write(&options.out)
}
