use super::label::truncate;
use super::model::{Drawing, Kind, Node, Port, Role};

/// The width in columns at which long values are truncated.
const VALUE: usize = 72;

/// An outline: under each event node, the nodes that it triggers, with the data that each node reads.
///
/// Nodes that follow one another by their standard `pulse` are listed like statements; every other pulse output opens a
/// branch. A value node is listed once, under the first node that reads it.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut outline = Outline::new(drawing);
    outline.block("Variables", &drawing.variables);
    let events = |node: usize| drawing.nodes[node].role == Role::Event;
    (0..drawing.nodes.len()).filter(|node| events(*node)).for_each(|node| outline.root(node));
    outline.unreached();
    outline.block("Mistakes", &drawing.mistakes());
    outline.lines.join("\n") + "\n"
}

struct Outline<'a> {
    drawing: &'a Drawing,
    /// The wires at each node's inputs and outputs.
    into: Vec<Vec<usize>>,
    out: Vec<Vec<usize>>,
    seen: Vec<bool>,
    lines: Vec<String>,
    /// A stack of what is still to be written, instead of recursion, since chains may have any length.
    work: Vec<Step>,
}

enum Step {
    Line(usize, String),
    Node(usize, Mark, usize),
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Root,
    Pulsed,
    Read,
}

impl<'a> Outline<'a> {
    fn new(drawing: &'a Drawing) -> Self {
        let count = drawing.nodes.len();
        let (mut into, mut out) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for (index, wire) in drawing.wires.iter().enumerate() {
            into[wire.to.node].push(index);
            out[wire.from.node].push(index);
        }
        let lines = vec![drawing.name.clone()];
        Self { drawing, into, out, seen: vec![false; count], lines, work: Vec::new() }
    }

    fn block(&mut self, title: &str, lines: &[String]) {
        if !lines.is_empty() {
            self.lines.extend([String::new(), format!("{title}:")]);
            self.lines.extend(lines.iter().map(|line| format!("  {line}")));
        }
    }

    fn root(&mut self, node: usize) {
        self.lines.push(String::new());
        self.work.push(Step::Node(0, Mark::Root, node));
        while let Some(step) = self.work.pop() {
            match step {
                Step::Line(indent, line) => self.line(indent, &line),
                Step::Node(indent, mark, node) => self.node(indent, mark, node),
            }
        }
    }

    /// Nodes that no event reaches: first those without incoming pulses, then cycles of pulses.
    fn unreached(&mut self) {
        let pulsed = |outline: &Self, node: usize| {
            outline.into[node].iter().any(|wire| outline.drawing.wires[*wire].kind == Kind::Pulse)
        };
        let mut has_heading = false;
        for rings in [false, true] {
            for node in 0..self.seen.len() {
                if self.seen[node] || pulsed(self, node) != rings {
                    continue;
                }
                if !std::mem::replace(&mut has_heading, true) {
                    self.lines.extend([String::new(), "Not reached by any event:".to_owned()]);
                }
                self.root(node);
            }
        }
    }

    fn line(&mut self, indent: usize, line: &str) {
        self.lines.push(format!("{:indent$}{line}", ""));
    }

    fn node(&mut self, indent: usize, mark: Mark, index: usize) {
        let node = &self.drawing.nodes[index];
        let arrow = if mark == Mark::Pulsed { "▶ " } else { "" };
        if std::mem::replace(&mut self.seen[index], true) {
            return self.line(indent, &format!("{arrow}{} (see above)", node.name));
        }
        self.line(indent, &format!("{arrow}{}", headline(node)));
        let details = indent + if mark == Mark::Pulsed { 4 } else { 2 };
        let settings = if mark == Mark::Root { details + 2 } else { details };
        let mut steps = self.details(settings, index);
        steps.extend(self.pulses(if mark == Mark::Root { details } else { indent }, index));
        self.work.extend(steps.into_iter().rev());
    }

    /// The attributes and data inputs of a node.
    fn details(&self, indent: usize, index: usize) -> Vec<Step> {
        let node = &self.drawing.nodes[index];
        let set = |id: &str, value: &str| {
            Step::Line(indent, format!("{id} = {}", truncate(value, VALUE)))
        };
        let mut steps: Vec<Step> = node.settings.iter().map(|(id, value)| set(id, value)).collect();
        for (at, port) in node.inputs.iter().enumerate() {
            steps.extend(port.value.as_ref().map(|value| set(&port.id, value)));
            steps.extend(self.reads(indent, index, at, port));
        }
        steps
    }

    /// The wires of a data input; a value node that has not been listed yet follows.
    fn reads(&self, indent: usize, index: usize, at: usize, port: &Port) -> Vec<Step> {
        let mut steps = Vec::new();
        for wire in self.into[index].iter().map(|wire| &self.drawing.wires[*wire]) {
            if wire.to.port != at || wire.kind == Kind::Pulse && port.kind == Kind::Pulse {
                continue;
            }
            let source = &self.drawing.nodes[wire.from.node];
            let output = &self.drawing.output(wire).id;
            steps.push(Step::Line(indent, format!("{} ← {}.{output}", port.id, source.name)));
            if source.role == Role::Value
                && !self.seen[wire.from.node]
                && !self.is_pulsed(wire.from.node)
            {
                steps.push(Step::Node(indent + 2, Mark::Read, wire.from.node));
            }
        }
        steps
    }

    fn is_pulsed(&self, node: usize) -> bool {
        self.into[node].iter().any(|wire| self.drawing.wires[*wire].kind == Kind::Pulse)
    }

    /// The nodes that the pulse outputs of a node lead to.
    fn pulses(&self, indent: usize, index: usize) -> Vec<Step> {
        let wires = self.out[index].iter().map(|wire| &self.drawing.wires[*wire]);
        let mut wires: Vec<_> = wires.filter(|wire| wire.kind == Kind::Pulse).collect();
        wires.sort_by_key(|wire| wire.from.port);
        let plain = |id: &str| wires.len() == 1 && id == "pulse";
        let mut steps = Vec::new();
        for wire in &wires {
            let (output, input) = (&self.drawing.output(wire).id, &self.drawing.input(wire).id);
            let to = if input == "pulse" { String::new() } else { format!(" to {input}") };
            let own = if plain(output) && to.is_empty() { 0 } else { 2 };
            if own > 0 {
                steps.push(Step::Line(indent + own, format!("{output}{to}:")));
            }
            steps.push(Step::Node(indent + 2 * own, Mark::Pulsed, wire.to.node));
        }
        steps
    }
}

fn headline(node: &Node) -> String {
    let off = if node.enabled { "" } else { " (disabled)" };
    match node.role {
        Role::Missing => format!("{}: {}", node.name, node.title),
        _ => format!("{}: {} [{}]{off}", node.name, node.title, node.type_id),
    }
}
