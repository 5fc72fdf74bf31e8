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
//! | `subjects` | the clients: started, connected, two of them part of this program |
//! | `tools`, `process` | where the programs are; what the system knows of a process |
//! | `speed` | latency, throughput, receiving: each client in turn, round by round |
//! | `growth` | what more connections and more graphs cost |
//! | `start` | how long until the first pulse |
//! | `report` | the results: table, targets, JSON, plot |

mod driver;
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
mod tools;

use clap::Parser;
use options::{Command, Options, Part};
use report::Report;
use std::io;
use tools::Tools;

fn main() -> io::Result<()> {
    let mut options = Options::parse();
    if let Some(Command::Be { client, mode, url, connections }) = &options.command {
        return subjects::be(*client, *mode, url, *connections);
    }
    options.settle();
    process::raise_limit_of_files()?;
    let [driver, client, ..] = process::cores()?[..] else {
        return Err(io::Error::other("needs two cores: one for the driver, one for the client"));
    };
    let tools = Tools::new(options.pulsewire.clone(), options.other.clone())?;
    let mut report = Report::new();
    process::on_cores(&[driver], || measure(&options, &tools, &[client], &mut report))??;
    report.write(&options.out)?;
    print!("{report}");
    println!("\nWritten to {}", options.out.display());
    Ok(())
}

fn measure(
    options: &Options,
    tools: &Tools,
    cores: &[usize],
    report: &mut Report,
) -> io::Result<()> {
    if options.parts.contains(&Part::Start) {
        report.start = start::measure(options, tools, cores)?;
    }
    if options.parts.contains(&Part::Speed) {
        (report.speed, report.memory) = speed::measure(options, tools, cores)?;
    }
    if options.parts.contains(&Part::Growth) {
        report.growth = growth::measure(options, tools, cores)?;
    }
    Ok(())
}
