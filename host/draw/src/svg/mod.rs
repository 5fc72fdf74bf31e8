//! A graph as a picture: a dark card that reads the same on a light and on a dark page.

mod frame;
mod node;
mod shape;
mod wire;

use super::layout::{Block, Layout, Link, Plan, Point, lay_out};
use super::model::{Drawing, Kind, Node, Role, Wire};
use shape::Shape;

/// The weight of pulses against data: pulses are drawn straighter.
const PULSE_WEIGHT: f64 = 1000.0;

/// A self-contained picture without scripts and external fonts or styles.
pub(super) fn write(drawing: &Drawing) -> String {
    let shapes: Vec<Shape> = drawing.nodes.iter().map(Shape::new).collect();
    let layout = lay_out(&plan(drawing, &shapes));
    frame::write(drawing, &area(&shapes, &layout), &picture(drawing, &shapes, &layout))
}

/// The wires, pulses above data, and above them the nodes.
fn picture(drawing: &Drawing, shapes: &[Shape], layout: &Layout) -> String {
    let mut wires: Vec<(&Wire, _)> = drawing.wires.iter().zip(&layout.routes).collect();
    wires.sort_by_key(|(wire, _)| wire.kind == Kind::Pulse);
    let wires = wires.into_iter().map(|(wire, route)| wire::write(drawing, wire, route));
    let nodes = drawing.nodes.iter().zip(shapes).zip(&layout.corners);
    wires.chain(nodes.map(|((node, shape), at)| node::write(node, shape, *at))).collect()
}

fn plan(drawing: &Drawing, shapes: &[Shape]) -> Plan {
    let block = |(at, node): (usize, &Node)| Block {
        width: shapes[at].width,
        height: shapes[at].height,
        floats: node.role == Role::Value,
        pin: node.at.map(|[x, y]| Point { x, y }),
    };
    let link = |wire: &Wire| Link {
        from: wire.from.node,
        to: wire.to.node,
        from_y: shapes[wire.from.node].port_y(wire.from.port),
        to_y: shapes[wire.to.node].port_y(wire.to.port),
        weight: if wire.kind == Kind::Pulse { PULSE_WEIGHT } else { 1.0 },
    };
    Plan {
        boxes: drawing.nodes.iter().enumerate().map(block).collect(),
        links: drawing.wires.iter().map(link).collect(),
    }
}

/// The upper left and the lower right corner of everything.
fn area(shapes: &[Shape], layout: &Layout) -> (Point, Point) {
    let boxes = layout.corners.iter().zip(shapes);
    let boxes = boxes.flat_map(|(at, shape)| [*at, at.moved(shape.width, shape.height)]);
    let wires = layout.routes.iter().flat_map(|route| wire::corners(route));
    let mut points = boxes.chain(wires);
    let Some(first) = points.next() else { return Default::default() };
    points.fold((first, first), |(low, high), point| {
        (
            Point { x: low.x.min(point.x), y: low.y.min(point.y) },
            Point { x: high.x.max(point.x), y: high.y.max(point.y) },
        )
    })
}

/// A number with at most one digit after the point.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn pair(point: Point) -> String {
    format!("{},{}", number(point.x), number(point.y))
}
