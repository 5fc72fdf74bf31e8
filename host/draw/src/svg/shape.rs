use crate::label::{truncate, width};
use crate::model::{Node, Port};

/// The height of the title bar, and of a row of each kind.
pub(super) const TITLE: f64 = 42.0;
pub(super) const SETTING: f64 = 17.0;
pub(super) const PORT: f64 = 20.0;
/// The space above and below the rows, and beside them.
pub(super) const PAD: f64 = 7.0;
pub(super) const SIDE: f64 = 13.0;
/// The width of a column, wide enough for the usual fonts.
pub(super) const MONO: f64 = 6.65;
const BOLD: f64 = 8.6;

const MIN_WIDTH: f64 = 130.0;
const BETWEEN_PORTS: f64 = 26.0;

/// The texts of a node as they are drawn, and its size.
pub(super) struct Shape {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) title: String,
    pub(super) name: String,
    pub(super) type_id: String,
    pub(super) settings: Vec<(String, String)>,
    /// The id of each socket, and the value set on it.
    pub(super) inputs: Vec<(String, Option<String>)>,
    pub(super) outputs: Vec<(String, Option<String>)>,
    pub(super) problems: Vec<String>,
}

impl Shape {
    pub(super) fn new(node: &Node) -> Self {
        let setting = |(id, value): &(String, String)| (truncate(id, 24), truncate(value, 30));
        let mut shape = Self {
            width: 0.0,
            height: 0.0,
            title: truncate(&node.title, 36),
            name: truncate(&node.name, 28),
            type_id: truncate(&node.type_id, 36),
            settings: node.settings.iter().map(setting).collect(),
            inputs: node.inputs.iter().map(port).collect(),
            outputs: node.outputs.iter().map(port).collect(),
            problems: node.problems.iter().map(|problem| truncate(problem, 52)).collect(),
        };
        shape.width = shape.needed_width().ceil();
        shape.height = shape.problems_y() + SETTING * count(shape.problems.len()) + PAD;
        shape
    }

    fn needed_width(&self) -> f64 {
        let setting = |(id, value): &(String, String)| mono(id) + mono(value) + 3.0 * MONO;
        let rows = (0..self.inputs.len().max(self.outputs.len())).map(|row| {
            let (left, right) = (side(self.inputs.get(row)), side(self.outputs.get(row)));
            left + right + if left > 0.0 && right > 0.0 { BETWEEN_PORTS } else { 0.0 }
        });
        let wide = [
            BOLD * count(width(&self.title)),
            mono(&self.name) + mono(&self.type_id) + 12.0,
            MIN_WIDTH - 2.0 * SIDE,
        ];
        let wide = wide.into_iter().chain(self.settings.iter().map(setting));
        let wide = wide.chain(rows).chain(self.problems.iter().map(|problem| mono(problem)));
        wide.fold(0.0, f64::max) + 2.0 * SIDE
    }

    pub(super) fn settings_y(&self) -> f64 {
        TITLE + PAD
    }

    fn ports_y(&self) -> f64 {
        self.settings_y() + SETTING * count(self.settings.len())
    }

    /// The middle of the row of a socket.
    pub(super) fn port_y(&self, port: usize) -> f64 {
        self.ports_y() + PORT * (count(port) + 0.5)
    }

    pub(super) fn problems_y(&self) -> f64 {
        self.ports_y() + PORT * count(self.inputs.len().max(self.outputs.len()))
    }
}

fn port(port: &Port) -> (String, Option<String>) {
    (truncate(&port.id, 24), port.value.as_ref().map(|value| truncate(value, 28)))
}

fn side(port: Option<&(String, Option<String>)>) -> f64 {
    let Some((id, value)) = port else { return 0.0 };
    mono(id) + value.as_ref().map_or(0.0, |value| mono(value) + 3.0 * MONO)
}

pub(super) fn mono(text: &str) -> f64 {
    MONO * count(width(text))
}

/// Texts and lists of a picture are far shorter than 2^52.
#[allow(clippy::cast_precision_loss)]
pub(super) fn count(number: usize) -> f64 {
    number as f64
}
