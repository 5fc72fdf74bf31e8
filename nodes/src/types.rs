use pulsewire_plugin::{Context, NodeError, Value, ValueType, whole_number};

/// `value` as a socket of type `kind` holds it; none when it is of another type. An Int becomes a Float, and a Float
/// without a fraction an Int: in JSON, 5 and 5.0 may be the same number.
#[inline]
#[allow(clippy::cast_precision_loss)]
pub(crate) fn coerce(value: &Value, kind: ValueType) -> Option<Value> {
    match (kind, value) {
        (ValueType::Float, Value::Int(whole)) => Some(Value::Float(*whole as f64)),
        (ValueType::Int, Value::Float(float)) => whole_number(*float).map(Value::Int),
        _ if kind.accepts(value) => Some(value.clone()),
        _ => None,
    }
}

/// The value at a data input as a socket of type `kind` holds it.
#[inline]
pub(crate) fn coerce_input(
    context: &Context<'_>,
    at: usize,
    kind: ValueType,
) -> Result<Value, NodeError> {
    let value = context.input(at);
    coerce(value, kind).ok_or_else(|| NodeError::mismatch(at, kind, value))
}

/// The value at a data input, unchanged, when a socket of type `kind` can hold it.
#[inline]
pub(crate) fn check_input<'a>(
    context: &'a Context<'_>,
    at: usize,
    kind: ValueType,
) -> Result<&'a Value, NodeError> {
    let value = context.input(at);
    let is_same_number = match (kind, value) {
        (ValueType::Float, Value::Int(_)) => true,
        (ValueType::Int, Value::Float(float)) => whole_number(*float).is_some(),
        _ => false,
    };
    if is_same_number || kind.accepts(value) {
        Ok(value)
    } else {
        Err(NodeError::mismatch(at, kind, value))
    }
}

/// A part of a value, named by `what`, is not of the type that the attribute `data_type` names.
#[cold]
pub(crate) fn part_mismatch(what: &str, wanted: ValueType, found: &Value) -> NodeError {
    let (wanted, found) = (with_article(wanted.name()), with_article(name(found)));
    let why = format!("{what} is {found}, not {wanted}: set data_type to its type, or to Any");
    NodeError::new("type_mismatch", why)
}

/// A value within a message: a string in quotes, and at most 40 characters of it.
#[cold]
pub(crate) fn quote(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "..." } else { "" };
    match value {
        Value::String(_) => format!("\"{short}{dots}\""),
        _ => format!("{short}{dots}"),
    }
}

/// The type of a value within a message.
pub(crate) fn name(value: &Value) -> &'static str {
    if *value == Value::Null { "null" } else { value.kind().name() }
}

/// The name of a type with its article.
pub(crate) fn with_article(name: &str) -> String {
    match name {
        "null" => name.to_owned(),
        "Int" | "Array" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_number_is_converted() {
        assert_eq!(coerce(&Value::Int(5), ValueType::Float), Some(Value::Float(5.0)));
        assert_eq!(coerce(&Value::Float(5.0), ValueType::Int), Some(Value::Int(5)));
        assert_eq!(coerce(&Value::Float(5.5), ValueType::Int), None);
        assert_eq!(coerce(&Value::Null, ValueType::String), None);
        assert_eq!(coerce(&Value::Null, ValueType::Any), Some(Value::Null));
    }

    #[test]
    fn long_values_are_cut_in_messages() {
        assert_eq!(quote(&Value::from("é")), "\"é\"");
        assert_eq!(quote(&Value::from("x".repeat(50))), format!("\"{}...\"", "x".repeat(40)));
    }
}
