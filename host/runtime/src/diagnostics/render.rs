use super::Severity;
use super::shown::{Part, Shown};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeSet;

pub(super) fn plain() -> Renderer {
    Renderer::plain()
}

pub(super) fn styled() -> Renderer {
    Renderer::styled()
}

/// Every diagnostic with its line, and at the end how many there are.
pub(super) fn text(all: &[Shown], renderer: &Renderer) -> String {
    let mut text = String::new();
    for one in all {
        text.push_str(&renderer.render(&[group(one)]));
        text.push_str("\n\n");
    }
    text.push_str(&count(all));
    text.push('\n');
    text
}

fn group(one: &Shown) -> Group<'_> {
    let level = match one.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&one.message).id(&one.code));
    group = match &one.part {
        // The column of a cut line can no longer be counted from its start.
        Some(part) if part.cut => group.element(origin(one, part)).element(snippet(part)),
        Some(part) => group.element(snippet(part).path(&one.file)),
        None => group.element(Origin::path(&one.file)),
    };
    match &one.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn origin<'a>(one: &'a Shown, part: &Part) -> Origin<'a> {
    Origin::path(&one.file).line(part.start.0).char_column(part.start.1)
}

fn snippet(part: &Part) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let annotation = AnnotationKind::Primary.span(part.span.clone());
    Snippet::source(&part.line).line_start(part.start.0).annotation(annotation)
}

/// `3 mistakes in 2 files, 1 warning`.
fn count(all: &[Shown]) -> String {
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
        (_, 0) => format!("{} in {places}", number(errors, "mistake")),
        _ => {
            let (errors, warnings) = (number(errors, "mistake"), number(warnings, "warning"));
            format!("{errors} and {warnings} in {places}")
        }
    }
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
