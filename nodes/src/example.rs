use pulsewire_plugin::NodeInfo;
use std::fmt::Write as _;

/// Examples of the usual shape, from nothing but the attributes of the node that is shown.
pub(crate) trait ExampleOf {
    /// Adds an example: a logic in which a Console prints `output` of a node of this type. Each case holds the
    /// node's attributes, written as in a logic file, and the line that is printed; several cases are printed one
    /// after the other.
    #[must_use]
    fn example_of(self, title: &str, output: &str, cases: &[(&str, &str)]) -> Self;
}

impl ExampleOf for NodeInfo {
    fn example_of(self, title: &str, output: &str, cases: &[(&str, &str)]) -> Self {
        let logic = logic(&self.id, output, cases.iter().map(|(attributes, _)| *attributes));
        let prints: Vec<&str> = cases.iter().map(|(_, prints)| *prints).collect();
        self.example(title, &logic, &prints.join("\n"))
    }
}

/// `begin -> print <- node`, with one more Console and node for each further case.
fn logic<'a>(id: &str, output: &str, cases: impl Iterator<Item = &'a str>) -> String {
    let name = id.rsplit('.').next().unwrap_or(id);
    let mut nodes = String::from("    \"begin\": { \"type\": \"event.initialize\" }");
    let mut wires = String::new();
    let mut before = String::from("begin");
    for (at, attributes) in cases.enumerate() {
        let suffix = if at == 0 { String::new() } else { format!("_{}", at + 1) };
        let (node, print) = (format!("{name}{suffix}"), format!("print{suffix}"));
        let comma = if at == 0 { "" } else { ",\n" };
        // Writing to a string cannot fail.
        let _ = write!(
            nodes,
            ",\n    \"{node}\": {{ \"type\": \"{id}\", \"attributes\": {attributes} }}\
             ,\n    \"{print}\": {{ \"type\": \"console.print\" }}"
        );
        let _ = write!(
            wires,
            "{comma}    \"{before}.pulse -> {print}.pulse\",\n    \"{node}.{output} -> {print}.input\""
        );
        before = print;
    }
    format!("{{\n  \"nodes\": {{\n{nodes}\n  }},\n  \"wires\": [\n{wires}\n  ]\n}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_become_a_logic_file() {
        let cases = [(r#"{ "a": 1 }"#, "1"), (r#"{ "a": 2 }"#, "2")];
        let info = NodeInfo::value("math.copy", "Copy", "Copies.").example_of("Two", "b", &cases);
        let wanted = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "copy": { "type": "math.copy", "attributes": { "a": 1 } },
    "print": { "type": "console.print" },
    "copy_2": { "type": "math.copy", "attributes": { "a": 2 } },
    "print_2": { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> print.pulse",
    "copy.b -> print.input",
    "print.pulse -> print_2.pulse",
    "copy_2.b -> print_2.input"
  ]
}"#;
        assert_eq!((info.examples[0].logic.as_str(), &*info.examples[0].prints), (wanted, "1\n2"));
    }
}
