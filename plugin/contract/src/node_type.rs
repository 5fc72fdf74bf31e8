use crate::{Attributes, Emitter, Node, NodeError, NodeInfo, Placeholders, Sockets, ValueType};
use serde_json::{Map, Value as Json};
use std::fmt;

/// Returns the sockets of a node with these attributes.
pub type SocketsFn = Box<dyn Fn(&Map<String, Json>) -> Result<Sockets, String> + Send + Sync>;

/// Creates a node of this type.
pub type CreateFn = Box<dyn Fn(Setup<'_>) -> Result<Box<dyn Node>, NodeError> + Send + Sync>;

/// A node type: its description, and what creates its nodes.
pub struct NodeType {
    /// Its description.
    pub info: NodeInfo,
    rule: Option<SocketsFn>,
    create: CreateFn,
}

/// What a node is created from.
#[derive(Debug)]
pub struct Setup<'a> {
    /// The name of the graph: its file's path within the project.
    pub graph: &'a str,
    /// The name of the node.
    pub node: &'a str,
    /// Its attributes.
    pub attributes: Attributes<'a>,
    /// The attributes that contain `${…}`, to be resolved again: `/url` is the attribute `url`. The attribute of an input
    /// with a wire is not among them, since the wire sets the value.
    pub placeholders: Placeholders,
    /// Emits events for this node.
    pub emitter: Emitter,
    /// The type of the variable that its attribute of kind Variable names.
    pub variable: Option<ValueType>,
}

impl NodeInfo {
    /// The node type whose nodes `create` returns.
    #[must_use]
    pub fn create<N: Node + 'static>(
        self,
        create: impl Fn(Setup<'_>) -> Result<N, NodeError> + Send + Sync + 'static,
    ) -> NodeType {
        NodeType::new(self, None, Box::new(move |setup| Ok(Box::new(create(setup)?))))
    }
}

impl NodeType {
    /// A node type from its parts; node authors start from [`NodeInfo`] instead.
    #[must_use]
    pub fn new(info: NodeInfo, rule: Option<SocketsFn>, create: CreateFn) -> Self {
        Self { info, rule, create }
    }

    /// The same node type, with sockets that depend on attributes: `words` describes how, `change` changes the sockets
    /// declared so far. The listed sockets are those with default attributes.
    #[must_use]
    pub fn dynamic_sockets(
        mut self,
        words: &str,
        change: impl Fn(Attributes<'_>, &mut Sockets) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        let (declared, attributes) = (self.info.sockets.clone(), self.info.attributes.clone());
        let rule: SocketsFn = Box::new(move |written| {
            let mut sockets = declared.clone();
            change(Attributes::new(written, &attributes), &mut sockets)?;
            Ok(sockets)
        });
        // A node type that requires an attribute is listed with its declared sockets.
        if let Ok(sockets) = rule(&Map::new()) {
            self.info.sockets = sockets;
        }
        self.info.rule = Some(words.to_owned());
        self.rule = Some(rule);
        self
    }

    /// The same node type, with the type that the attribute `data_type` names for the data sockets of these ids.
    #[must_use]
    pub fn apply_data_type(self, ids: &'static [&'static str]) -> Self {
        let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let words = format!("`data_type` is the type of {}.", names.join(" and "));
        self.dynamic_sockets(&words, move |attributes, sockets| {
            sockets.set_kind(ids, attributes.kind("data_type"));
            Ok(())
        })
    }

    /// The sockets with these attributes: `None` when they are those of [`NodeInfo::sockets`].
    ///
    /// # Errors
    /// Why the attributes are invalid, where only the node type knows.
    pub fn sockets(&self, written: &Map<String, Json>) -> Result<Option<Sockets>, String> {
        self.rule.as_ref().map(|rule| rule(written)).transpose()
    }

    /// Creates a node.
    ///
    /// # Errors
    /// Why it cannot be created.
    pub fn create(&self, setup: Setup<'_>) -> Result<Box<dyn Node>, NodeError> {
        (self.create)(setup)
    }
}

impl fmt::Debug for NodeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeType({})", self.info.id)
    }
}
