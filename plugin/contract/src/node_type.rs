use crate::{
    AttributeMistake, Attributes, Constants, Emitter, Node, NodeError, NodeInfo, Placeholders,
    Sockets, ValueType,
};
use serde_json::{Map, Value as Json};
use std::fmt;

/// Returns the sockets of a node with these attributes.
pub type SocketsFn =
    Box<dyn Fn(&Map<String, Json>) -> Result<Sockets, AttributeMistake> + Send + Sync>;

/// Checks the constants of a node: its attributes, and the names of its inputs that have a wire.
pub(crate) type CheckFn =
    Box<dyn Fn(&Map<String, Json>, &[String]) -> Vec<AttributeMistake> + Send + Sync>;

/// Creates a node of this type.
pub type CreateFn = Box<dyn Fn(Setup<'_>) -> Result<Box<dyn Node>, NodeError> + Send + Sync>;

/// A node type: its description, and what creates its nodes.
pub struct NodeType {
    /// Its description.
    pub info: NodeInfo,
    rule: Option<SocketsFn>,
    check: Option<Check>,
    create: CreateFn,
}

/// The check of the constants of a node.
enum Check {
    /// That of a node type declared here.
    Here(Box<dyn Fn(&mut Constants<'_>) + Send + Sync>),
    /// That of a node type of a shared library.
    There(CheckFn),
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
    /// The graph to which that variable belongs: `graph`, or empty when all graphs of the project share it.
    pub variable_scope: &'a str,
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
        Self { info, rule, check: None, create }
    }

    /// The same node type, with a check of what is constant in each node: for attributes and literals with which a
    /// node could only fail.
    #[must_use]
    pub fn check_constants(
        mut self,
        check: impl Fn(&mut Constants<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.check = Some(Check::Here(Box::new(check)));
        self
    }

    /// The same node type, with a check that runs on the other side of the boundary.
    pub(crate) fn check_by(mut self, check: CheckFn) -> Self {
        self.check = Some(Check::There(check));
        self
    }

    /// The mistakes in the constants of a node with these attributes, of whose inputs `wired` have a wire.
    #[must_use]
    pub fn check(&self, written: &Map<String, Json>, wired: &[String]) -> Vec<AttributeMistake> {
        let check = match &self.check {
            None => return Vec::new(),
            Some(Check::There(check)) => return check(written, wired),
            Some(Check::Here(check)) => check,
        };
        // Attributes that give no sockets are reported with the sockets.
        let Ok(own) = self.sockets(written) else { return Vec::new() };
        let sockets = own.as_ref().unwrap_or(&self.info.sockets);
        let attributes = Attributes::new(written, &self.info.attributes);
        let mut constants = Constants::new(attributes, sockets, wired);
        check(&mut constants);
        constants.into_mistakes()
    }

    /// The same node type, with sockets that depend on attributes: `words` describes how, `change` changes the sockets
    /// declared so far. The listed sockets are those with default attributes.
    #[must_use]
    pub fn dynamic_sockets(
        mut self,
        words: &str,
        change: impl Fn(Attributes<'_>, &mut Sockets) -> Result<(), AttributeMistake>
        + Send
        + Sync
        + 'static,
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
    pub fn sockets(
        &self,
        written: &Map<String, Json>,
    ) -> Result<Option<Sockets>, AttributeMistake> {
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
