use super::rendered::{Excerpt, Rendered, render_all};
use super::{Report, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::Value as Json;
use std::collections::BTreeSet;

impl Report {
    /// For people, plain: every diagnostic with its line, sorted by file and position, then a line with the count.
    #[must_use]
    pub fn to_text(&self) -> String {
        text(&render_all(self), &Renderer::plain())
    }

    /// For programs: an array of `{code, severity, file, line, column, end_line, end_column, message, help}`, sorted by
    /// file and position. Lines and columns (in characters) count from 1 and are null where the file as a whole is
    /// meant; the end is exclusive; `help` may be null.
    #[must_use]
    pub fn to_json(&self) -> Json {
        render_all(self).iter().map(Rendered::to_json).collect()
    }

    /// The same as [`to_text`](Self::to_text), in the colours of a terminal (ANSI escape sequences).
    #[must_use]
    pub fn to_ansi_text(&self) -> String {
        text(&render_all(self), &Renderer::styled())
    }
}

/// Every diagnostic with its line, and at the end how many there are.
fn text(all: &[Rendered], renderer: &Renderer) -> String {
    let mut text = String::new();
    for one in all {
        text.push_str(&renderer.render(&[group(one)]));
        text.push_str("\n\n");
    }
    text.push_str(&count(all));
    text.push('\n');
    text
}

fn group(one: &Rendered) -> Group<'_> {
    let level = match one.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&one.message).id(&one.code));
    group = match &one.excerpt {
        // The column of a cut line can no longer be counted from its start.
        Some(excerpt) if excerpt.cut => {
            group.element(origin(one, excerpt)).element(snippet(excerpt))
        }
        Some(excerpt) => group.element(snippet(excerpt).path(&one.file)),
        None => group.element(Origin::path(&one.file)),
    };
    match &one.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn origin<'a>(one: &'a Rendered, excerpt: &Excerpt) -> Origin<'a> {
    Origin::path(&one.file).line(excerpt.start.0).char_column(excerpt.start.1)
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let annotation = AnnotationKind::Primary.span(excerpt.span.clone());
    Snippet::source(&excerpt.line).line_start(excerpt.start.0).annotation(annotation)
}

/// `3 errors and 1 warning in 2 files`.
fn count(all: &[Rendered]) -> String {
    let files: BTreeSet<&str> = all.iter().map(|one| one.file.as_str()).collect();
    let errors = all.iter().filter(|one| one.severity == Severity::Error).count();
    let warnings = all.len() - errors;
    let places = match files.contains("--set") {
        true if files.len() == 1 => "--set".to_owned(),
        true => format!("{} and --set", number(files.len() - 1, "file")),
        false => number(files.len(), "file"),
    };
    match (errors, warnings) {
        (0, _) => format!("{} in {places}", number(warnings, "warning")),
        (_, 0) => format!("{} in {places}", number(errors, "error")),
        _ => {
            let (errors, warnings) = (number(errors, "error"), number(warnings, "warning"));
            format!("{errors} and {warnings} in {places}")
        }
    }
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
