//! Which value nodes are evaluated before a node runs, and in which order.

use super::checked_node::CheckedNode;
use super::mistakes::{Mistakes, pointer};
use super::wires::sources;
use super::{Layout, NO_NODE, count};
use crate::diagnostics::At;
use crate::engine::plan::Span;
use foldhash::HashMap;
use pulsewire_plugin::NodeKind;

/// For each node its part of `pulls`: for all of its inputs, and for the live ones alone.
pub(super) struct EvaluationOrder {
    pub(super) pulls: Vec<u32>,
    pub(super) spans: Vec<Span>,
    pub(super) live_spans: Vec<Span>,
}

/// Finds the value nodes that each node run by pulses or events depends on. Cycles of value nodes are mistakes.
pub(super) fn evaluation_order(
    nodes: &[CheckedNode<'_>],
    layout: &Layout,
    mistakes: &mut Mistakes<'_>,
) -> EvaluationOrder {
    let read_only: Vec<bool> = (nodes.iter().zip(&layout.pulsed))
        .map(|(node, pulsed)| node.kind() == Some(NodeKind::Value) && !pulsed)
        .collect();
    let stamp = vec![0; nodes.len()];
    let mut walk = Walk { nodes, layout, read_only: &read_only, stamp, walks: 0 };
    walk.find_cycles(mistakes);
    let none = vec![Span::default(); nodes.len()];
    let mut order = EvaluationOrder { pulls: Vec::new(), spans: none.clone(), live_spans: none };
    if mistakes.any_error() {
        return order;
    }
    // Nodes that read the same outputs in the same order share one list.
    let mut known: HashMap<Vec<u32>, Span> = HashMap::default();
    walk.stamp.fill(0);
    for at in (0..count(nodes)).filter(|&at| !read_only[at as usize]) {
        let roots: Vec<u32> = walk.read_sources(at).collect();
        if roots.is_empty() {
            continue;
        }
        let live = walk.live_sources(at);
        for (roots, spans) in [(roots, &mut order.spans), (live, &mut order.live_spans)] {
            spans[at as usize] = *known.entry(roots).or_insert_with_key(|roots| {
                let start = count(&order.pulls);
                walk.append(roots, &mut order.pulls);
                Span { start, len: count(&order.pulls) - start }
            });
        }
    }
    order
}

struct Walk<'a, 'n> {
    nodes: &'a [CheckedNode<'n>],
    layout: &'a Layout,
    read_only: &'a [bool],
    /// Per node the last walk that visited it.
    stamp: Vec<u32>,
    walks: u32,
}

impl Walk<'_, '_> {
    /// The unpulsed value nodes that a node reads.
    fn read_sources(&self, node: u32) -> impl DoubleEndedIterator<Item = u32> {
        let all = sources(self.nodes, self.layout, node);
        all.filter(|&from| self.read_only[from as usize])
    }

    /// Those of them that it reads by a live input. No pulse enters an event node: all of its inputs are live.
    fn live_sources(&self, node: u32) -> Vec<u32> {
        let checked = &self.nodes[node as usize];
        if checked.kind() == Some(NodeKind::Event) {
            return self.read_sources(node).collect();
        }
        let start = self.layout.offsets[node as usize].inputs as usize;
        let sources = checked.sockets().inputs.iter().zip(&self.layout.input_nodes[start..]);
        let live = sources.filter(|(socket, from)| socket.live && **from != NO_NODE);
        live.map(|(_, from)| *from).filter(|&from| self.read_only[from as usize]).collect()
    }

    /// Appends the value nodes that `roots` depend on and `roots`, each once, sources first, in the order of the inputs.
    fn append(&mut self, roots: &[u32], pulls: &mut Vec<u32>) {
        self.walks += 1;
        let stamp = self.walks;
        let mut stack: Vec<(u32, bool)> = roots.iter().rev().map(|&root| (root, false)).collect();
        while let Some((node, done)) = stack.pop() {
            if done {
                pulls.push(node);
            } else if self.stamp[node as usize] != stamp {
                self.stamp[node as usize] = stamp;
                stack.push((node, true));
                stack.extend(self.read_sources(node).rev().map(|from| (from, false)));
            }
        }
    }

    /// Reports every cycle of value nodes once.
    fn find_cycles(&mut self, mistakes: &mut Mistakes<'_>) {
        const OPEN: u32 = 1;
        const DONE: u32 = 2;
        for start in (0..count(self.nodes)).filter(|&at| self.read_only[at as usize]) {
            let mut path: Vec<(u32, Vec<u32>)> = Vec::new();
            let mut next = Some(start).filter(|_| self.stamp[start as usize] == 0);
            loop {
                if let Some(node) = next.take() {
                    self.stamp[node as usize] = OPEN;
                    path.push((node, self.read_sources(node).collect()));
                }
                let Some((node, rest)) = path.last_mut() else { break };
                match rest.pop() {
                    Some(from) if self.stamp[from as usize] == OPEN => {
                        let nodes: Vec<u32> = path.iter().map(|(node, _)| *node).collect();
                        self.report_cycle(&nodes, from, mistakes);
                    }
                    Some(from) if self.stamp[from as usize] == 0 => next = Some(from),
                    Some(_) => {}
                    None => {
                        self.stamp[*node as usize] = DONE;
                        path.pop();
                    }
                }
            }
        }
    }

    fn report_cycle(&self, path: &[u32], from: u32, mistakes: &mut Mistakes<'_>) {
        let begin = path.iter().position(|&node| node == from).unwrap_or(0);
        let name = |node: u32| self.nodes[node as usize].name;
        // The path goes against the wires, so the cycle is named backwards.
        let mut names: Vec<&str> = path[begin..].iter().rev().map(|&node| name(node)).collect();
        names.insert(0, name(from));
        let message = format!("value nodes read each other in a circle: {}", names.join(" -> "));
        let help = "wire a pulse into one of them, so that it holds its last value".to_owned();
        let pointer = pointer(&["nodes", name(from)]);
        let at = At::Name { pointer, occurrence: 0 };
        mistakes.add(at, "value_cycle", message, Some(help));
    }
}
