use crate::value::whole_number;
use crate::{Array, Binary, Dictionary, NodeError, Text, Trigger, Value, ValueType};
use abi_stable::StableAbi;
use abi_stable::std_types::{ROption, RSlice, RSliceMut};

/// The state of a loop between two iterations; see [`Flow::Loop`](crate::Flow::Loop).
#[repr(C)]
#[derive(StableAbi, Clone, Debug, Default, PartialEq)]
pub struct LoopState {
    /// The value it iterates over.
    pub value: Value,
    /// The current index.
    pub at: i64,
    /// The index at which it ends.
    pub end: i64,
    /// The difference between two indices.
    pub step: i64,
}

/// What a node sees of its graph while it runs: its inputs, outputs and variable.
///
/// Data inputs and data outputs are counted separately from 0, in the order of the node type's sockets.
///
/// It crosses the boundary by reference: a plugin's node costs no more than the call.
#[repr(C)]
#[derive(StableAbi, Debug)]
pub struct Context<'a> {
    pub(crate) slots: RSliceMut<'a, Value>,
    pub(crate) inputs: RSlice<'a, u32>,
    pub(crate) event: &'a mut Value,
    pub(crate) loop_state: &'a mut LoopState,
    pub(crate) first_output: u32,
    pub(crate) variable: ROption<u32>,
    pub(crate) trigger: RawTrigger,
}

/// A [`Trigger`](crate::Trigger) with a stable layout.
#[repr(C)]
#[derive(StableAbi, Clone, Copy, Debug)]
pub struct RawTrigger {
    pub(crate) kind: u32,
    pub(crate) pulse: u32,
}

impl<'a> Context<'a> {
    /// Created by the engine. `inputs` holds the slot of each data input; the data outputs are the slots from
    /// `first_output` on; `variable` is the slot of the variable that the node's attribute names.
    #[must_use]
    #[inline]
    pub fn new(
        slots: &'a mut [Value],
        inputs: &'a [u32],
        first_output: u32,
        variable: Option<u32>,
        trigger: Trigger,
        event: &'a mut Value,
        loop_state: &'a mut LoopState,
    ) -> Self {
        let (slots, inputs) = (slots.into(), inputs.into());
        let (variable, trigger) = (variable.into(), trigger.into());
        Self { slots, inputs, event, loop_state, first_output, variable, trigger }
    }

    /// Why the node runs.
    #[must_use]
    #[inline]
    pub fn trigger(&self) -> Trigger {
        self.trigger.into()
    }

    /// Takes the event; null when it was already taken, and for every other trigger.
    #[inline]
    pub fn take_event(&mut self) -> Value {
        std::mem::take(self.event)
    }

    /// The state of a loop between two iterations. Each pulse into the node has a state of its own, so the body of a
    /// loop may start the loop again.
    #[inline]
    pub fn loop_state(&mut self) -> &mut LoopState {
        self.loop_state
    }

    /// How many data inputs the node has.
    #[must_use]
    #[inline]
    pub fn inputs(&self) -> usize {
        self.inputs.len()
    }

    /// The value at a data input.
    #[must_use]
    #[inline]
    pub fn input(&self, input: usize) -> &Value {
        &self.slots[self.inputs[input] as usize]
    }

    /// Sets a data output.
    #[inline]
    pub fn set(&mut self, output: usize, value: impl Into<Value>) {
        self.slots[self.first_output as usize + output].replace_with(value.into());
    }

    /// The value that a data output holds.
    #[must_use]
    #[inline]
    pub fn output(&self, output: usize) -> &Value {
        &self.slots[self.first_output as usize + output]
    }

    /// The variable that the node's attribute of kind Variable names.
    ///
    /// # Errors
    /// When the node type has no such attribute.
    #[inline]
    pub fn variable(&mut self) -> Result<&mut Value, NodeError> {
        match self.variable.into_option() {
            Some(slot) => Ok(&mut self.slots[slot as usize]),
            None => Err(NodeError::new(
                "no_variable",
                "this node type has no attribute that names a variable",
            )),
        }
    }

    /// The Bool at a data input.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn bool(&self, input: usize) -> Result<bool, NodeError> {
        match self.input(input) {
            Value::Bool(value) => Ok(*value),
            other => Err(NodeError::mismatch(input, ValueType::Bool, other)),
        }
    }

    /// The Int at a data input. A Float without a fraction that arrives from an `Any` output is one, since some programs
    /// write 5 as 5.0 in JSON.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn int(&self, input: usize) -> Result<i64, NodeError> {
        match self.input(input) {
            Value::Int(value) => Ok(*value),
            other => whole_at(input, other),
        }
    }

    /// The Float at a data input. An Int becomes a Float.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    #[allow(clippy::cast_precision_loss)]
    pub fn float(&self, input: usize) -> Result<f64, NodeError> {
        match self.input(input) {
            Value::Float(value) => Ok(*value),
            Value::Int(value) => Ok(*value as f64),
            other => Err(NodeError::mismatch(input, ValueType::Float, other)),
        }
    }

    /// The String at a data input.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn text(&self, input: usize) -> Result<&Text, NodeError> {
        match self.input(input) {
            Value::String(value) => Ok(value),
            other => Err(NodeError::mismatch(input, ValueType::String, other)),
        }
    }

    /// The Binary at a data input.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn binary(&self, input: usize) -> Result<&Binary, NodeError> {
        match self.input(input) {
            Value::Binary(value) => Ok(value),
            other => Err(NodeError::mismatch(input, ValueType::Binary, other)),
        }
    }

    /// The Array at a data input.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn array(&self, input: usize) -> Result<&Array, NodeError> {
        match self.input(input) {
            Value::Array(value) => Ok(value),
            other => Err(NodeError::mismatch(input, ValueType::Array, other)),
        }
    }

    /// The Dictionary at a data input.
    ///
    /// # Errors
    /// When the value has another type, which is only possible for one from an `Any` output.
    #[inline]
    pub fn dictionary(&self, input: usize) -> Result<&Dictionary, NodeError> {
        match self.input(input) {
            Value::Dictionary(value) => Ok(value),
            other => Err(NodeError::mismatch(input, ValueType::Dictionary, other)),
        }
    }
}

#[cold]
fn whole_at(input: usize, value: &Value) -> Result<i64, NodeError> {
    let whole = if let Value::Float(float) = value { whole_number(*float) } else { None };
    whole.ok_or_else(|| NodeError::mismatch(input, ValueType::Int, value))
}

impl From<Trigger> for RawTrigger {
    #[inline]
    fn from(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Pulse(pulse) => Self { kind: 0, pulse },
            Trigger::Event => Self { kind: 1, pulse: 0 },
            Trigger::Read => Self { kind: 2, pulse: 0 },
            Trigger::Resume => Self { kind: 3, pulse: 0 },
        }
    }
}

impl From<RawTrigger> for Trigger {
    #[inline]
    fn from(raw: RawTrigger) -> Self {
        match raw.kind {
            0 => Self::Pulse(raw.pulse),
            1 => Self::Event,
            2 => Self::Read,
            _ => Self::Resume,
        }
    }
}
