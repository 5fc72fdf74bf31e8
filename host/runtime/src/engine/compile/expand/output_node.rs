use crate::function::{Function, node_type};
use pulsewire_plugin::{Context, Flow, NodeInfo, NodeKind, NodeType, Sockets, Trigger};

/// The node that holds outputs of a function: it takes their values when a pulse leaves the function through it, or when
/// they are read.
pub(super) fn output_node(function: &Function, held: &[&str], takes_pulses: bool) -> NodeType {
    let outside = node_type(function).info;
    let pulses = if takes_pulses { outside.sockets.pulse_outputs } else { Vec::new() };
    let mut data = outside.sockets.outputs;
    data.retain(|socket| held.contains(&socket.id.as_str()));
    let count = data.len();
    let sockets = Sockets {
        pulse_inputs: pulses.clone(),
        inputs: data.clone(),
        pulse_outputs: pulses,
        outputs: data,
    };
    let kind = if takes_pulses { NodeKind::Action } else { NodeKind::Value };
    NodeInfo { sockets, kind, attributes: Vec::new(), examples: Vec::new(), ..outside }.run(
        move |context: &mut Context<'_>| {
            for at in 0..count {
                let value = context.input(at).clone();
                context.set(at, value);
            }
            Ok(match context.trigger() {
                Trigger::Pulse(pulse) => Flow::Emit(pulse),
                _ => Flow::NEXT,
            })
        },
    )
}
