//! What more connections and more graphs cost. The program is measured beside the batching client.

use crate::options::Case;
use crate::options::Options;
use crate::pattern::Pattern;
use crate::report::{Growth, Row};
use crate::subjects::{Client, Mode, Subject, Tools};
use std::io;
use std::thread::sleep;
use std::time::Duration;

const CONNECTIONS: [usize; 5] = [1, 10, 100, 1_000, 10_000];
const GRAPHS: [usize; 3] = [1, 2, 4];
const SIZE: usize = 1024;

/// How many connections the graphs share.
const SHARED: usize = 8;

/// More connections than these are not for a quick look.
const QUICK: usize = 100;

/// Measures both: the connections on the core of all clients, the graphs on every core, since they may run in
/// parallel only where there is more than one.
///
/// # Errors
/// When a client cannot be started or does not connect.
pub(crate) fn measure(
    options: &Options,
    tools: &Tools,
    one: &[usize],
    every: &[usize],
) -> io::Result<Vec<Growth>> {
    let mut all = Vec::new();
    for client in [Client::Pulsewire, Client::Batching] {
        for connections in CONNECTIONS {
            if !options.quick || connections <= QUICK {
                all.push(measure_one(options, tools, client, connections, 1, one)?);
            }
        }
    }
    for graphs in GRAPHS {
        all.push(measure_one(options, tools, Client::Pulsewire, SHARED, graphs, every)?);
    }
    Ok(all)
}

fn measure_one(
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
    let idle = subject.process().resident_memory();
    let pattern = Pattern::echoed(SIZE);
    let window = (256 / connections).max(1);
    let mut row = Row::new(Case::Throughput, SIZE, connections, client.name());
    for _ in 0..options.rounds {
        row.samples.push(subject.driver.throughput(&pattern, window, options.duration()));
    }
    sleep(Duration::from_millis(500));
    let loaded = subject.process().resident_memory();
    Ok(Growth { row, graphs, cores: cores.len(), idle, loaded })
}
