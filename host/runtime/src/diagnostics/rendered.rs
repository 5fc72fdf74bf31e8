use super::locate::Locator;
use super::{At, Diagnostic, Report, Severity};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Bytes of a long line that are kept on either side of a mistake.
const AROUND: usize = 200;

/// A diagnostic with all that is displayed: its excerpt of the file, with secrets hidden.
#[derive(Clone, Debug)]
pub(super) struct Rendered {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) file: String,
    pub(super) excerpt: Option<Excerpt>,
}

/// The part of a file that a diagnostic is about.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    /// Line and column of its first character, from 1.
    pub(super) start: (usize, usize),
    /// Line and column after its last character.
    pub(super) end: (usize, usize),
    /// Its line, or an excerpt of a very long line.
    pub(super) line: String,
    /// Its bytes in that line.
    pub(super) span: Range<usize>,
    /// Whether the beginning of the line was cut off.
    pub(super) cut: bool,
}

impl Rendered {
    pub(super) fn to_json(&self) -> Json {
        let excerpt = self.excerpt.as_ref();
        let (start, end) =
            (excerpt.map(|excerpt| excerpt.start), excerpt.map(|excerpt| excerpt.end));
        json!({
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": start.map(|start| start.0),
            "column": start.map(|start| start.1),
            "end_line": end.map(|end| end.0),
            "end_column": end.map(|end| end.1),
            "message": self.message,
            "help": self.help,
        })
    }
}

/// Every diagnostic of a report, sorted by file and position, without duplicates.
pub(super) fn render_all(report: &Report) -> Vec<Rendered> {
    let mut files: BTreeMap<&Path, Vec<&Diagnostic>> = BTreeMap::new();
    let mut all = Vec::new();
    for diagnostic in report.diagnostics() {
        match report.override_of(diagnostic) {
            Some(one) => all.push(render(report, diagnostic, "--set".into(), |at| {
                let bytes = match at {
                    At::Name { pointer, .. } if *pointer == one.pointer => 0..one.value_at - 1,
                    _ => one.value_at..one.text.len(),
                };
                Some(excerpt(&Locator::new(&one.text), &one.text, bytes))
            })),
            None => files.entry(&diagnostic.location.file).or_default().push(diagnostic),
        }
    }
    for (file, diagnostics) in files {
        render_file(report, file, &diagnostics, &mut all);
    }
    let key =
        |one: &Rendered| (one.file.clone(), one.excerpt.as_ref().map(|excerpt| excerpt.start));
    all.sort_by_cached_key(|one| (key(one), one.message.clone()));
    all.dedup_by(|a, b| key(a) == key(b) && a.message == b.message);
    all
}

fn render_file(report: &Report, file: &Path, diagnostics: &[&Diagnostic], all: &mut Vec<Rendered>) {
    let path = report.display_path(file);
    let points_into = diagnostics.iter().any(|one| one.location.at != At::File);
    let text = points_into.then(|| report.text_of(file)).flatten();
    let locator = text.as_deref().map(Locator::new);
    let locate = |at: &At| {
        let locator = locator.as_ref()?;
        Some(excerpt(locator, text.as_deref().unwrap_or_default(), locator.find(at)?))
    };
    all.extend(diagnostics.iter().map(|one| render(report, one, path.clone(), locate)));
}

fn render(
    report: &Report,
    diagnostic: &Diagnostic,
    file: String,
    locate: impl Fn(&At) -> Option<Excerpt>,
) -> Rendered {
    Rendered {
        code: diagnostic.code.clone().into_owned(),
        severity: diagnostic.severity,
        message: report.redact(&diagnostic.message),
        help: diagnostic.help.as_deref().map(|help| report.redact(help)),
        file,
        excerpt: locate(&diagnostic.location.at),
    }
}

fn excerpt(locator: &Locator<'_>, text: &str, bytes: Range<usize>) -> Excerpt {
    let line = locator.line(bytes.start);
    let end = bytes.end.min(line.end).max(bytes.start);
    let from = floor(text, bytes.start.saturating_sub(AROUND)).max(line.start);
    let to = floor(text, (bytes.start + AROUND).min(line.end)).max(bytes.start);
    let span = bytes.start - from..end.min(to) - from;
    let (start, end) = (locator.position(bytes.start), locator.position(bytes.end));
    Excerpt { start, end, line: text[from..to].to_owned(), span, cut: from > line.start }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
