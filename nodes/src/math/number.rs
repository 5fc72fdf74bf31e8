//! Arithmetic that never wraps and never yields what is no number.

use pulsewire_plugin::{Context, Flow, NodeError, Setup, Value, ValueType};

/// The type a node computes with.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Int,
    Float,
}

impl Number {
    pub(super) fn of(setup: &Setup<'_>) -> Self {
        match setup.attributes.kind("data_type") {
            ValueType::Float => Self::Float,
            _ => Self::Int,
        }
    }
}

/// Sets the first output to what comes out of all inputs, from the first to the last.
#[inline]
pub(super) fn fold(
    context: &mut Context<'_>,
    number: Number,
    int: impl Fn(i64, i64) -> Option<i64>,
    float: impl Fn(f64, f64) -> f64,
) -> Result<Flow, NodeError> {
    let result: Value = match number {
        Number::Int => {
            let first = context.int(0)?;
            let rest = 1..context.inputs();
            rest.into_iter()
                .try_fold(first, |so_far, at| int(so_far, context.int(at)?).ok_or_else(overflow))?
                .into()
        }
        Number::Float => {
            let mut result = context.float(0)?;
            for at in 1..context.inputs() {
                result = float(result, context.float(at)?);
            }
            finite(result)?.into()
        }
    };
    context.set(0, result);
    Ok(Flow::NEXT)
}

/// A whole number beyond 64 bits.
#[cold]
pub(super) fn overflow() -> NodeError {
    let why = "the result does not fit in an Int (64 bits, up to about 9.2e18): use smaller numbers, or set \
               data_type to Float";
    NodeError::new("overflow", why)
}

/// A Float result, when it is a number.
pub(super) fn finite(result: f64) -> Result<f64, NodeError> {
    if result.is_finite() { Ok(result) } else { Err(not_finite(result)) }
}

#[cold]
fn not_finite(result: f64) -> NodeError {
    let why = format!("the result is {result}, beyond what a Float can hold: use smaller numbers");
    NodeError::new("not_finite", why)
}

/// A divisor of 0, at the second input.
#[cold]
pub(super) fn division_by_zero() -> NodeError {
    let why = "is 0, and nothing can be divided by 0: test it with Is Equal and Branch first";
    NodeError::new("division_by_zero", why).at_input(1)
}
