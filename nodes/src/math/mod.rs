//! Arithmetic.

mod add;
mod divide;
mod increment;
mod modulo;
mod multiply;
mod number;
mod subtract;

use crate::sockets;
use pulsewire_plugin::{
    Attribute, AttributeMistake, Attributes, Constants, NodeType, Sockets, Value, ValueType,
};

pub(crate) fn node_types() -> Vec<NodeType> {
    vec![
        add::node_type(),
        subtract::node_type(),
        multiply::node_type(),
        divide::node_type(),
        modulo::node_type(),
        increment::node_type(),
    ]
}

fn data_type() -> Attribute {
    Attribute::data_type(&[ValueType::Int, ValueType::Float], ValueType::Int)
}

/// How the sockets of the nodes with any number of inputs depend on their attributes.
const COUNTED: &str =
    "`count` inputs: input_1, input_2, ...; `data_type` is the type of every data socket.";

fn counted(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), AttributeMistake> {
    sockets::counted_inputs(ValueType::Int, "One of the numbers.")(attributes, sockets)?;
    typed(attributes, sockets)
}

/// How the sockets of the other nodes depend on their attributes.
const TYPED: &str = "`data_type` is the type of every data socket.";

fn typed(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), AttributeMistake> {
    let kind = attributes.kind("data_type");
    let all = sockets.inputs.iter_mut().chain(&mut sockets.outputs);
    all.for_each(|socket| socket.kind = kind);
    Ok(())
}

/// Refuses a constant divisor of 0.
fn check_divisor(constants: &mut Constants<'_>) {
    if let Some(Value::Int(0) | Value::Float(0.0)) = constants.value("divisor") {
        constants.check("divisor", Err::<(), _>(number::division_by_zero()));
    }
}
