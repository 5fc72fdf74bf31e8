//! The attribute `inputs` of Expression: names and types.

use crate::names;
use pulsewire_plugin::{Attribute, AttributeKind, AttributeMistake, Attributes, ValueType};

/// The attribute `inputs`.
pub(super) fn attribute() -> Attribute {
    let kind = AttributeKind::Value(ValueType::Dictionary);
    let doc =
        "The inputs by name, each with its type: { \"price\": \"Float\", \"items\": \"Array\" }.";
    Attribute::new("inputs", "Inputs", kind, serde_json::json!({}), doc)
}

/// Ids of the other inputs and attributes of the node, and words that mean something in CEL.
const RESERVED: [&str; 28] = [
    "pulse",
    "enabled",
    "pulse_pass_through",
    "expression",
    "inputs",
    "output_data_type",
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
    "math",
];

/// The inputs that the attribute lists.
pub(super) fn read(attributes: Attributes<'_>) -> Result<Vec<(&str, ValueType)>, AttributeMistake> {
    let Some(written) = attributes.get("inputs").as_object() else { return Ok(Vec::new()) };
    let known: Vec<&str> = written.keys().map(String::as_str).collect();
    let mut inputs = Vec::new();
    for (at, (name, kind)) in written.iter().enumerate() {
        let mistake = |why| AttributeMistake::new(names::pointer("inputs", name), why);
        names::check("inputs", name, &RESERVED, &known[..at]).map_err(mistake)?;
        let found = kind.as_str().and_then(ValueType::from_name);
        let types = ValueType::ALL.map(ValueType::name).join(", ");
        let wrong =
            || mistake(format!("input {name:?} wants one of the types {types}, not {kind}"));
        inputs.push((name.as_str(), found.ok_or_else(wrong)?));
    }
    Ok(inputs)
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn inputs_have_a_name_and_a_type() {
        for (inputs, why) in [
            (json!({ "A": "Int" }), "`inputs` has \"A\": names are lower case"),
            (json!({ "in": "Int" }), "`inputs` has \"in\", which"),
            (json!({ "a": "Text" }), "input \"a\" wants one of the types Bool, Int"),
        ] {
            let attributes = json!({ "expression": "1", "inputs": inputs });
            let found = Bench::creation_error("expression.cel", attributes);
            assert!(found.starts_with(why), "{found}");
        }
    }
}
