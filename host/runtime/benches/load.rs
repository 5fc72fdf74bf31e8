//! What it costs to load and check a project.
//!
//! `cargo bench -p pulsewire --bench load`

#![allow(clippy::unwrap_used, clippy::panic)]

use divan::Bencher;
use divan::counter::ItemsCount;
use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::NoServices;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// From files to compiled graphs, with every check. Chains of ten value nodes.
#[divan::bench(args = [1_000, 100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>, nodes: usize) {
    open_project(bencher, nodes, &project(nodes));
}

/// The same for so many uses of a function of 20 nodes.
#[divan::bench(args = [100, 10_000], sample_count = 3, sample_size = 1)]
fn open_uses(bencher: Bencher<'_, '_>, uses: usize) {
    let folder = project(20);
    let text = std::fs::read_to_string(folder.path().join("main.json")).unwrap();
    let function = text.replacen('{', r#"{"function":{},"#, 1);
    std::fs::write(folder.path().join("f.json"), function).unwrap();
    let nodes: Vec<String> =
        (0..uses).map(|at| format!(r#""u{at}":{{"type":"function.f"}}"#)).collect();
    let logic = format!(r#"{{"nodes":{{{}}}}}"#, nodes.join(","));
    std::fs::write(folder.path().join("main.json"), logic).unwrap();
    let project =
        r#"{ "format": 1, "name": "Uses", "functions": ["f.json"], "logic": ["main.json"] }"#;
    std::fs::write(folder.path().join("project.json"), project).unwrap();
    open_project(bencher, uses * 20, &folder);
}

fn open_project(bencher: Bencher<'_, '_>, nodes: usize, folder: &TempDir) {
    let opening = SessionOptions {
        load: LoadOptions::default(),
        search: nowhere(),
        services: Arc::new(NoServices),
        strict: true,
        project: folder.path(),
    };
    bencher.counter(ItemsCount::new(nodes)).bench(|| {
        let session = Session::open(&opening).unwrap();
        assert_eq!(session.plans.len(), 1, "the project has no mistakes");
        session
    });
}

fn nowhere() -> Search {
    Search {
        beside: Vec::new(),
        folders: Vec::new(),
        program: "pulsewire".into(),
        cache: None,
        time_limit: Duration::from_secs(1),
        rescan: false,
    }
}

fn project(nodes: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    let (mut list, mut wires) = (String::new(), String::new());
    for at in 0..nodes {
        let comma = if at == 0 { "" } else { "," };
        writeln!(list, r#"{comma}"n{at}":{{"type":"math.add"}}"#).unwrap();
        if at % 10 > 0 {
            let comma = if wires.is_empty() { "" } else { "," };
            writeln!(wires, r#"{comma}"n{}.output -> n{at}.input_1""#, at - 1).unwrap();
        }
    }
    let logic = format!(r#"{{"nodes":{{{list}}},"wires":[{wires}]}}"#);
    let project = r#"{ "format": 1, "name": "Many", "logic": ["main.json"] }"#;
    std::fs::write(folder.path().join("project.json"), project).unwrap();
    std::fs::write(folder.path().join("main.json"), logic).unwrap();
    folder
}
