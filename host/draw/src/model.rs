use pulsewire_runtime::contract::{NodeKind, ValueType};

/// A logic as it is drawn: everything in the file, mistakes included.
///
/// All texts are free of control characters and otherwise as users wrote them: each format escapes and truncates them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The headline.
    pub name: String,
    /// The variables, each `name: Type = initial`.
    pub variables: Vec<String>,
    /// The nodes, in the order of the file; nodes that exist only in wires come last.
    pub nodes: Vec<Node>,
    /// The wires that join two nodes, in the order of the file.
    pub wires: Vec<Wire>,
    /// Mistakes that belong to no node or wire.
    pub notes: Vec<String>,
}

/// A node as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The id of its node type.
    pub type_id: String,
    /// The title of its node type, or a note that there is none.
    pub title: String,
    /// What makes it run, if known.
    pub role: Role,
    /// Whether it is a use of a function, which has a look of its own.
    pub is_function: bool,
    /// Whether its attribute `enabled` is not false.
    pub enabled: bool,
    /// The attributes that do not belong to a data input, each with its value as JSON.
    pub settings: Vec<(String, String)>,
    /// The sockets on its left: pulses first.
    pub inputs: Vec<Port>,
    /// The sockets on its right: pulses first.
    pub outputs: Vec<Port>,
    /// Its mistakes.
    pub problems: Vec<String>,
    /// The position of its upper left corner, if the file sets one.
    pub at: Option<[f64; 2]>,
}

/// What makes a drawn node run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Something outside the graph.
    Event,
    /// A pulse.
    Action,
    /// A pulse, or being read.
    Value,
    /// Its node type is not in the toolbox.
    Unknown,
    /// The node does not exist: only wires refer to it.
    Missing,
}

/// A socket as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The id of the socket.
    pub id: String,
    /// What it carries.
    pub kind: Kind,
    /// The value set on an unwired data input, as JSON.
    pub value: Option<String>,
    /// Whether a wire is attached.
    pub wired: bool,
    /// Whether the node type has this socket. False only when that is known.
    pub known: bool,
}

/// What a socket or wire carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// "Execute now".
    Pulse,
    /// Values of this type.
    Data(ValueType),
    /// Unknown: neither end of the wire is a known socket.
    Unknown,
}

/// A wire as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// An output.
    pub from: End,
    /// An input.
    pub to: End,
    /// What it carries: the kind of its output, if known.
    pub kind: Kind,
    /// Its mistakes.
    pub problem: Option<String>,
}

/// One end of a drawn wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct End {
    /// An index of the drawing's nodes.
    pub node: usize,
    /// An index of the node's inputs or outputs.
    pub port: usize,
}

impl Drawing {
    /// The output where a wire begins.
    #[must_use]
    pub fn output(&self, wire: &Wire) -> &Port {
        &self.nodes[wire.from.node].outputs[wire.from.port]
    }

    /// The input where a wire ends.
    #[must_use]
    pub fn input(&self, wire: &Wire) -> &Port {
        &self.nodes[wire.to.node].inputs[wire.to.port]
    }

    /// All mistakes, one sentence each.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        let of_node = |node: &Node| {
            let name = node.name.clone();
            node.problems.clone().into_iter().map(move |problem| format!("{name}: {problem}"))
        };
        let of_wire =
            |wire: &Wire| Some(format!("{}: {}", self.wire_text(wire), wire.problem.as_ref()?));
        let nodes = self.nodes.iter().flat_map(of_node);
        nodes.chain(self.wires.iter().filter_map(of_wire)).chain(self.notes.clone()).collect()
    }

    /// The same drawing with every written value passed through `hide`, which removes secrets from JSON.
    #[must_use]
    pub fn redacted(mut self, hide: impl Fn(&str) -> String) -> Self {
        for node in &mut self.nodes {
            node.settings.iter_mut().for_each(|(_, value)| *value = hide(value));
            let values = node.inputs.iter_mut().filter_map(|port| port.value.as_mut());
            values.for_each(|value| *value = hide(value));
        }
        self.variables.iter_mut().for_each(|variable| *variable = hide(variable));
        self
    }

    /// A wire as users write it.
    fn wire_text(&self, wire: &Wire) -> String {
        let (from, to) = (&self.nodes[wire.from.node], &self.nodes[wire.to.node]);
        format!("{}.{} -> {}.{}", from.name, self.output(wire).id, to.name, self.input(wire).id)
    }
}

impl Kind {
    /// Its name in legends and hints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pulse => "Pulse",
            Self::Data(kind) => kind.name(),
            Self::Unknown => "Unknown",
        }
    }
}

impl Role {
    /// Its name in legends.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Event => "Event node",
            Self::Action => "Action node",
            Self::Value => "Value node",
            Self::Unknown => "Unknown node type",
            Self::Missing => "No such node",
        }
    }
}

impl From<NodeKind> for Role {
    fn from(kind: NodeKind) -> Self {
        match kind {
            NodeKind::Event => Self::Event,
            NodeKind::Action => Self::Action,
            NodeKind::Value => Self::Value,
        }
    }
}
