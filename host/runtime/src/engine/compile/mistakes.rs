use super::origins::Origins;
use crate::diagnostics::{At, Diagnostic, Location, Severity};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// Collects the diagnostics of one logic file.
pub(super) struct Mistakes<'a> {
    file: &'a Path,
    origins: Option<&'a Origins<'a>>,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Mistakes<'a> {
    /// Those of a file; with expanded functions, those of several files.
    pub(super) fn new(file: &'a Path, origins: Option<&'a Origins<'a>>) -> Self {
        Self { file, origins, found: Vec::new() }
    }

    pub(super) fn any_error(&self) -> bool {
        self.found.iter().any(|one| one.severity == Severity::Error)
    }

    /// Adds an error, at the value that `parts` lead to.
    pub(super) fn at(
        &mut self,
        parts: &[&str],
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        self.add(At::Value { pointer: pointer(parts), within: None }, code, message, help);
    }

    /// Adds an error, at a part of the text of a wire.
    pub(super) fn in_wire(
        &mut self,
        wire: usize,
        within: Range<usize>,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        let pointer = format!("/wires/{wire}");
        self.add(At::Value { pointer, within: Some(within) }, code, message, help);
    }

    /// Adds an error.
    pub(super) fn add(
        &mut self,
        at: At,
        code: impl Into<Cow<'static, str>>,
        message: String,
        help: Option<String>,
    ) {
        self.push(at, Severity::Error, code, message, help);
    }

    pub(super) fn push(
        &mut self,
        at: At,
        severity: Severity,
        code: impl Into<Cow<'static, str>>,
        message: String,
        help: Option<String>,
    ) {
        let code = code.into();
        let here = |at| Location { file: self.file.to_owned(), at };
        let location = match self.origins {
            Some(origins) => origins.locate(at),
            None => here(at),
        };
        self.found.push(Diagnostic { code, severity, message, help, location });
    }
}

/// A JSON Pointer (RFC 6901) from its parts.
pub(super) fn pointer(parts: &[&str]) -> String {
    parts.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
}
