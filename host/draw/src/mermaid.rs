use super::colours::{ERROR, kind_colour, role_colour};
use super::label::truncate;
use super::model::{Drawing, Kind, Node, Role, Wire};
use serde_json::Value as Json;

/// The width in columns at which long values are truncated.
const VALUE: usize = 32;

/// A Mermaid flowchart: thick links for pulses, dotted ones for data.
///
/// Pulses keep the colour of the theme, so that they are visible on light and dark pages.
pub(super) fn write(drawing: &Drawing) -> String {
    let title = Json::from(drawing.name.as_str());
    let mut lines = vec!["---".into(), format!("title: {title}"), "---".into()];
    lines.push("flowchart LR".to_owned());
    lines.extend(drawing.nodes.iter().enumerate().map(|(index, node)| node_box(index, node)));
    lines.extend(drawing.wires.iter().map(|wire| link(drawing, wire)));
    lines.extend(notes("variables", "variable", &drawing.variables));
    lines.extend(notes("mistakes", "wrong", &drawing.mistakes()));
    lines.extend(link_styles(drawing));
    lines.extend(classes(&lines));
    lines.join("\n") + "\n"
}

fn node_box(index: usize, node: &Node) -> String {
    let (open, close) = match node.role {
        _ if node.is_function => ("[[", "]]"),
        Role::Event => ("([", "])"),
        Role::Value => ("(", ")"),
        _ => ("[", "]"),
    };
    let mut label = format!("<b>{}</b><br/>{}", escape(&node.title), escape(&node.name));
    let inputs = node.inputs.iter().filter_map(|port| Some((&port.id, port.value.as_ref()?)));
    let settings = node.settings.iter().map(|(id, value)| (id, value));
    for (id, value) in settings.chain(inputs) {
        let value = escape(&truncate(value, VALUE));
        label.push_str(&format!("<br/><small>{} = {value}</small>", escape(id)));
    }
    let wrong = if node.problems.is_empty() { class(node) } else { "wrong" };
    format!("  n{index}{open}\"{label}\"{close}:::{wrong}")
}

fn link(drawing: &Drawing, wire: &Wire) -> String {
    let (from, to) = (&drawing.output(wire).id, &drawing.input(wire).id);
    let arrow = if wire.kind == Kind::Pulse { "==>" } else { "-.->" };
    let sockets =
        if from == to { escape(from) } else { format!("{} → {}", escape(from), escape(to)) };
    let label = match &wire.problem {
        Some(problem) => format!("|\"{sockets}: {}\"|", escape(problem)),
        None if wire.kind == Kind::Pulse && from == "pulse" && to == "pulse" => String::new(),
        None => format!("|\"{sockets}\"|"),
    };
    format!("  n{} {arrow}{label} n{}", wire.from.node, wire.to.node)
}

fn notes(id: &str, class: &str, lines: &[String]) -> Option<String> {
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    (!lines.is_empty()).then(|| format!("  {id}[\"{}\"]:::{class}", lines.join("<br/>")))
}

/// One line for each colour of links, in order of first use.
fn link_styles(drawing: &Drawing) -> Vec<String> {
    let mut styles: Vec<(&str, Vec<String>)> = Vec::new();
    for (index, wire) in drawing.wires.iter().enumerate() {
        let colour = match (&wire.problem, wire.kind) {
            (Some(_), _) => ERROR,
            (None, Kind::Pulse) => continue,
            (None, kind) => kind_colour(kind),
        };
        match styles.iter_mut().find(|(known, _)| *known == colour) {
            Some((_, links)) => links.push(index.to_string()),
            None => styles.push((colour, vec![index.to_string()])),
        }
    }
    let line = |(colour, links): (&str, Vec<String>)| {
        format!("  linkStyle {} stroke:{colour},stroke-width:2px", links.join(","))
    };
    styles.into_iter().map(line).collect()
}

/// The definitions of the classes that the lines use.
fn classes(lines: &[String]) -> Vec<String> {
    let of_role = |role| {
        let colour = role_colour(role);
        (class_of(role), format!("fill:{colour},stroke:{colour},color:#fff"))
    };
    let mut classes = [Role::Event, Role::Action, Role::Value].map(of_role).to_vec();
    let function = "fill:#6b4a94,stroke:#6b4a94,color:#fff";
    classes.push(("function", function.to_owned()));
    classes.push(("variable", "fill:none,stroke:#8b98a9,stroke-dasharray:3 3".to_owned()));
    classes.push(("wrong", format!("fill:#5a2b2b,stroke:{ERROR},stroke-width:2px,color:#fff")));
    let is_used = |name: &str| {
        lines.iter().any(|line| line.rsplit(":::").next().is_some_and(|class| class == name))
    };
    let used = classes.into_iter().filter(|(name, _)| is_used(name));
    used.map(|(name, looks)| format!("  classDef {name} {looks}")).collect()
}

const fn class(node: &Node) -> &'static str {
    if node.is_function { "function" } else { class_of(node.role) }
}

const fn class_of(role: Role) -> &'static str {
    match role {
        Role::Event => "event",
        Role::Action => "action",
        Role::Value => "value",
        Role::Unknown | Role::Missing => "wrong",
    }
}

/// Escapes characters that are special in Mermaid or HTML as `#` and the entity's name or number.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("#quot;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '&' => escaped.push_str("#amp;"),
            '#' | '`' | ';' | '\\' | '|' | '{' | '}' | '%' | '*' => {
                escaped.push_str(&format!("#{};", u32::from(c)));
            }
            other => escaped.push(other),
        }
    }
    escaped
}
