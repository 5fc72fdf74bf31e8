//! Arithmetic.

mod absolute;
mod add;
mod arc_cosine;
mod arc_sine;
mod arc_tangent;
mod arc_tangent_2;
mod average;
mod ceil;
mod clamp;
mod constant;
mod cosine;
mod decrement;
mod distribution;
mod divide;
mod draw;
mod easing;
mod floor;
mod increment;
mod interpolate;
mod logarithm;
mod maximum;
mod minimum;
mod modulo;
mod multiply;
mod number;
mod power;
mod radian_degree_converter;
mod random;
mod range_mapper;
mod root;
mod round;
mod sine;
mod subtract;
mod tangent;
mod trigonometry;
mod value;

pub(crate) use number::{number_at, sum};

use crate::{Services, sockets};
use pulsewire_plugin::{
    Attribute, AttributeMistake, Attributes, Constants, NodeType, Sockets, Value, ValueType,
};
use std::sync::Arc;

pub(crate) fn node_types(services: &Arc<dyn Services>) -> Vec<NodeType> {
    vec![
        add::node_type(),
        subtract::node_type(),
        multiply::node_type(),
        divide::node_type(),
        modulo::node_type(),
        increment::node_type(),
        decrement::node_type(),
        absolute::node_type(),
        ceil::node_type(),
        floor::node_type(),
        round::node_type(),
        minimum::node_type(),
        maximum::node_type(),
        average::node_type(),
        clamp::node_type(),
        power::node_type(),
        root::node_type(),
        logarithm::node_type(),
        range_mapper::node_type(),
        value::node_type(),
        constant::node_type(),
        sine::node_type(),
        cosine::node_type(),
        tangent::node_type(),
        arc_sine::node_type(),
        arc_cosine::node_type(),
        arc_tangent::node_type(),
        arc_tangent_2::node_type(),
        radian_degree_converter::node_type(),
        random::node_type(),
        interpolate::node_type(services),
    ]
}

fn data_type() -> Attribute {
    let doc = "The type of the node's data sockets. With Number they take Ints and Floats, as they come: the result is \
               an Int when all inputs are, and a Float otherwise.";
    Attribute::choice("data_type", "Data Type", &["Int", "Float", "Number"], doc)
}

/// The attribute `data_type` of a node that is of little use for Ints.
fn data_type_float() -> Attribute {
    Attribute { default: "Float".into(), ..data_type() }
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
    if kind == ValueType::Any {
        for socket in &mut sockets.inputs {
            // Without a wire the input of a number is 0, not null.
            socket.default.get_or_insert(0.into());
            let written = attributes.written().get(&socket.id);
            if written.is_some_and(|written| !written.is_number()) {
                let why = format!("`{}` wants a number, as `data_type` says", socket.id);
                return Err(AttributeMistake::new(format!("/{}", socket.id), why));
            }
        }
    }
    Ok(())
}

/// Refuses a constant divisor of 0.
fn check_divisor(constants: &mut Constants<'_>) {
    if let Some(Value::Int(0) | Value::Float(0.0)) = constants.value("divisor") {
        constants.check("divisor", Err::<(), _>(number::division_by_zero()));
    }
}
