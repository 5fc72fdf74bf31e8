use super::node::text;
use super::number;
use super::shape::{MONO, SETTING, count, mono};
use crate::colours::{kind_colour, role_colour};
use crate::label::{escape_xml, truncate};
use crate::layout::Point;
use crate::model::{Drawing, Kind, Role};
use pulsewire_runtime::contract::ValueType;
use std::collections::{BTreeSet, HashSet};

const MARGIN: f64 = 26.0;
const MIN_WIDTH: f64 = 380.0;
const HEADLINE: f64 = 34.0;
const LEGEND: f64 = 22.0;

/// Every class of text: Title, type Id, Name, Row, Value, wired and Unwired Port, Error, Headline, Legend.
const STYLE: &str = "\
text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;font-size:11px}\
.t,.h,.l{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'DejaVu Sans',sans-serif}\
.t{font-size:13px;font-weight:600;fill:#fff}.h{font-size:15px;font-weight:600;fill:#f2f4f8}\
.i{fill:#fff;fill-opacity:.62}.n{fill:#fff;fill-opacity:1}.r{fill:#a9b4c2}.v{fill:#e8c98f}.p{fill:#e3e7ed}\
.u{fill:#7e8896}.e{fill:#ff7b7b}.l{font-size:11.5px;fill:#a9b4c2}";

/// The card: headline and variables above the picture, legend and mistakes below it.
pub(super) fn write(drawing: &Drawing, (low, high): &(Point, Point), picture: &str) -> String {
    let width = (high.x - low.x + 2.0 * MARGIN).max(MIN_WIDTH).ceil();
    let top = MARGIN + HEADLINE + SETTING * count(drawing.variables.len());
    let below = top + high.y - low.y + MARGIN;
    let (legend, legend_height) = legend(drawing, width, below);
    let (notes, notes_height) = notes(&drawing.mistakes(), width, below + legend_height);
    let height = (below + legend_height + notes_height + MARGIN - 8.0).ceil();
    let name = escape_xml(&drawing.name);
    let shift = format!("{},{}", number(MARGIN - low.x), number(top - low.y));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{name}\">\n\
         <title>{name}</title><style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"#15181d\"/>\n\
         {}\n<g transform=\"translate({shift})\">\n{picture}</g>\n{legend}\n{notes}</svg>\n",
        headline(drawing, width)
    )
}

fn headline(drawing: &Drawing, width: f64) -> String {
    let title =
        text("h", MARGIN, MARGIN + 12.0, &escape_xml(&truncate(&drawing.name, columns(width))));
    let variables = drawing.variables.iter().enumerate().map(|(row, variable)| {
        let y = MARGIN + HEADLINE + SETTING * count(row) - 3.0;
        text("r", MARGIN, y, &escape_xml(&truncate(variable, columns(width))))
    });
    [title].into_iter().chain(variables).collect()
}

/// The kinds of nodes and wires that there are, in lines; and how high they are together.
fn legend(drawing: &Drawing, width: f64, top: f64) -> (String, f64) {
    let (mut x, mut y, mut parts) = (MARGIN, top, Vec::new());
    for (mark, label) in roles(drawing).into_iter().chain(kinds(drawing)) {
        let needed = 24.0 + mono(label) + 16.0;
        if x > MARGIN && x + needed > width - MARGIN {
            (x, y) = (MARGIN, y + LEGEND);
        }
        let at = format!("translate({},{})", number(x), number(y + 6.0));
        parts.push(format!("<g transform=\"{at}\">{mark}{}</g>", text("l", 24.0, 4.0, label)));
        x += needed;
    }
    (parts.concat(), if parts.is_empty() { 0.0 } else { y - top + LEGEND })
}

fn roles(drawing: &Drawing) -> Vec<(String, &'static str)> {
    let roles: BTreeSet<Role> = drawing.nodes.iter().map(|node| node.role).collect();
    let mark = |role: Role| {
        let colour = role_colour(role);
        format!("<rect y=\"-5\" width=\"16\" height=\"10\" rx=\"3\" fill=\"{colour}\"/>")
    };
    roles.into_iter().map(|role| (mark(role), role.name())).collect()
}

/// The kinds that sockets have, in the order of the table of types.
fn kinds(drawing: &Drawing) -> Vec<(String, &'static str)> {
    let ports = drawing.nodes.iter().flat_map(|node| node.inputs.iter().chain(&node.outputs));
    let used: HashSet<Kind> = ports.map(|port| port.kind).collect();
    let all =
        [Kind::Pulse].into_iter().chain(ValueType::ALL.map(Kind::Data)).chain([Kind::Unknown]);
    let mark = |kind: Kind| {
        let (colour, wide) = (kind_colour(kind), if kind == Kind::Pulse { "3.4" } else { "2" });
        let line = format!("<path d=\"M0,0H16\" stroke=\"{colour}\" stroke-width=\"{wide}\"/>");
        match kind {
            Kind::Pulse => format!("{line}<path d=\"M5,-5l8,5l-8,5Z\" fill=\"{colour}\"/>"),
            _ => format!(
                "{line}<rect x=\"5\" y=\"-3.5\" width=\"7\" height=\"7\" rx=\"2\" fill=\"{colour}\"/>"
            ),
        }
    };
    all.filter(|kind| used.contains(kind)).map(|kind| (mark(kind), kind.name())).collect()
}

fn notes(mistakes: &[String], width: f64, top: f64) -> (String, f64) {
    let line = |(row, mistake): (usize, &String)| {
        let label = escape_xml(&truncate(mistake, columns(width)));
        text("e", MARGIN, top + SETTING * (count(row) + 0.8), &label)
    };
    (mistakes.iter().enumerate().map(line).collect(), SETTING * count(mistakes.len()))
}

/// How many columns of text fit on the card.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn columns(width: f64) -> usize {
    ((width - 2.0 * MARGIN) / MONO) as usize
}
