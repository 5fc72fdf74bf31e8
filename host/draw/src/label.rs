use serde_json::Value as Json;
use unicode_width::UnicodeWidthChar;

/// A text without what no picture can show: control characters and the two that XML forbids.
pub(super) fn sanitize(text: &str) -> String {
    let harmless = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if harmless(c) { c } else { '\u{fffd}' }).collect()
}

/// A written value as JSON, in one line.
pub(super) fn value(json: &Json) -> String {
    sanitize(&json.to_string())
}

/// The text, cut with … when it is wider than `columns`.
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

/// How many columns of a terminal the text takes: two for East Asian wide characters.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The text with everything that means something in XML (and in DOT's labels, which follow it) written as an entity.
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
    fn control_characters_and_markup_are_escaped_for_xml() {
        assert_eq!(sanitize("a\u{1b}\n\u{ffff}b"), "a\u{fffd}\u{fffd}\u{fffd}b");
        assert_eq!(escape_xml("<a href='&\">"), "&lt;a href=&#39;&amp;&quot;&gt;");
    }
}
