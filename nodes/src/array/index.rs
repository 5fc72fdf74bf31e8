use pulsewire_plugin::{Array, Context, NodeError};

/// The index at the second input; none when the array has no such element.
pub(super) fn within(context: &Context<'_>, array: &Array) -> Result<Option<usize>, NodeError> {
    let index = usize::try_from(context.int(1)?).ok();
    Ok(index.filter(|index| *index < array.len()))
}

/// The array has no element at the index of the second input.
#[cold]
pub(super) fn out_of_range(context: &Context<'_>, length: usize) -> NodeError {
    let index = context.input(1);
    let has = match length {
        0 => "the array is empty".to_owned(),
        1 => "the array has 1 element (0)".to_owned(),
        _ => format!("the array has {length} elements (0 to {})", length - 1),
    };
    NodeError::new("index_out_of_range", format!("is {index}, but {has}")).at_input(1)
}
