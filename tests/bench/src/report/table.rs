use super::rows::{Growth, Row, median};
use super::{Report, targets};
use crate::options::Case;
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}\n", self.machine, self.date, self.command)?;
        self.starts(f)?;
        self.rows(f)?;
        self.drivers(f)?;
        self.memories(f)?;
        growths(&self.growth, f)?;
        self.targets(f)
    }
}

impl Report {
    fn starts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.start.is_empty() {
            writeln!(
                f,
                "| start with nodes | ms to the first pulse | most MiB |\n| ---: | ---: | ---: |"
            )?;
        }
        for start in &self.start {
            let ms = median(start.seconds.clone()) * 1e3;
            writeln!(f, "| {} | {ms:.1} | {:.1} |", start.nodes, mib(start.memory))?;
        }
        Ok(())
    }

    /// Of each case a row for each client, with its ratio to the batching client.
    fn rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.speed.is_empty() {
            writeln!(
                f,
                "\n| case | bytes | conns | client | msg/s | p50 µs | p99 µs | CPU µs/msg | driver | to batching |\n\
                 | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
            )?;
        }
        for row in &self.speed {
            let batching = self.row(row.case, row.size, row.connections, "batching");
            let ratio = batching.map_or(f64::NAN, |other| row.ratio(other, Row::score));
            writeln!(
                f,
                "| {} | {} | {} | {} | {:.0} | {:.1} | {:.1} | {:.2} | {:.0} % | {ratio:.2} |",
                row.case.name(),
                row.size,
                row.connections,
                row.client,
                row.median(|one| one.rate),
                row.median(|one| one.p50),
                row.median(|one| one.p99),
                row.median(|one| one.cpu),
                row.median(|one| one.driver) * 100.0,
            )?;
        }
        Ok(())
    }

    /// Whether the driver is cheaper than the clients that it measures: where it is not, it may hold them back.
    fn drivers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flows: Vec<&Row> = self.speed.iter().filter(|row| row.case != Case::Latency).collect();
        if !flows.is_empty() {
            writeln!(
                f,
                "\n| driver | bytes | conns | its CPU to the program's | cheaper than all but |\n\
                 | --- | ---: | ---: | ---: | --- |"
            )?;
        }
        for case in flows.chunk_by(|a, b| a.same_case(b)) {
            let ours = case.iter().find(|row| row.client == "pulsewire");
            let costlier = case.iter().filter(|row| row.driver_to_client() >= 1.0);
            let costlier: Vec<&str> = costlier.map(|row| row.client).collect();
            let first = case[0];
            writeln!(
                f,
                "| {} | {} | {} | {:.2} | {} |",
                first.case.name(),
                first.size,
                first.connections,
                ours.map_or(f64::NAN, |row| row.driver_to_client()),
                costlier.join(", "),
            )?;
        }
        Ok(())
    }

    fn memories(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.memory.is_empty() {
            writeln!(
                f,
                "\n| memory | mode | conns | idle MiB | after load MiB |\n| --- | --- | ---: | ---: | ---: |"
            )?;
        }
        for one in &self.memory {
            let (idle, loaded) = (mib(one.idle), mib(one.loaded));
            writeln!(
                f,
                "| {} | {} | {} | {idle:.1} | {loaded:.1} |",
                one.client, one.mode, one.connections
            )?;
        }
        Ok(())
    }

    fn targets(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checks = targets::check(self);
        if !checks.is_empty() {
            writeln!(f, "\n| target | wanted | found | |\n| --- | ---: | ---: | --- |")?;
        }
        for check in checks {
            let verdict = if check.holds() { "yes" } else { "**no**" };
            let sign = if check.at_most { "≤" } else { "≥" };
            writeln!(
                f,
                "| {} | {sign} {} | {:.2} | {verdict} |",
                check.name, check.wanted, check.found
            )?;
        }
        Ok(())
    }
}

fn growths(all: &[Growth], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if !all.is_empty() {
        writeln!(
            f,
            "\n| growth, 1 KiB | conns | graphs | cores | msg/s | CPU µs/msg | idle MiB | after load MiB |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        )?;
    }
    for one in all {
        writeln!(
            f,
            "| {} | {} | {} | {} | {:.0} | {:.2} | {:.1} | {:.1} |",
            one.row.client,
            one.row.connections,
            one.graphs,
            one.cores,
            one.row.median(|sample| sample.rate),
            one.row.median(|sample| sample.cpu),
            mib(one.idle),
            mib(one.loaded),
        )?;
    }
    Ok(())
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
