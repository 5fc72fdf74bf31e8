use pulsewire_runtime::contract::json_text;
use serde_json::Value as Json;
use unicode_width::UnicodeWidthChar;

/// Replaces control characters and the two characters that XML forbids.
pub(super) fn sanitize(text: &str) -> String {
    let harmless = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if harmless(c) { c } else { '\u{fffd}' }).collect()
}

/// A value as JSON in one line.
pub(super) fn value(json: &Json) -> String {
    sanitize(&json_text(json))
}

/// Truncates a text with … if it is wider than `columns`.
pub(super) fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |c: &char| {
        let enough = columns_of(*c) <= left;
        left = left.saturating_sub(columns_of(*c));
        enough
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// The width of a text in terminal columns: East Asian wide characters take two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// Escapes a text for XML and for DOT's HTML-like labels.
pub(super) fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_truncated_to_the_column() {
        assert_eq!(truncate("short", 5), "short");
        assert_eq!(truncate("longer", 5), "long…");
        assert_eq!(truncate("日本語日本語", 6), "日本…");
    }

    #[test]
    fn a_number_is_shown_as_people_write_it() {
        assert_eq!(value(&serde_json::json!([1e300, 0.5, 7])), "[1e300,0.5,7]");
    }

    #[test]
    fn control_characters_and_markup_are_escaped_for_xml() {
        assert_eq!(sanitize("a\u{1b}\n\u{ffff}b"), "a\u{fffd}\u{fffd}\u{fffd}b");
        assert_eq!(escape_xml("<a href='&\">"), "&lt;a href=&#39;&amp;&quot;&gt;");
    }
}
