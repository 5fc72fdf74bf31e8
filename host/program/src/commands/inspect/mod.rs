//! Node types and settings as text, in the style of `gst-inspect-1.0`.

mod node_type;
mod schema;
mod settings;
#[cfg(test)]
mod tests;

pub(super) use node_type::{common, examples, node_type};
pub(super) use settings::settings;

use super::output::{DIMMED, HEADING, NAME, styled};

/// A heading after an empty line.
pub(super) fn heading(text: &str) -> String {
    format!("\n{}\n", styled(HEADING, text))
}

/// A line with a name and a value.
pub(super) fn field(name: &str, value: &str) -> String {
    format!("  {} {value}\n", styled(NAME, format_args!("{name:<12}")))
}

/// A name with a short description, followed by its doc (on the same line if there is no description).
fn entry(indent: &str, name: &str, words: &str, doc: &str) -> String {
    const WIDTH: usize = 20;
    let mut beside: Vec<String> = doc.lines().map(|line| styled(DIMMED, line)).collect();
    if !words.is_empty() {
        beside.insert(0, words.to_owned());
    }
    let gap = WIDTH.saturating_sub(name.chars().count());
    let first = beside.first().map(String::as_str).unwrap_or_default();
    let mut text = format!("{indent}{}{:gap$} {first}\n", styled(NAME, name), "");
    for line in beside.iter().skip(1) {
        text.push_str(&format!("{indent}{:WIDTH$} {line}\n", ""));
    }
    text
}
