use crate::{Value, ValueType};
use serde::{Deserialize, Serialize};

/// The sockets of a node with given attributes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sockets {
    /// Where pulses come in.
    pub pulse_inputs: Vec<PulseSocket>,
    /// Where data comes in.
    pub inputs: Vec<Socket>,
    /// Where pulses go out.
    pub pulse_outputs: Vec<PulseSocket>,
    /// Where data goes out.
    pub outputs: Vec<Socket>,
}

/// A socket for pulses (▶): "execute now".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PulseSocket {
    /// Its name in files, in snake_case.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What a pulse here means.
    pub doc: String,
}

/// A socket for data (■).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Socket {
    /// Its name in files, in snake_case. An attribute of this name is an input's default.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The type of its values.
    pub kind: ValueType,
    /// What the value means, with its unit and range.
    pub doc: String,
    /// What an input holds with neither wire nor attribute: JSON, or none for the type's zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// A data output of a variable node has the type of the variable that the node names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_variable: bool,
    /// An input is read again before each round of its node, not only when the pulse enters the node.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub live: bool,
}

impl Sockets {
    /// Gives the data sockets of these ids this type.
    pub fn set_kind(&mut self, ids: &[&str], kind: ValueType) {
        let sockets = self.inputs.iter_mut().chain(&mut self.outputs);
        sockets.filter(|socket| ids.contains(&&*socket.id)).for_each(|socket| socket.kind = kind);
    }
}

impl PulseSocket {
    /// A pulse socket.
    #[must_use]
    pub fn new(id: &str, title: &str, doc: &str) -> Self {
        Self { id: id.to_owned(), title: title.to_owned(), doc: doc.to_owned() }
    }

    /// The standard socket `pulse`.
    #[must_use]
    pub fn standard(doc: &str) -> Self {
        Self::new("pulse", "Pulse", doc)
    }
}

impl Socket {
    /// A data socket.
    #[must_use]
    pub fn new(id: &str, title: &str, kind: ValueType, doc: &str) -> Self {
        let (id, title, doc) = (id.to_owned(), title.to_owned(), doc.to_owned());
        Self { id, title, kind, doc, default: None, of_variable: false, live: false }
    }

    /// A data socket of type Bool.
    #[must_use]
    pub fn bool(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Bool, doc)
    }

    /// A data socket of type Int.
    #[must_use]
    pub fn int(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Int, doc)
    }

    /// A data socket of type Float.
    #[must_use]
    pub fn float(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Float, doc)
    }

    /// A data socket of type String.
    #[must_use]
    pub fn string(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::String, doc)
    }

    /// A data socket of type Binary.
    #[must_use]
    pub fn binary(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Binary, doc)
    }

    /// A data socket of type Array.
    #[must_use]
    pub fn array(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Array, doc)
    }

    /// A data socket of type Dictionary.
    #[must_use]
    pub fn dictionary(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Dictionary, doc)
    }

    /// A data socket that takes values of every type.
    #[must_use]
    pub fn any(id: &str, title: &str, doc: &str) -> Self {
        Self::new(id, title, ValueType::Any, doc)
    }

    /// The same socket, with this default instead of the type's zero.
    #[must_use]
    pub fn with_default(mut self, default: impl Into<serde_json::Value>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// The same socket, with the type of the variable that the node's attribute names.
    #[must_use]
    pub fn of_variable(mut self) -> Self {
        self.of_variable = true;
        self
    }

    /// The same input, read again before each round of its node: the condition of a loop. All other inputs are read once,
    /// when the pulse enters the node, and hold while its branch runs and when its event comes later.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// The value of this socket before it is set.
    ///
    /// # Errors
    /// When the default in the node type is not of the socket's type.
    pub fn initial(&self) -> Result<Value, crate::AttributeError> {
        match &self.default {
            Some(json) => Value::from_attribute(json, self.kind),
            None => Ok(self.kind.zero()),
        }
    }
}
