use crate::types;
use pulsewire_plugin::{Array, Constants, Context, NodeError, Value, ValueType};

/// The code of a failure for want of an element.
const OUT_OF_RANGE: &str = "index_out_of_range";

/// The index at the second input; none when the array has no such element.
pub(super) fn within(context: &Context<'_>, array: &Array) -> Result<Option<usize>, NodeError> {
    let index = usize::try_from(context.int(1)?).ok();
    Ok(index.filter(|index| *index < array.len()))
}

/// The position of an element that exists; `index` is the value of an input of the type Any.
pub(crate) fn element(index: &Value, input: usize, array: &Array) -> Result<usize, NodeError> {
    let Some(Value::Int(at)) = types::coerce(index, ValueType::Int) else {
        return Err(NodeError::mismatch(input, ValueType::Int, index));
    };
    let at = usize::try_from(at).ok().filter(|at| *at < array.len());
    at.ok_or_else(|| out_of_range(index, array.len()).at_input(input))
}

/// The array has no element at this index, that of the second input.
#[cold]
pub(super) fn out_of_range(index: &Value, length: usize) -> NodeError {
    let has = match length {
        0 => "the array is empty".to_owned(),
        1 => "the array has 1 element (0)".to_owned(),
        _ => format!("the array has {length} elements (0 to {})", length - 1),
    };
    NodeError::new(OUT_OF_RANGE, format!("is {index}, but {has}")).at_input(1)
}

/// Refuses a constant index that no array has, or that a constant array does not have.
pub(super) fn check_index(constants: &mut Constants<'_>) {
    let Some(index) = constants.int("index") else { return };
    let length = match constants.value("array") {
        Some(Value::Array(array)) => array.len(),
        _ if index < 0 => {
            let why = format!("is {index}, but the first element has the index 0");
            return constants.check("index", Err::<(), _>(NodeError::new(OUT_OF_RANGE, why)));
        }
        _ => return,
    };
    if usize::try_from(index).map_or(true, |index| index >= length) {
        constants.check("index", Err::<(), _>(out_of_range(&Value::Int(index), length)));
    }
}

/// The position of a new element, from the second input: at most the length of the array.
pub(super) fn insertion(index: i64, length: usize) -> Result<usize, NodeError> {
    let at = usize::try_from(index).ok().filter(|at| *at <= length);
    at.ok_or_else(|| {
        let why = format!(
            "is {index}, but an array of length {length} takes new elements at 0 to {length}"
        );
        NodeError::new(OUT_OF_RANGE, why).at_input(1)
    })
}

/// Refuses a constant position at which no array, or not the constant array, takes a new element.
pub(super) fn check_insertion(constants: &mut Constants<'_>) {
    let Some(index) = constants.int("index") else { return };
    let length = match constants.value("array") {
        Some(Value::Array(array)) => array.len(),
        _ if index < 0 => 0,
        _ => return,
    };
    constants.check("index", insertion(index, length));
}
