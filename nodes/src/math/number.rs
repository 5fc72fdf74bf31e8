//! Arithmetic that never wraps and never results in infinity or NaN.

use pulsewire_plugin::{Context, NodeError, Setup, Value, ValueType};

/// Combines all inputs, from the first to the last, as Ints or Floats.
pub(super) fn fold<I, F>(
    setup: &Setup<'_>,
    int: I,
    float: F,
) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<I, F>
where
    I: Fn(i64, i64) -> Option<i64>,
    F: Fn(f64, f64) -> f64,
{
    let is_float = is_float(setup);
    move |context| {
        if is_float {
            let mut result = context.float(0)?;
            for at in 1..context.inputs() {
                result = float(result, context.float(at)?);
            }
            return Ok(Value::Float(finite(result)?));
        }
        let mut result = context.int(0)?;
        for at in 1..context.inputs() {
            result = int(result, context.int(at)?).ok_or_else(overflow)?;
        }
        Ok(Value::Int(result))
    }
}

/// Divides the first input by the second, as Ints or Floats.
pub(super) fn division<I, F>(
    setup: &Setup<'_>,
    int: I,
    float: F,
) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<I, F>
where
    I: Fn(i64, i64) -> Option<i64>,
    F: Fn(f64, f64) -> f64,
{
    let is_float = is_float(setup);
    move |context| {
        if is_float {
            let (dividend, divisor) = (context.float(0)?, context.float(1)?);
            return match divisor == 0.0 {
                true => Err(division_by_zero()),
                false => Ok(Value::Float(finite(float(dividend, divisor))?)),
            };
        }
        let (dividend, divisor) = (context.int(0)?, context.int(1)?);
        match divisor {
            0 => Err(division_by_zero()),
            _ => Ok(Value::Int(int(dividend, divisor).ok_or_else(overflow)?)),
        }
    }
}

fn is_float(setup: &Setup<'_>) -> bool {
    setup.attributes.kind("data_type") == ValueType::Float
}

#[cold]
fn overflow() -> NodeError {
    let why = "the result does not fit in an Int (64 bits, up to about 9.2e18): use smaller numbers, or set \
               data_type to Float";
    NodeError::new("overflow", why)
}

fn finite(result: f64) -> Result<f64, NodeError> {
    if result.is_finite() { Ok(result) } else { Err(not_finite(result)) }
}

#[cold]
fn not_finite(result: f64) -> NodeError {
    let why = format!("the result is {result}, which a Float cannot hold: use smaller numbers");
    NodeError::new("not_finite", why)
}

#[cold]
pub(super) fn division_by_zero() -> NodeError {
    let why = "is 0, and division by 0 is undefined: test it with Is Equal and Branch first";
    NodeError::new("division_by_zero", why).at_input(1)
}
