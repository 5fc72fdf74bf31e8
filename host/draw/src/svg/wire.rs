use super::pair;
use crate::colours::{ERROR, kind_colour};
use crate::label::escape_xml;
use crate::layout::{Point, Run};
use crate::model::{Drawing, Kind, Wire};

/// How far a curve swings out: at least, and at most.
const SWING: (f64, f64) = (28.0, 150.0);
/// How far it swings out where a wire turns back.
const TURN: f64 = 44.0;

/// A wire with a dark outline, which separates crossing wires.
pub(super) fn write(drawing: &Drawing, wire: &Wire, route: &[Run]) -> String {
    let way = path(route);
    let width = if wire.kind == Kind::Pulse { 3.4 } else { 2.0 };
    let (colour, dashed) = match wire.problem {
        Some(_) => (ERROR, " stroke-dasharray=\"6 4\""),
        None => (kind_colour(wire.kind), ""),
    };
    let problem = wire.problem.as_ref().map(|problem| format!(": {problem}")).unwrap_or_default();
    let from = (&drawing.nodes[wire.from.node].name, &drawing.output(wire).id);
    let to = (&drawing.nodes[wire.to.node].name, &drawing.input(wire).id);
    let hint = escape_xml(&format!("{}.{} -> {}.{}{problem}", from.0, from.1, to.0, to.1));
    let edge = width + 3.0;
    format!(
        "<path d=\"{way}\" fill=\"none\" stroke=\"#15181d\" stroke-width=\"{edge}\"/>\
         <path d=\"{way}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashed}>\
         <title>{hint}</title></path>\n"
    )
}

fn path(route: &[Run]) -> String {
    let start = route.first().map_or_else(Point::default, |run| run.from);
    let mut way = format!("M{}", pair(start));
    for (at, run) in route.iter().enumerate() {
        if at > 0 {
            let [out, into] = handles(&route[at - 1], run);
            way.push_str(&format!("C{} {} {}", pair(out), pair(into), pair(run.from)));
        }
        if run.from != run.to {
            way.push_str(&format!("L{}", pair(run.to)));
        }
    }
    way
}

/// The points that bound a wire: curves stay within their control points.
pub(super) fn corners(route: &[Run]) -> Vec<Point> {
    let curves = route.windows(2).flat_map(|runs| handles(&runs[0], &runs[1]));
    route.iter().flat_map(|run| [run.from, run.to]).chain(curves).collect()
}

/// The control points of the curve from the end of one run to the start of the next.
fn handles(one: &Run, other: &Run) -> [Point; 2] {
    let (from, to) = (one.to, other.from);
    let turns = is_leftward(one) != is_leftward(other);
    let (least, most) = SWING;
    let ahead = (to.x - from.x) * if is_leftward(one) { -1.0 } else { 1.0 };
    let swing = match ahead {
        _ if turns => TURN,
        ahead if ahead > 0.0 => (ahead * 0.5).max(least),
        ahead => (least - ahead * 0.5).min(most),
    };
    let side = |run: &Run| if is_leftward(run) { -swing } else { swing };
    [from.moved(side(one), 0.0), to.moved(-side(other), 0.0)]
}

fn is_leftward(run: &Run) -> bool {
    run.to.x < run.from.x
}
