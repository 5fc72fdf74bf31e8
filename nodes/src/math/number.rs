//! Arithmetic that never wraps and never results in infinity or NaN.

use crate::types;
use pulsewire_plugin::{Context, NodeError, Setup, Value, ValueType};
use std::ops::Add as _;

/// What the attribute `data_type` of a node says.
#[derive(Clone, Copy)]
pub(super) enum NumberType {
    Int,
    Float,
    /// Int or Float, as it comes.
    Number,
}

/// The numbers at the inputs of a node: all of one type.
pub(super) enum Numbers<const N: usize> {
    Ints([i64; N]),
    Floats([f64; N]),
}

impl NumberType {
    pub(super) fn of(setup: &Setup<'_>) -> Self {
        match setup.attributes.kind("data_type") {
            ValueType::Int => Self::Int,
            ValueType::Float => Self::Float,
            _ => Self::Number,
        }
    }

    /// The numbers at the first `N` inputs. Of different types, they become Floats.
    pub(super) fn inputs<const N: usize>(
        self,
        context: &Context<'_>,
    ) -> Result<Numbers<N>, NodeError> {
        let ints = match self {
            Self::Int => true,
            Self::Float => false,
            Self::Number => (0..N).all(|at| matches!(context.input(at), Value::Int(_))),
        };
        if ints {
            let mut numbers = [0; N];
            for (at, number) in numbers.iter_mut().enumerate() {
                *number = context.int(at)?;
            }
            return Ok(Numbers::Ints(numbers));
        }
        let mut numbers = [0.0; N];
        for (at, number) in numbers.iter_mut().enumerate() {
            *number = self.float(context, at)?;
        }
        Ok(Numbers::Floats(numbers))
    }

    /// The Float at an input.
    fn float(self, context: &Context<'_>, at: usize) -> Result<f64, NodeError> {
        let float = context.float(at);
        match self {
            Self::Number => float.map_err(|_| no_number(context, at)),
            _ => float,
        }
    }
}

/// Combines all inputs, from the first to the last.
pub(super) fn fold<I, F>(
    setup: &Setup<'_>,
    int: I,
    float: F,
) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<I, F>
where
    I: Fn(i64, i64) -> Option<i64>,
    F: Fn(f64, f64) -> f64,
{
    let kind = NumberType::of(setup);
    move |context| match kind {
        NumberType::Float => {
            let mut result = context.float(0)?;
            for at in 1..context.inputs() {
                result = float(result, context.float(at)?);
            }
            Ok(Value::Float(finite(result)?))
        }
        NumberType::Int => {
            let mut result = context.int(0)?;
            for at in 1..context.inputs() {
                result = int(result, context.int(at)?).ok_or_else(overflow)?;
            }
            Ok(Value::Int(result))
        }
        NumberType::Number => {
            let mut result = number_at(context, 0)?;
            for at in 1..context.inputs() {
                result = combine(&result, &number_at(context, at)?, &int, &float)?;
            }
            match result {
                Value::Float(result) => Ok(Value::Float(finite(result)?)),
                result => Ok(result),
            }
        }
    }
}

/// Computes with the only input.
pub(super) fn unary(
    setup: &Setup<'_>,
    int: fn(i64) -> Option<i64>,
    float: fn(f64) -> f64,
) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<> {
    let kind = NumberType::of(setup);
    move |context| match kind.inputs(context)? {
        Numbers::Ints([number]) => Ok(Value::Int(int(number).ok_or_else(overflow)?)),
        Numbers::Floats([number]) => Ok(Value::Float(finite(float(number))?)),
    }
}

/// Divides the first input by the second.
pub(super) fn division<I, F>(
    setup: &Setup<'_>,
    int: I,
    float: F,
) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<I, F>
where
    I: Fn(i64, i64) -> Option<i64>,
    F: Fn(f64, f64) -> f64,
{
    let kind = NumberType::of(setup);
    move |context| match kind.inputs(context)? {
        Numbers::Ints([_, 0]) | Numbers::Floats([_, 0.0]) => Err(division_by_zero()),
        Numbers::Ints([a, b]) => Ok(Value::Int(int(a, b).ok_or_else(overflow)?)),
        Numbers::Floats([a, b]) => Ok(Value::Float(finite(float(a, b))?)),
    }
}

/// The sum of two numbers: an Int when both are.
pub(crate) fn sum(a: &Value, b: &Value) -> Result<Value, NodeError> {
    match combine(a, b, &i64::checked_add, &f64::add)? {
        Value::Float(sum) => Ok(Value::Float(finite(sum)?)),
        sum => Ok(sum),
    }
}

fn combine(
    a: &Value,
    b: &Value,
    int: &impl Fn(i64, i64) -> Option<i64>,
    float: &impl Fn(f64, f64) -> f64,
) -> Result<Value, NodeError> {
    Ok(match (a, b) {
        (Value::Int(a), Value::Int(b)) => Value::Int(int(*a, *b).ok_or_else(overflow)?),
        (a, b) => Value::Float(float(to_float(a), to_float(b))),
    })
}

/// The number at an input of the type Any.
pub(crate) fn number_at(context: &Context<'_>, at: usize) -> Result<Value, NodeError> {
    match context.input(at) {
        number @ (Value::Int(_) | Value::Float(_)) => Ok(number.clone()),
        _ => Err(no_number(context, at)),
    }
}

#[allow(clippy::cast_precision_loss)]
fn to_float(number: &Value) -> f64 {
    match number {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    }
}

#[cold]
fn no_number(context: &Context<'_>, at: usize) -> NodeError {
    let found = types::with_article(types::name(context.input(at)));
    NodeError::new("type_mismatch", format!("wants a number, got {found}")).at_input(at)
}

#[cold]
pub(super) fn overflow() -> NodeError {
    let why = "the result does not fit in an Int (64 bits, up to about 9.2e18): use smaller numbers, or set \
               data_type to Float";
    NodeError::new("overflow", why)
}

/// A result, unless it is infinite or NaN.
pub(super) fn finite(result: f64) -> Result<f64, NodeError> {
    if result.is_finite() { Ok(result) } else { Err(not_finite(result)) }
}

/// 2^63: the smallest Float that is greater than every Int.
const INT_END: f64 = 9_223_372_036_854_775_808.0;

/// The nearest Int.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn rounded(result: f64) -> Result<i64, NodeError> {
    match finite(result)?.round() {
        whole if (-INT_END..INT_END).contains(&whole) => Ok(whole as i64),
        _ => Err(overflow()),
    }
}

#[cold]
fn not_finite(result: f64) -> NodeError {
    let why = match result.is_nan() {
        true => "the result is NaN: it is not defined for these numbers".to_owned(),
        false => format!("the result is {result}, which a Float cannot hold: use smaller numbers"),
    };
    NodeError::new("not_finite", why)
}

/// A number for which a function is not defined.
#[cold]
pub(super) fn out_of_domain(input: usize, found: f64, wanted: &str) -> NodeError {
    let why = format!("is {}, but wants {wanted}", crate::text::number(found));
    NodeError::new("out_of_domain", why).at_input(input)
}

#[cold]
pub(super) fn division_by_zero() -> NodeError {
    let why = "is 0, and division by 0 is undefined: test it with Is Equal and Branch first";
    NodeError::new("division_by_zero", why).at_input(1)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn numbers_are_ints_or_floats_as_they_come() {
        let case = |a, b| json!({ "data_type": "Number", "input_1": a, "input_2": b });
        let cases = [
            (case(json!(1), json!(2)), "3"),
            (case(json!(1), json!(2.0)), "3.0"),
            (case(json!(0.5), json!(1)), "1.5"),
            (case(json!(i64::MAX), json!(1)), "overflow"),
            (case(json!(f64::MAX), json!(f64::MAX)), "not_finite"),
            (json!({ "data_type": "Number" }), "0"),
        ];
        check("math.add", "output", &cases);
        let divide = |a, b| json!({ "data_type": "Number", "dividend": a, "divisor": b });
        let cases = [
            (divide(json!(7), json!(2)), "3"),
            (divide(json!(7), json!(2.0)), "3.5"),
            (divide(json!(7.0), json!(0)), "division_by_zero"),
        ];
        check("math.divide", "quotient", &cases);
    }

    #[test]
    fn what_is_no_number_is_named() {
        let mut node = Bench::new("math.add", json!({ "data_type": "Number" }));
        let error = node.set("input_2", pulsewire_plugin::Value::Null).error();
        assert_eq!((error.message.as_str(), error.input), ("wants a number, got null", Some(1)));
        let written = json!({ "data_type": "Number", "divisor": "1" });
        let why = Bench::creation_error("math.divide", written);
        assert_eq!(why, "`divisor` wants a number, as `data_type` says");
    }
}
