//! The mistakes of a logic file that is used several times.

use crate::diagnostics::Diagnostic;
use crate::project::LogicFile;
use std::collections::HashMap;

/// What is wrong with graphs, each with its place in the list: a mistake that every graph of a file has is told once, and one
/// that only some have names them.
pub(super) fn tell_once(found: Vec<(usize, Diagnostic)>, graphs: &[LogicFile]) -> Vec<Diagnostic> {
    let mut of_file: HashMap<&str, usize> = HashMap::new();
    graphs.iter().for_each(|graph| *of_file.entry(&graph.path).or_default() += 1);
    let key = |graph: usize, one: &Diagnostic| {
        (graphs[graph].path.clone(), one.message.clone(), format!("{:?}", one.location))
    };
    let mut times: HashMap<_, usize> = HashMap::new();
    found.iter().for_each(|(graph, one)| *times.entry(key(*graph, one)).or_default() += 1);
    let mut told = Vec::new();
    for (graph, mut one) in found {
        let (key, of_file) = (key(graph, &one), of_file[graphs[graph].path.as_str()]);
        match times.get_mut(&key) {
            Some(0) => continue,
            Some(count) if *count == of_file => *count = 0,
            _ => one.message.push_str(&format!(" (in the graph `{}`)", graphs[graph].name)),
        }
        told.push(one);
    }
    told
}
