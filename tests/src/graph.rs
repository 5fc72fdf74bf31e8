use serde_json::{Map, Value as Json, json};

/// A logic file as tests write it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    variables: Map<String, Json>,
    nodes: Map<String, Json>,
    wires: Vec<String>,
}

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a variable with its initial value.
    #[must_use]
    pub fn variable(mut self, name: &str, kind: &str, initial: Json) -> Self {
        self.variables.insert(name.to_owned(), json!({ "type": kind, "initial": initial }));
        self
    }

    /// Declares a variable that persists.
    #[must_use]
    pub fn persistent(mut self, name: &str, kind: &str, initial: Json) -> Self {
        let variable = json!({ "type": kind, "initial": initial, "persist": true });
        self.variables.insert(name.to_owned(), variable);
        self
    }

    /// Adds a node with its attributes.
    #[must_use]
    pub fn node(mut self, name: &str, node_type: &str, attributes: Json) -> Self {
        let node = json!({ "type": node_type, "attributes": attributes });
        self.nodes.insert(name.to_owned(), node);
        self
    }

    /// Adds wires, each `node.socket -> node.socket`.
    #[must_use]
    pub fn wires(mut self, wires: &[&str]) -> Self {
        self.wires.extend(wires.iter().map(|wire| (*wire).to_owned()));
        self
    }

    /// Adds a node `name` that prints a line when `pulse` fires. In the pattern, `{node.socket}` stands for the
    /// value of a data output.
    #[must_use]
    pub fn print(self, name: &str, pulse: &str, pattern: &str) -> Self {
        let line = format!("{name}_line");
        let (pattern, sources) = name_parameters(pattern);
        let parameters: Vec<&str> = sources.iter().map(|(name, _)| name.as_str()).collect();
        let attributes = json!({ "pattern": pattern, "parameters": parameters });
        let mut graph = self
            .node(&line, "string.format", attributes)
            .node(name, "console.print", json!({}))
            .wires(&[
                &format!("{pulse} -> {name}.pulse"),
                &format!("{line}.formatted -> {name}.input"),
            ]);
        let wire = |(parameter, source)| format!("{source} -> {line}.{parameter}");
        graph.wires.extend(sources.into_iter().map(wire));
        graph
    }

    /// The text of the logic file, as JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        json!({ "variables": self.variables, "nodes": self.nodes, "wires": self.wires })
    }
}

/// Turns `{node.socket}` into `{p1}` and so on: the new pattern, and each parameter with its source.
fn name_parameters(pattern: &str) -> (String, Vec<(String, String)>) {
    let mut parts = pattern.split('{');
    let mut named = parts.next().unwrap_or_default().to_owned();
    let mut sources = Vec::new();
    for part in parts {
        let (source, rest) = part.split_once('}').expect("each { has its }");
        let parameter = format!("p{}", sources.len() + 1);
        named += &format!("{{{parameter}}}{rest}");
        sources.push((parameter, source.to_owned()));
    }
    (named, sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_node_reads_the_sockets_in_its_pattern() {
        let graph = Graph::new().print("told", "stop.pulse", "{stop.code}: {stop.reason}");
        assert_eq!(graph.nodes["told_line"]["attributes"]["pattern"], "{p1}: {p2}");
        assert_eq!(
            graph.wires,
            [
                "stop.pulse -> told.pulse",
                "told_line.formatted -> told.input",
                "stop.code -> told_line.p1",
                "stop.reason -> told_line.p2"
            ]
        );
    }
}
