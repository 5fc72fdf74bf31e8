//! What computes with numbers.

mod add;
mod divide;
mod increment;
mod modulo;
mod multiply;
mod number;
mod subtract;

use crate::sockets;
use pulsewire_plugin::{Attribute, Attributes, NodeType, Socket, Sockets, ValueType};

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

fn number(id: &str, title: &str, doc: &str) -> Socket {
    Socket::new(id, title, ValueType::Int, doc)
}

/// How the sockets of the nodes with any number of inputs depend on attributes.
const COUNTED: &str =
    "`count` inputs: input_1, input_2, ...; `data_type` is the type of every data socket.";

fn counted(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    sockets::add_counted(attributes, sockets, &number("input", "Input", "One of the numbers."));
    of_data_type(attributes, sockets)
}

/// How the sockets of the other nodes do.
const TYPED: &str = "`data_type` is the type of every data socket.";

fn of_data_type(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    let kind = attributes.kind("data_type");
    sockets::retype(&mut sockets.inputs, kind);
    sockets::retype(&mut sockets.outputs, kind);
    Ok(())
}
