//! A JSON Schema in words.

use pulsewire_plugin::json_text;
use serde_json::Value as Json;

/// How deep references and alternatives are followed.
const DEEPEST: u8 = 8;

/// The longest string that a message quotes, in characters. A longer one is not truncated, because part of a secret
/// could not be recognised and hidden.
const LONGEST: usize = 40;

/// The values that a schema accepts: `a whole number from 0 to 65535`. None if a few words cannot describe it.
pub(super) fn describe(document: &Json, schema: &Json) -> Option<String> {
    words(document, schema, DEEPEST)
        .filter(|words| !words.is_empty())
        .map(|words| words.join(" or "))
}

/// A value as a message quotes it: short, and without the contents of lists and objects.
pub(super) fn got(value: &Json) -> String {
    match value {
        Json::String(text) if text.chars().count() > LONGEST => {
            format!("a string of {} characters", text.chars().count())
        }
        Json::Array(parts) if parts.is_empty() => "an empty list".to_owned(),
        Json::Array(parts) if parts.len() == 1 => "a list of 1 entry".to_owned(),
        Json::Array(parts) => format!("a list of {} entries", parts.len()),
        Json::Object(_) => "an object".to_owned(),
        other => json_text(other),
    }
}

/// The choices of a `const`, an `enum` or alternatives of these.
pub(super) fn choices(document: &Json, schema: &Json) -> Vec<String> {
    let text = |value: &Json| value.as_str().map(ToOwned::to_owned);
    let schema = resolve(document, schema);
    let mut found: Vec<String> =
        schema["const"].as_str().map(ToOwned::to_owned).into_iter().collect();
    found.extend(schema["enum"].as_array().into_iter().flatten().filter_map(text));
    for part in alternatives(schema) {
        let part = resolve(document, part);
        found.extend(part["const"].as_str().map(ToOwned::to_owned));
        found.extend(part["enum"].as_array().into_iter().flatten().filter_map(text));
    }
    found
}

/// The schema behind a chain of `$ref`s within the document.
pub(super) fn resolve<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    let mut here = schema;
    for _ in 0..DEEPEST {
        let Some(pointer) = here["$ref"].as_str().and_then(|to| to.strip_prefix('#')) else {
            break;
        };
        let Some(target) = document.pointer(pointer) else { break };
        here = target;
    }
    here
}

fn alternatives(schema: &Json) -> impl Iterator<Item = &Json> {
    ["anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten()
}

fn words(document: &Json, schema: &Json, depth: u8) -> Option<Vec<String>> {
    let schema = resolve(document, schema);
    let choices = choices(document, schema);
    if let [only] = &choices[..] {
        return Some(vec![format!("`{only}`")]);
    }
    if !choices.is_empty() {
        let choices: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
        return Some(vec![format!("one of {}", choices.join(", "))]);
    }
    let mut all = Vec::new();
    for part in alternatives(schema).filter(|_| depth > 0) {
        all.extend(words(document, part, depth - 1)?);
    }
    let types: Vec<&str> = match &schema["type"] {
        Json::String(one) => vec![one],
        Json::Array(several) => several.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    all.extend(types.into_iter().map(|kind| of_type(schema, kind)));
    all.dedup();
    Some(all)
}

fn of_type(schema: &Json, kind: &str) -> String {
    match kind {
        "integer" | "number" if single(schema) => format!("the number {}", schema["minimum"]),
        "integer" => format!("a whole number{}", range(schema, "minimum", "maximum", "")),
        "number" => format!("a number{}", range(schema, "minimum", "maximum", "")),
        "boolean" => "true or false".to_owned(),
        "array" => format!("a list{}", range(schema, "minItems", "maxItems", " entries")),
        "object" => "an object".to_owned(),
        "null" => "null".to_owned(),
        _ => text(schema),
    }
}

fn single(schema: &Json) -> bool {
    schema["minimum"].is_number() && schema["minimum"] == schema["maximum"]
}

fn text(schema: &Json) -> String {
    if schema["minLength"] == 1 && schema["maxLength"].is_null() {
        return "a string that is not empty".to_owned();
    }
    let length = range(schema, "minLength", "maxLength", " characters");
    match schema["pattern"].as_str() {
        Some(pattern) => format!("a string{length} that matches {pattern}"),
        None => format!("a string{length}"),
    }
}

fn range(schema: &Json, least: &str, most: &str, unit: &str) -> String {
    let from = if unit.is_empty() { "from" } else { "of" };
    match (&schema[least], &schema[most]) {
        (Json::Null, Json::Null) => exclusive(schema, unit),
        (least, Json::Null) => format!(" of at least {least}{unit}"),
        (Json::Null, most) => format!(" of at most {most}{unit}"),
        (least, most) if least == most => format!(" of {least}{unit}"),
        (least, most) => format!(" {from} {least} to {most}{unit}"),
    }
}

fn exclusive(schema: &Json, unit: &str) -> String {
    match (&schema["exclusiveMinimum"], &schema["exclusiveMaximum"]) {
        _ if !unit.is_empty() => String::new(),
        (Json::Null, Json::Null) => String::new(),
        (above, Json::Null) => format!(" above {above}"),
        (Json::Null, below) => format!(" below {below}"),
        (above, below) => format!(" above {above} and below {below}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemas_are_described_in_words() {
        let document = json!({ "$defs": { "Level": { "enum": ["low", "high"] } } });
        let cases = [
            (
                json!({ "type": "integer", "minimum": 0, "maximum": 65535 }),
                "a whole number from 0 to 65535",
            ),
            (json!({ "type": "integer", "minimum": 1, "maximum": 1 }), "the number 1"),
            (json!({ "type": "integer", "minimum": 1 }), "a whole number of at least 1"),
            (json!({ "type": "number", "maximum": 1.5 }), "a number of at most 1.5"),
            (json!({ "type": "number", "exclusiveMinimum": 0 }), "a number above 0"),
            (
                json!({ "type": ["integer", "null"], "minimum": 0 }),
                "a whole number of at least 0 or null",
            ),
            (json!({ "type": "array", "minItems": 2, "maxItems": 2 }), "a list of 2 entries"),
            (json!({ "type": "array", "minItems": 1, "maxItems": 3 }), "a list of 1 to 3 entries"),
            (json!({ "type": "array", "minItems": 2 }), "a list of at least 2 entries"),
            (json!({ "type": "string", "minLength": 1 }), "a string that is not empty"),
            (json!({ "type": "string", "pattern": "^a" }), "a string that matches ^a"),
            (json!({ "$ref": "#/$defs/Level" }), "one of `low`, `high`"),
            (
                json!({ "anyOf": [{ "$ref": "#/$defs/Level" }, { "type": "null" }] }),
                "one of `low`, `high`",
            ),
            (json!({ "oneOf": [{ "const": "a" }, { "const": "b" }] }), "one of `a`, `b`"),
            (
                json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] }),
                "a string or true or false",
            ),
        ];
        for (schema, message) in cases {
            assert_eq!(describe(&document, &schema).as_deref(), Some(message), "{schema}");
        }
        assert_eq!(describe(&document, &json!({})), None);
    }

    #[test]
    fn long_values_are_not_repeated() {
        assert_eq!(got(&json!("x")), "\"x\"");
        assert_eq!(got(&json!("é".repeat(50))), "a string of 50 characters");
        assert_eq!(got(&json!([1])), "a list of 1 entry");
    }
}
