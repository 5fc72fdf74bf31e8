use crate::{Attribute, PulseSocket, Socket, Sockets};
use serde::{Deserialize, Serialize};

/// The description of a node type, which can be listed without running anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeInfo {
    /// `group.node`, in snake_case.
    pub id: String,
    /// Its name for people: Incari's where it has the node.
    pub title: String,
    /// What it does, in a few sentences.
    pub doc: String,
    /// What makes it run.
    pub kind: NodeKind,
    /// Its attributes, besides the defaults of data inputs.
    pub attributes: Vec<Attribute>,
    /// Its sockets when every attribute has its default.
    pub sockets: Sockets,
    /// The node types that can answer its events, for an event node that asks something: a project that has this node
    /// needs one of them, with the same `configuration`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered_by: Vec<String>,
    /// How attributes change the sockets, in words; none when they do not.
    pub rule: Option<String>,
    /// Logic that shows the node in use; a test runs it.
    pub examples: Vec<Example>,
}

/// What makes a node run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// An event: it starts pulses.
    Event,
    /// A pulse.
    Action,
    /// A pulse if its pulse input is wired; a read otherwise.
    Value,
}

/// Logic that shows a node in use, and what it prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// What it shows, in a few words.
    pub title: String,
    /// A logic file.
    pub logic: String,
    /// What its Console nodes print, one line each.
    pub prints: String,
}

impl NodeInfo {
    /// An event node: one pulse output, `pulse`.
    #[must_use]
    pub fn event(id: &str, title: &str, doc: &str) -> Self {
        let mut info = Self::new(NodeKind::Event, id, title, doc);
        info.sockets.pulse_outputs = vec![PulseSocket::standard("The event happened.")];
        info
    }

    /// An action node: `pulse` in, `pulse` out.
    #[must_use]
    pub fn action(id: &str, title: &str, doc: &str) -> Self {
        let mut info = Self::new(NodeKind::Action, id, title, doc);
        info.sockets.pulse_inputs = vec![PulseSocket::standard("Runs the node.")];
        info.sockets.pulse_outputs = vec![PulseSocket::standard("The node is done.")];
        info
    }

    /// A value node: `pulse` in, `pulse` out, both optional.
    #[must_use]
    pub fn value(id: &str, title: &str, doc: &str) -> Self {
        let mut info = Self::action(id, title, doc);
        info.kind = NodeKind::Value;
        info.sockets.pulse_inputs[0].doc =
            "Runs the node, which then holds its outputs; unwired, it is evaluated when read."
                .into();
        info
    }

    fn new(kind: NodeKind, id: &str, title: &str, doc: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            doc: doc.to_owned(),
            kind,
            attributes: Vec::new(),
            sockets: Sockets::default(),
            answered_by: Vec::new(),
            rule: None,
            examples: Vec::new(),
        }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Declares that a project with this node needs one of these node types, with the same `configuration`.
    #[must_use]
    pub fn answered_by(mut self, node_types: &[&str]) -> Self {
        self.answered_by = node_types.iter().map(|&id| id.to_owned()).collect();
        self
    }

    /// Adds a data input.
    #[must_use]
    pub fn input(mut self, socket: Socket) -> Self {
        self.sockets.inputs.push(socket);
        self
    }

    /// Adds a data output.
    #[must_use]
    pub fn output(mut self, socket: Socket) -> Self {
        self.sockets.outputs.push(socket);
        self
    }

    /// Adds a pulse input.
    #[must_use]
    pub fn pulse_input(mut self, id: &str, title: &str, doc: &str) -> Self {
        self.sockets.pulse_inputs.push(PulseSocket::new(id, title, doc));
        self
    }

    /// Adds a pulse output.
    #[must_use]
    pub fn pulse_output(mut self, id: &str, title: &str, doc: &str) -> Self {
        self.sockets.pulse_outputs.push(PulseSocket::new(id, title, doc));
        self
    }

    /// Removes the standard pulse output, for nodes whose pulse outputs have other names.
    #[must_use]
    pub fn without_pulse_output(mut self) -> Self {
        self.sockets.pulse_outputs.clear();
        self
    }

    /// Adds an example: a logic file and what it prints.
    #[must_use]
    pub fn example(mut self, title: &str, logic: &str, prints: &str) -> Self {
        let (title, logic, prints) = (title.to_owned(), logic.to_owned(), prints.to_owned());
        self.examples.push(Example { title, logic, prints });
        self
    }
}
