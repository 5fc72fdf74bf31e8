//! What more connections and more graphs cost. The program is measured beside the batching client.

use crate::options::Case;
use crate::options::Options;
use crate::pattern::Pattern;
use crate::process::cores;
use crate::report::{Growth, Row};
use crate::subjects::{Client, Mode, Subject};
use crate::tools::Tools;
use std::io;
use std::thread::sleep;
use std::time::Duration;

const CONNECTIONS: [usize; 5] = [1, 10, 100, 1_000, 10_000];
const GRAPHS: [usize; 3] = [1, 2, 4];
const SIZE: usize = 1024;

/// How many connections the graphs share.
const SHARED: usize = 8;

/// Measures both.
///
/// # Errors
/// When a client cannot be started or does not connect.
pub(crate) fn measure(options: &Options, tools: &Tools, one: &[usize]) -> io::Result<Vec<Growth>> {
    let mut all = Vec::new();
    for client in [Client::Pulsewire, Client::Batching] {
        for connections in CONNECTIONS {
            all.push(grow(options, tools, client, connections, 1, one)?);
        }
    }
    // The graphs may run in parallel only where there is more than one core.
    let every = cores_of_the_machine()?;
    for graphs in GRAPHS {
        all.push(grow(options, tools, Client::Pulsewire, SHARED, graphs, &every)?);
    }
    Ok(all)
}

fn cores_of_the_machine() -> io::Result<Vec<usize>> {
    let count = std::thread::available_parallelism()?.get().max(cores()?.len());
    Ok((0..count.max(2)).collect())
}

fn grow(
    options: &Options,
    tools: &Tools,
    client: Client,
    connections: usize,
    graphs: usize,
    cores: &[usize],
) -> io::Result<Growth> {
    eprintln!("{}: {connections} connections, {graphs} graphs", client.name());
    let mut subject = Subject::start(tools, client, Mode::Echo, connections, graphs, cores)?;
    sleep(Duration::from_secs(1));
    let idle = subject.process().resident();
    let pattern = Pattern::echoed(SIZE);
    let window = (256 / connections).max(1);
    let mut row = Row::new(Case::Throughput, SIZE, connections, client.name());
    for _ in 0..options.rounds {
        row.samples.push(subject.driver.flow(&pattern, window, options.duration()));
    }
    sleep(Duration::from_millis(500));
    let loaded = subject.process().resident();
    Ok(Growth { row, graphs, cores: cores.len(), idle, loaded })
}
