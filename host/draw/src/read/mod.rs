mod node;
mod port;
mod variable;

use super::label::{sanitize, value};
use super::model::{Drawing, End, Kind, Node, Port, Wire};
use port::{input, output};
use pulsewire_runtime::project_settings as written;
use pulsewire_runtime::toolbox::Toolbox;
use std::collections::HashMap;
use variable::Variables;

impl Drawing {
    /// A logic as it is drawn; `name` is its headline.
    #[must_use]
    pub fn new(name: &str, logic: &written::Logic, toolbox: &Toolbox) -> Self {
        let mut reader = Reader::default();
        reader.drawing.name = sanitize(name);
        reader.drawing.variables = logic.variables.iter().map(variable::declaration).collect();
        let variables = Variables::new(logic);
        let places: HashMap<&str, [f64; 2]> =
            logic.layout.iter().map(|(name, at)| (name.as_str(), *at)).collect();
        for (name, mut end) in logic.function.iter().flat_map(node::ends) {
            end.at = places.get(name).copied();
            reader.add(name, end);
        }
        for (name, node) in logic.nodes.iter() {
            let mut drawn = node::from_file(name, node, toolbox, &variables);
            drawn.at = places.get(name.as_str()).copied();
            reader.add(name, drawn);
        }
        logic.wires.iter().for_each(|text| reader.wire(text));
        reader.drawing
    }
}

/// Resolves the nodes and sockets that wires refer to.
#[derive(Default)]
struct Reader<'a> {
    drawing: Drawing,
    index: HashMap<&'a str, usize>,
}

impl<'a> Reader<'a> {
    fn add(&mut self, name: &'a str, mut node: Node) -> usize {
        let here = self.drawing.nodes.len();
        let first = *self.index.entry(name).or_insert(here);
        if first != here {
            node.at = None;
            node.problems
                .push("another node has the same name; wires connect to that one".to_owned());
        }
        self.drawing.nodes.push(node);
        first
    }

    fn wire(&mut self, text: &'a str) {
        let wire = match written::Wire::parse(text) {
            Ok(wire) => wire,
            Err(error) => {
                return self.drawing.notes.push(format!("{}: {error}", value(&text.into())));
            }
        };
        let (from_node, to_node) = (self.node(wire.from.node), self.node(wire.to.node));
        let from = output(&mut self.drawing.nodes[from_node], wire.from.socket);
        let to = input(&mut self.drawing.nodes[to_node], wire.to.socket);
        let (from, to) = (End { node: from_node, port: from }, End { node: to_node, port: to });
        self.attach(from, to);
    }

    fn node(&mut self, name: &'a str) -> usize {
        match self.index.get(name) {
            Some(index) => *index,
            None => self.add(name, node::missing(name)),
        }
    }

    fn attach(&mut self, from: End, to: End) {
        let nodes = &mut self.drawing.nodes;
        let (start, end) =
            (nodes[from.node].outputs[from.port].clone(), nodes[to.node].inputs[to.port].clone());
        let problem = problem(&start, &end);
        let known = |one: Kind, other| if one == Kind::Unknown { other } else { one };
        let output = &mut nodes[from.node].outputs[from.port];
        (output.wired, output.kind) = (true, known(start.kind, end.kind));
        let input = &mut nodes[to.node].inputs[to.port];
        (input.wired, input.kind) = (true, known(end.kind, start.kind));
        input.value = None;
        let kind = known(start.kind, end.kind);
        self.drawing.wires.push(Wire { from, to, kind, problem });
    }
}

/// What is wrong with a wire between these sockets, as they were before it.
fn problem(from: &Port, to: &Port) -> Option<String> {
    let problem = match (from.kind, to.kind) {
        _ if !from.known => format!("there is no output {}", from.id),
        _ if !to.known => format!("there is no input {}", to.id),
        (Kind::Pulse, Kind::Data(kind)) => {
            format!("connects a pulse output to an input of type {kind}")
        }
        (Kind::Data(kind), Kind::Pulse) => {
            format!("connects an output of type {kind} to a pulse input")
        }
        (Kind::Data(one), Kind::Data(other)) if !one.can_feed(other) => {
            format!("connects an output of type {one} to an input of type {other}")
        }
        (Kind::Pulse, _) if from.wired => {
            "a pulse output can have only one wire: use Sequential".into()
        }
        (_, Kind::Data(_)) if to.wired => "a data input can have only one wire".into(),
        _ => return None,
    };
    Some(problem)
}
