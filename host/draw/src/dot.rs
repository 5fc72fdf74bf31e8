use super::colours::{ERROR, kind_colour, node_colour};
use super::label::{escape_xml, truncate};
use super::model::{Drawing, Kind, Node, Port, Wire};

/// The width in columns at which long values are truncated.
const VALUE: usize = 32;

const HEAD: &str = r##"  graph [rankdir=LR, bgcolor="#15181d", fontname="Helvetica", fontcolor="#f2f4f8", labelloc=t, labeljust=l, nodesep=0.3, ranksep=0.8];
  node [shape=plain, fontname="Helvetica", fontsize=11, fontcolor="#d5dae2"];
  edge [fontname="Helvetica", fontsize=9, arrowsize=0.6];"##;

/// A graph in the DOT language, with a port for each socket.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut lines = vec![format!("digraph {} {{", quote(&drawing.name)), HEAD.to_owned()];
    lines.push(format!("  label=<{}>;", headline(drawing)));
    lines.extend(drawing.nodes.iter().enumerate().map(|(index, node)| table(index, node)));
    lines.extend(drawing.wires.iter().map(|wire| edge(drawing, wire)));
    lines.push("}".to_owned());
    lines.join("\n") + "\n"
}

fn headline(drawing: &Drawing) -> String {
    let left = "<BR ALIGN=\"LEFT\"/>";
    let mut label = format!("<B>{}</B>{left}", filled(&drawing.name));
    for variable in &drawing.variables {
        label.push_str(&format!("{}{left}", filled(&truncate(variable, VALUE * 3))));
    }
    for mistake in drawing.mistakes() {
        label.push_str(&format!("{}{left}", coloured(ERROR, &filled(&mistake))));
    }
    label
}

fn table(index: usize, node: &Node) -> String {
    let border = if node.problems.is_empty() { "#3d4450" } else { ERROR };
    let mut rows = vec![format!(
        "<TR><TD COLSPAN=\"2\" ALIGN=\"LEFT\" BGCOLOR=\"{}\">{}<BR ALIGN=\"LEFT\"/>{}<BR ALIGN=\"LEFT\"/></TD></TR>",
        node_colour(node),
        coloured("#ffffff", &format!("<B>{}</B>", filled(&node.title))),
        filled(&node.name),
    )];
    let whole = |text: String| format!("<TR><TD COLSPAN=\"2\" ALIGN=\"LEFT\">{text}</TD></TR>");
    rows.extend(node.settings.iter().map(|(id, value)| whole(setting(id, value))));
    for row in 0..node.inputs.len().max(node.outputs.len()) {
        let left = cell(node.inputs.get(row), "i", row, "LEFT");
        let right = cell(node.outputs.get(row), "o", row, "RIGHT");
        rows.push(format!("<TR>{left}{right}</TR>"));
    }
    rows.extend(node.problems.iter().map(|problem| whole(coloured(ERROR, &filled(problem)))));
    let style = "CELLBORDER=\"0\" CELLSPACING=\"0\" BGCOLOR=\"#262b33\"";
    let rows = rows.concat();
    format!("  n{index} [label=<<TABLE BORDER=\"1\" COLOR=\"{border}\" {style}>{rows}</TABLE>>];")
}

fn setting(id: &str, value: &str) -> String {
    filled(&format!("{id} = {}", truncate(value, VALUE)))
}

fn cell(port: Option<&Port>, side: &str, row: usize, align: &str) -> String {
    let Some(port) = port else { return "<TD></TD>".to_owned() };
    let mark = if port.kind == Kind::Pulse { "▶" } else { "■" };
    let mark = coloured(kind_colour(port.kind), mark);
    let id = port.value.as_ref().map_or_else(|| filled(&port.id), |value| setting(&port.id, value));
    let text = if side == "i" { format!("{mark} {id}") } else { format!("{id} {mark}") };
    format!("<TD PORT=\"{side}{row}\" ALIGN=\"{align}\">{text}</TD>")
}

fn edge(drawing: &Drawing, wire: &Wire) -> String {
    let wide = if wire.kind == Kind::Pulse { ", penwidth=3" } else { ", penwidth=1.5" };
    let style = match &wire.problem {
        Some(problem) => {
            let (label, colour) = (quote(problem), quote(ERROR));
            format!("color={colour}, fontcolor={colour}, style=dashed, label={label}")
        }
        None => format!("color=\"{}\"", kind_colour(wire.kind)),
    };
    let hint = quote(&format!("{} -> {}", drawing.output(wire).id, drawing.input(wire).id));
    let (from, to) = (wire.from, wire.to);
    let ends = format!("n{}:o{}:e -> n{}:i{}:w", from.node, from.port, to.node, to.port);
    format!("  {ends} [{style}{wide}, tooltip={hint}];")
}

fn coloured(colour: &str, text: &str) -> String {
    format!("<FONT COLOR=\"{colour}\">{text}</FONT>")
}

/// A text for an HTML label, where an empty element would be a syntax error.
fn filled(text: &str) -> String {
    if text.is_empty() { " ".to_owned() } else { escape_xml(text) }
}

/// A quoted DOT string. Backslashes are doubled, since Graphviz reads `\n` and `\l` in labels.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
