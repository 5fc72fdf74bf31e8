use crate::{Value, ValueType};
use std::borrow::Cow;

/// Why a node failed. It ends the branch and reaches the graph's On Error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NodeError {
    /// A stable code for programs, in snake_case: `division_by_zero`.
    pub code: Cow<'static, str>,
    /// A sentence for people, with what to do.
    pub message: String,
    /// The data input that caused it; the host adds its name to the message.
    pub input: Option<u32>,
    /// The pulse output by which the failure leaves if that output has a wire; it then counts as handled. Without a wire,
    /// or when the node was only read, it reaches On Error like any other.
    pub pulse: Option<u32>,
}

impl NodeError {
    /// The code of a node that panicked; the host does not run it again.
    pub const PANIC: &'static str = "panic";

    /// A failure with a stable code and a sentence.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), message: message.into(), input: None, pulse: None }
    }

    /// The same failure, caused by a data input.
    #[must_use]
    pub fn at_input(mut self, input: usize) -> Self {
        self.input = u32::try_from(input).ok();
        self
    }

    /// The same failure, leaving by a pulse output if that output has a wire.
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
    /// This value, unless it is nested too deeply: for nodes that nest values.
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
            format!("arrays and dictionaries are nested more than {most} levels deep"),
        ))
    }
}
