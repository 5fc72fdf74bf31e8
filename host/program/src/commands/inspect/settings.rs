use super::schema::Schema;
use super::{NAME, entry, styled};
use serde_json::Value as Json;

/// The settings section of a plugin, from its JSON Schema: every setting with type, default and doc, those of
/// lists and objects below.
pub(in crate::commands) fn settings(plugin: &str, schema: &Json) -> String {
    if schema.is_null() {
        return "  none\n".to_owned();
    }
    let schema = Schema::of(schema);
    let doc = schema.text("description").lines().map(|line| format!("  {line}\n"));
    let location =
        format!("  In project.json: {}\n", styled(NAME, format_args!("settings.{plugin}")));
    location + &doc.collect::<String>() + &properties(&schema, "    ", DEPTH)
}

/// The maximum depth, since a schema may contain itself.
const DEPTH: usize = 8;

fn properties(schema: &Schema<'_>, indent: &str, depth: usize) -> String {
    if depth == 0 {
        return String::new();
    }
    let mut text = String::new();
    for (name, property, required) in schema.properties() {
        let what = format!("{}{}", property.words(), presence(&property, required));
        text.push_str(&entry(indent, name, &what, property.text("description")));
        let deeper = format!("{indent}    ");
        for (choice, doc) in property.documented_choices() {
            text.push_str(&entry(&deeper, &choice, "", &doc));
        }
        let holder = property.inner().unwrap_or(property);
        text.push_str(&properties(&holder, &deeper, depth - 1));
    }
    text
}

fn presence(property: &Schema<'_>, required: bool) -> String {
    match property.default() {
        Some(default) => format!(", default {default}"),
        None if required => ", required".to_owned(),
        None => ", optional".to_owned(),
    }
}
