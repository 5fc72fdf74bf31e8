use super::flat::Socket;

/// Where the inputs of a use lead to, and where its outputs come from.
#[derive(Default)]
pub(super) struct Inside<'a> {
    /// The inputs, those for pulses and for data.
    inputs: Vec<(&'a str, Vec<Socket<'a>>)>,
    /// The outputs, those for pulses and for data.
    outputs: Vec<(&'a str, Vec<Socket<'a>>)>,
}

impl<'a> Inside<'a> {
    pub(super) fn add_input(&mut self, id: &'a str, to: &[Socket<'a>]) {
        add(&mut self.inputs, id, to);
    }

    pub(super) fn add_output(&mut self, id: &'a str, from: &[Socket<'a>]) {
        add(&mut self.outputs, id, from);
    }

    pub(super) fn input(&self, id: &str) -> &[Socket<'a>] {
        get(&self.inputs, id)
    }

    pub(super) fn output(&self, id: &str) -> &[Socket<'a>] {
        get(&self.outputs, id)
    }
}

fn add<'a>(all: &mut Vec<(&'a str, Vec<Socket<'a>>)>, id: &'a str, more: &[Socket<'a>]) {
    match all.iter_mut().find(|(known, _)| *known == id) {
        Some((_, sockets)) => sockets.extend_from_slice(more),
        None => all.push((id, more.to_vec())),
    }
}

fn get<'b, 'a>(all: &'b [(&'a str, Vec<Socket<'a>>)], id: &str) -> &'b [Socket<'a>] {
    let found = all.iter().find(|(known, _)| *known == id);
    found.map(|(_, sockets)| sockets.as_slice()).unwrap_or_default()
}
