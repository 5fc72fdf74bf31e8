//! Latency, throughput, receiving: every client is connected, and each is measured in turn, round by round, so
//! that whatever else the machine does meets them all.

use crate::driver::Sample;
use crate::options::{Case, Options};
use crate::pattern::Pattern;
use crate::report::{Memory, Row};
use crate::subjects::{Client, Mode, Subject, Tools};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::sleep;
use std::time::Duration;

/// Messages in flight, over all connections.
const IN_FLIGHT: usize = 256;

/// Messages between two Pings when the client only reads, over all connections; two such batches are in flight.
const BATCH: usize = 128;

/// How long a client gets to come to rest before its memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// The rows and what the connections hold.
type Measured = (Vec<Row>, Vec<Memory>);

/// Measures everything that the options ask for.
///
/// # Errors
/// When a client cannot be started or does not connect.
pub(crate) fn measure(options: &Options, tools: &Tools, cores: &[usize]) -> io::Result<Measured> {
    let (mut rows, mut memory) = (Vec::new(), Vec::new());
    for &connections in &options.connections {
        for mode in [Mode::Echo, Mode::Receive] {
            let cases: Vec<Case> =
                options.cases.iter().copied().filter(|case| case.mode() == mode).collect();
            if cases.is_empty() {
                continue;
            }
            let mut subjects = start(options, tools, cores, mode, connections)?;
            sleep(REST);
            let idle: Vec<u64> =
                subjects.iter().map(|one| one.process().resident_memory()).collect();
            for case in cases {
                rows.extend(options.sizes.iter().flat_map(|&size| {
                    eprintln!("{} of {size} B on {connections} connections", case.name());
                    table(options, &mut subjects, case, size)
                }));
            }
            sleep(REST);
            memory.extend(subjects.iter().zip(idle).map(|(subject, idle)| Memory {
                client: subject.client.name(),
                mode: if mode == Mode::Echo { "echo" } else { "receive" },
                connections,
                idle,
                loaded: subject.process().resident_memory(),
            }));
        }
    }
    Ok((rows, memory))
}

fn start(
    options: &Options,
    tools: &Tools,
    cores: &[usize],
    mode: Mode,
    connections: usize,
) -> io::Result<Vec<Subject>> {
    let clients = options.clients.iter().copied();
    let (here, missing): (Vec<Client>, Vec<Client>) = clients.partition(|one| tools.has(*one));
    for client in missing.iter().filter(|one| **one != Client::Other) {
        eprintln!("{} is not installed (tests/bench/set-up does that): left out", client.name());
    }
    let started = here.into_iter().filter_map(|client| {
        let subject = Subject::start(tools, client, mode, connections, 1, cores);
        // Without the program there is nothing to be measured; without another client the rest is.
        let needed = client == Client::Pulsewire;
        match subject {
            Err(error) if !needed => {
                eprintln!("left out on {connections} connections: {error}");
                None
            }
            other => Some(other),
        }
    });
    started.collect()
}

/// One row for each client.
fn table(options: &Options, subjects: &mut [Subject], case: Case, size: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = subjects
        .iter()
        .map(|one| Row::new(case, size, one.driver.connections(), one.client.name()))
        .collect();
    let count = subjects.len();
    let verify = |subject: &mut Subject| {
        let verified = || {
            if case != Case::Receive {
                subject.driver.verify(size)
            }
        };
        catch_failure(subject.client, case, size, verified).is_none()
    };
    let mut broken: Vec<bool> = subjects.iter_mut().map(verify).collect();
    for round in 0..options.rounds {
        for at in 0..count {
            // Who comes after whom changes with every round.
            let at = (at * if round % 2 == 0 { 1 } else { count - 1 } + round) % count;
            if broken[at] {
                continue;
            }
            let client = subjects[at].client;
            let subject = &mut subjects[at];
            match catch_failure(client, case, size, || {
                sample(subject, case, size, options.duration())
            }) {
                Some(sample) => rows[at].samples.push(sample),
                None => broken[at] = true,
            }
        }
    }
    rows.retain(|row| row.samples.len() == options.rounds);
    rows
}

/// What the work came to; none when the client breaks, which must not end the others.
fn catch_failure<T>(
    client: Client,
    case: Case,
    size: usize,
    work: impl FnOnce() -> T,
) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    if done.is_err() {
        eprintln!("{}: left out of {} of {size} B", client.name(), case.name());
    }
    done.ok()
}

fn sample(subject: &mut Subject, case: Case, size: usize, duration: Duration) -> Sample {
    let connections = subject.driver.connections();
    match case {
        Case::Latency => subject.driver.latency(&Pattern::echoed(size), duration),
        Case::Throughput => {
            let window = (IN_FLIGHT / connections).max(1);
            subject.driver.throughput(&Pattern::echoed(size), window, duration)
        }
        Case::Receive => {
            let batch = (BATCH / connections).max(4);
            subject.driver.throughput(&Pattern::received(size, batch), 2, duration)
        }
    }
}
