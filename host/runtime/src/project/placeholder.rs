//! The grammar of `${env:NAME}`, `${file:PATH}` and `${attribute:NAME}`, the first and the last also with `:-default`.

use std::ops::Range;

/// A segment of a text with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment<'a> {
    /// Literal text.
    Text(&'a str),
    /// A placeholder, and its bytes.
    Placeholder(Placeholder<'a>, Range<usize>),
}

/// What a placeholder refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placeholder<'a> {
    /// An environment variable; the default applies if it is unset or empty, as in a shell.
    Env { name: &'a str, default: Option<&'a str> },
    /// The contents of a file of the project.
    File(&'a str),
    /// An attribute of the function, or of the graph; the default applies if it is not set.
    Attribute { name: &'a str, default: Option<&'a str> },
}

/// A `${` that does not begin a valid placeholder: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MalformedPlaceholder {
    pub(super) at: Range<usize>,
    pub(super) why: &'static str,
}

/// Splits a text into segments. `$${` is an escaped `${`; any other `$` is literal. A placeholder ends at the first
/// `}`, so a default cannot contain one.
pub(super) fn parse(text: &str) -> Result<Vec<Segment<'_>>, MalformedPlaceholder> {
    let (mut parts, mut done) = (Vec::new(), 0);
    while let Some(found) = text[done..].find("${") {
        let start = done + found;
        if text[done..start].ends_with('$') {
            parts.extend([Segment::Text(&text[done..start - 1]), Segment::Text("${")]);
            done = start + 2;
            continue;
        }
        let end = text[start..].find('}').map(|length| start + length + 1);
        let end =
            end.ok_or(MalformedPlaceholder { at: start..text.len(), why: "has no closing `}`" })?;
        let read = placeholder(&text[start + 2..end - 1]);
        let placeholder = read.map_err(|why| MalformedPlaceholder { at: start..end, why })?;
        parts.extend([
            Segment::Text(&text[done..start]),
            Segment::Placeholder(placeholder, start..end),
        ]);
        done = end;
    }
    parts.push(Segment::Text(&text[done..]));
    parts.retain(|part| *part != Segment::Text(""));
    Ok(parts)
}

fn placeholder(inner: &str) -> Result<Placeholder<'_>, &'static str> {
    match inner.split_once(':') {
        Some(("env", rest)) => {
            let (name, default) =
                with_default(rest).ok_or("must name a variable: letters, digits and `_`")?;
            Ok(Placeholder::Env { name, default })
        }
        Some(("attribute", rest)) => {
            let (name, default) =
                with_default(rest).ok_or("must name an attribute: letters, digits and `_`")?;
            Ok(Placeholder::Attribute { name, default })
        }
        Some(("file", "")) => Err("must name a file"),
        Some(("file", path)) => Ok(Placeholder::File(path)),
        _ => Err(
            "is neither `${env:NAME}`, `${env:NAME:-default}`, `${file:PATH}` nor `${attribute:NAME}`",
        ),
    }
}

/// A name and what follows `:-`, if anything does.
fn with_default(text: &str) -> Option<(&str, Option<&str>)> {
    let (name, default) = match text.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (text, None),
    };
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!name.is_empty() && name.chars().all(fine)).then_some((name, default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split_into_segments() {
        let env = |name, default, at| Segment::Placeholder(Placeholder::Env { name, default }, at);
        let file = |path, at| Segment::Placeholder(Placeholder::File(path), at);
        let cases = [
            ("", vec![]),
            ("$5 $$ {}", vec![Segment::Text("$5 $$ {}")]),
            ("${env:A}", vec![env("A", None, 0..8)]),
            (
                "a${env:A_1:-b:-c}d",
                vec![Segment::Text("a"), env("A_1", Some("b:-c"), 1..17), Segment::Text("d")],
            ),
            ("${env:A:-}${file:x/y z}", vec![env("A", Some(""), 0..10), file("x/y z", 10..23)]),
            (
                "${attribute:id}",
                vec![Segment::Placeholder(
                    Placeholder::Attribute { name: "id", default: None },
                    0..15,
                )],
            ),
            ("é$${env:A}", vec![Segment::Text("é"), Segment::Text("${"), Segment::Text("env:A}")]),
        ];
        for (text, parts) in cases {
            assert_eq!(parse(text), Ok(parts), "{text}");
        }
    }

    #[test]
    fn malformed_placeholders_are_refused() {
        for (text, at) in [
            ("a ${env:A", 2..9),
            ("${}", 0..3),
            ("${env}", 0..6),
            ("${env:}", 0..7),
            ("${env:A-B}", 0..10),
            ("${env:A:B}", 0..10),
            ("${file:}", 0..8),
            ("x${PATH}", 1..8),
        ] {
            assert_eq!(parse(text).unwrap_err().at, at, "{text}");
        }
    }
}
