//! Arithmetic.

mod add;
mod divide;
mod increment;
mod modulo;
mod multiply;
mod number;
mod subtract;

use crate::sockets;
use pulsewire_plugin::{Attribute, Attributes, NodeType, Sockets, ValueType};

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

fn counted(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    sockets::counted_inputs(ValueType::Int, "One of the numbers.")(attributes, sockets)?;
    typed(attributes, sockets)
}

/// How the sockets of the other nodes depend on their attributes.
const TYPED: &str = "`data_type` is the type of every data socket.";

fn typed(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    let kind = attributes.kind("data_type");
    let all = sockets.inputs.iter_mut().chain(&mut sockets.outputs);
    all.for_each(|socket| socket.kind = kind);
    Ok(())
}
