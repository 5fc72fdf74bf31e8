use super::shape::{SETTING, SIDE, Shape, TITLE, count};
use super::{number, pair};
use crate::colours::{ERROR, kind_colour, node_colour};
use crate::label::escape_xml;
use crate::layout::Point;
use crate::model::{Kind, Node, Port};

/// A node with its upper left corner at `at`.
pub(super) fn write(node: &Node, shape: &Shape, at: Point) -> String {
    let off = if node.enabled { "" } else { " opacity=\".45\"" };
    let mut parts = vec![format!("<g transform=\"translate({})\"{off}>", pair(at))];
    parts.push(boxes(node, shape));
    parts.push(title(shape));
    for (row, (id, value)) in shape.settings.iter().enumerate() {
        let y = shape.settings_y() + SETTING * (count(row) + 0.75);
        parts.push(text("r", SIDE, y, &setting(id, value)));
    }
    for (index, port) in node.inputs.iter().enumerate() {
        parts.push(input(port, &shape.inputs[index], shape.port_y(index)));
    }
    for (index, port) in node.outputs.iter().enumerate() {
        parts.push(output(port, &shape.outputs[index].0, shape.width, shape.port_y(index)));
    }
    for (row, problem) in shape.problems.iter().enumerate() {
        let y = shape.problems_y() + SETTING * (count(row) + 0.75);
        parts.push(text("e", SIDE, y, &escape_xml(problem)));
    }
    parts.push("</g>\n".to_owned());
    parts.concat()
}

fn boxes(node: &Node, shape: &Shape) -> String {
    let (width, height) = (number(shape.width), number(shape.height));
    let border = if node.problems.is_empty() { "#454d5a" } else { ERROR };
    let dashed = if node.enabled { "" } else { " stroke-dasharray=\"5 4\"" };
    let colour = node_colour(node);
    let bar =
        format!("M0,{TITLE}V8Q0,0 8,0H{}Q{width},0 {width},8V{TITLE}Z", number(shape.width - 8.0));
    format!(
        "<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#262b33\"/>\
         <path d=\"{bar}\" fill=\"{colour}\"/>\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"none\" stroke=\"{border}\" \
         stroke-width=\"1.2\"{dashed}/>"
    )
}

fn title(shape: &Shape) -> String {
    let (name, type_id) = (escape_xml(&shape.name), escape_xml(&shape.type_id));
    let below = format!("<tspan class=\"n\">{name}</tspan><tspan dx=\"10\">{type_id}</tspan>");
    text("t", SIDE, 18.0, &escape_xml(&shape.title)) + &text("i", SIDE, 34.0, &below)
}

fn input(port: &Port, (id, value): &(String, Option<String>), y: f64) -> String {
    let label = match value {
        Some(value) => setting(id, value),
        None => escape_xml(id),
    };
    socket(port, 0.0, y) + &text(class(port), SIDE, y + 4.0, &label)
}

fn output(port: &Port, id: &str, width: f64, y: f64) -> String {
    let (x, baseline) = (number(width - SIDE), number(y + 4.0));
    let (class, id) = (class(port), escape_xml(id));
    let label = format!(
        "<text class=\"{class}\" x=\"{x}\" y=\"{baseline}\" text-anchor=\"end\">{id}</text>"
    );
    socket(port, width, y) + &label
}

/// A triangle for pulses, a square for data: full when a wire is attached.
fn socket(port: &Port, x: f64, y: f64) -> String {
    let colour = if port.known { kind_colour(port.kind) } else { ERROR };
    let fill = if port.wired { colour } else { "#15181d" };
    let style = format!("fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.6\"");
    let (left, top) = (number(x - 4.0), number(y - 4.0));
    let shape = match port.kind {
        Kind::Pulse => format!(
            "<path d=\"M{},{}l10,5.5l-10,5.5Z\" {style} stroke-linejoin=\"round\">",
            number(x - 4.0),
            number(y - 5.5)
        ),
        _ => format!("<rect x=\"{left}\" y=\"{top}\" width=\"8\" height=\"8\" rx=\"2\" {style}>"),
    };
    let end = if port.kind == Kind::Pulse { "</path>" } else { "</rect>" };
    format!("{shape}<title>{}: {}</title>{end}", escape_xml(&port.id), port.kind.name())
}

const fn class(port: &Port) -> &'static str {
    match port {
        Port { known: false, .. } => "e",
        Port { wired: true, .. } => "p",
        Port { value: Some(_), .. } => "r",
        _ => "u",
    }
}

fn setting(id: &str, value: &str) -> String {
    format!("{} = <tspan class=\"v\">{}</tspan>", escape_xml(id), escape_xml(value))
}

pub(super) fn text(class: &str, x: f64, y: f64, label: &str) -> String {
    format!("<text class=\"{class}\" x=\"{}\" y=\"{}\">{label}</text>", number(x), number(y))
}
