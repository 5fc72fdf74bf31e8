use crate::{Value, ValueType};
use std::borrow::Cow;

/// Why a node failed. It ends the branch and reaches the graph's On Error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NodeError {
    /// A stable word for programs, in snake_case: `division_by_zero`.
    pub code: Cow<'static, str>,
    /// A sentence for people, with what to do.
    pub message: String,
    /// The data input at fault; the host puts its name in front of the message.
    pub input: Option<u32>,
    /// The pulse output by which the failure leaves when a wire is there: it is handled then. Without a wire, or
    /// when the node was only read, it reaches On Error like any other.
    pub pulse: Option<u32>,
}

impl NodeError {
    /// The code of a node that panicked: the host takes it out of service.
    pub const PANIC: &'static str = "panic";

    /// A failure with a stable code and a sentence.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), message: message.into(), input: None, pulse: None }
    }

    /// The same failure, blamed on a data input.
    #[must_use]
    pub fn at_input(mut self, input: usize) -> Self {
        self.input = u32::try_from(input).ok();
        self
    }

    /// The same failure, leaving by a pulse output when a wire is there.
    #[must_use]
    pub fn by_pulse(mut self, output: u32) -> Self {
        self.pulse = Some(output);
        self
    }

    /// A value of the wrong type arrived at a data input: code `type_mismatch`.
    #[must_use]
    #[cold]
    pub fn mismatch(input: usize, wanted: ValueType, found: &Value) -> Self {
        let found = if *found == Value::Null { "nothing (null)" } else { found.kind().name() };
        Self::new("type_mismatch", format!("wants {wanted}, got {found}")).at_input(input)
    }
}

impl Value {
    /// This value, unless it is too deep: for nodes that put values into each other.
    ///
    /// # Errors
    /// `too_deep` beyond [`MAX_DEPTH`](Self::MAX_DEPTH).
    pub fn check_depth(self) -> Result<Self, NodeError> {
        if self.depth() <= Self::MAX_DEPTH {
            return Ok(self);
        }
        let most = Self::MAX_DEPTH;
        Err(NodeError::new(
            "too_deep",
            format!("arrays and dictionaries stand in each other more than {most} deep"),
        ))
    }
}
