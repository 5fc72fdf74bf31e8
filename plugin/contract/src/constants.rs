use crate::{Attributes, NodeError, Sockets, Text, Value};
use serde::{Deserialize, Serialize};

/// Something wrong with the attributes of a node, found before the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AttributeMistake {
    /// Where: a JSON Pointer (RFC 6901) into the attributes of the node, `/parameters/1`; empty for all of them.
    pub pointer: String,
    /// A stable word for programs, in snake_case.
    pub code: String,
    /// What is wrong, and what to do about it. The host puts the name of the node in front.
    pub message: String,
}

impl AttributeMistake {
    /// A mistake with the code `bad_attribute`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: "bad_attribute".to_owned(), message: message.into() }
    }
}

/// A mistake in the attributes as a whole.
impl From<String> for AttributeMistake {
    fn from(message: String) -> Self {
        Self::new("", message)
    }
}

/// What stays the same of a node for a whole run: its attributes, and the values of its inputs without a wire. Passed
/// to the check of a node type ([`NodeType::check_constants`](crate::NodeType::check_constants)).
#[derive(Debug)]
pub struct Constants<'a> {
    attributes: Attributes<'a>,
    sockets: &'a Sockets,
    wired: &'a [String],
    found: Vec<AttributeMistake>,
}

impl<'a> Constants<'a> {
    /// The constants of a node with these attributes and sockets, of whose inputs `wired` have a wire.
    #[must_use]
    pub fn new(attributes: Attributes<'a>, sockets: &'a Sockets, wired: &'a [String]) -> Self {
        Self { attributes, sockets, wired, found: Vec::new() }
    }

    /// The attributes of the node.
    #[must_use]
    pub fn attributes(&self) -> Attributes<'a> {
        self.attributes
    }

    /// Returns whether the input of this name has a wire.
    #[must_use]
    pub fn is_wired(&self, input: &str) -> bool {
        self.wired.iter().any(|wired| wired == input)
    }

    /// The value that an input has for the whole run: as written, or its default. None when the input has a wire, when
    /// there is no such input, or when what is written is not of its type, which the host reports.
    #[must_use]
    pub fn value(&self, input: &str) -> Option<Value> {
        let socket = self.sockets.inputs.iter().find(|socket| socket.id == input)?;
        if self.is_wired(input) || socket.of_variable {
            return None;
        }
        match self.attributes.written().get(input).or(socket.default.as_ref()) {
            Some(written) => Value::from_attribute(written, socket.kind).ok(),
            None => Some(socket.kind.zero()),
        }
    }

    /// The constant Int of an input.
    #[must_use]
    pub fn int(&self, input: &str) -> Option<i64> {
        match self.value(input) {
            Some(Value::Int(value)) => Some(value),
            _ => None,
        }
    }

    /// The constant number of an input, as a Float.
    #[must_use]
    pub fn float(&self, input: &str) -> Option<f64> {
        match self.value(input) {
            Some(Value::Float(value)) => Some(value),
            _ => None,
        }
    }

    /// The constant String of an input.
    #[must_use]
    pub fn text(&self, input: &str) -> Option<Text> {
        match self.value(input) {
            Some(Value::String(value)) => Some(value),
            _ => None,
        }
    }

    /// Adds a mistake in an attribute or in the constant of an input.
    pub fn refuse(&mut self, id: &str, code: &str, message: impl Into<String>) {
        let pointer = format!("/{id}");
        self.found.push(AttributeMistake { pointer, code: code.into(), message: message.into() });
    }

    /// Adds the failure that the constant of this input would cause in a run, if it does.
    pub fn check<T>(&mut self, input: &str, result: Result<T, NodeError>) {
        if let Err(error) = result {
            self.refuse(input, &error.code, format!("`{input}`: {}", error.message));
        }
    }

    /// What was found.
    #[must_use]
    pub fn into_mistakes(self) -> Vec<AttributeMistake> {
        self.found
    }
}
