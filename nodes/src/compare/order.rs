use crate::types;
use pulsewire_plugin::{Constants, Context, NodeError, Value, ValueType};
use std::cmp::Ordering;

/// How the first two inputs compare: numbers by value, strings by the code points of their characters. None when one
/// is NaN.
#[inline]
pub(crate) fn order(context: &Context<'_>, kind: ValueType) -> Result<Option<Ordering>, NodeError> {
    let (a, b) = (types::check_input(context, 0, kind)?, types::check_input(context, 1, kind)?);
    match (a, b) {
        (Value::String(a), Value::String(b)) => Ok(Some(a.as_str().cmp(b))),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => Ok(numbers(a, b)),
        _ => Err(incomparable(a, b)),
    }
}

/// Refuses a constant that compares with nothing, and two constants that do not compare with each other.
pub(super) fn check_operands(constants: &mut Constants<'_>) {
    let [a, b] = ["a", "b"].map(|id| constants.value(id));
    let refused = match (&a, &b) {
        (Some(a), _) if !is_ordered(a) => ("a", incomparable(a, a)),
        (_, Some(b)) if !is_ordered(b) => ("b", incomparable(b, b)),
        (Some(a), Some(b)) if is_string(a) != is_string(b) => ("b", incomparable(a, b)),
        _ => return,
    };
    constants.check(refused.0, Err::<(), _>(refused.1));
}

fn is_string(value: &Value) -> bool {
    matches!(value, Value::String(_))
}

fn is_ordered(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Int(_) | Value::Float(_))
}

/// How two numbers compare; exact, also between an Int and a Float.
pub(crate) fn numbers(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => int_float(*a, *b),
        (Value::Float(a), Value::Int(b)) => int_float(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// 2^63: the smallest Float that is greater than every Int.
const INT_END: f64 = 9_223_372_036_854_775_808.0;

#[allow(clippy::cast_possible_truncation)]
fn int_float(a: i64, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if b >= INT_END {
        return Some(Ordering::Less);
    }
    if b < -INT_END {
        return Some(Ordering::Greater);
    }
    // Within these bounds, the integer part of a Float fits in an Int.
    let whole = b.trunc();
    whole.partial_cmp(&b).map(|rest| a.cmp(&(whole as i64)).then(rest))
}

#[cold]
fn incomparable(a: &Value, b: &Value) -> NodeError {
    let (a, b) = (types::name(a), types::name(b));
    let why = format!("cannot compare {a} with {b}: compare two numbers or two strings");
    NodeError::new("type_mismatch", why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_and_floats_compare_exactly() {
        let cases = [
            (5, 5.0, Ordering::Equal),
            (5, 5.5, Ordering::Less),
            (-5, -5.5, Ordering::Greater),
            (0, -0.0, Ordering::Equal),
            (i64::MAX, INT_END, Ordering::Less),
            (i64::MIN, -INT_END, Ordering::Equal),
            (i64::MIN, f64::NEG_INFINITY, Ordering::Greater),
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Ordering::Greater),
        ];
        for (a, b, wanted) in cases {
            let (a, b) = (Value::Int(a), Value::Float(b));
            assert_eq!(numbers(&a, &b), Some(wanted), "{a} {b}");
            assert_eq!(numbers(&b, &a), Some(wanted.reverse()), "{b} {a}");
        }
        assert_eq!(numbers(&Value::Int(1), &Value::Float(f64::NAN)), None);
    }
}
