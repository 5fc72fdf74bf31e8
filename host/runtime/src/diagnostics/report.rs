use super::locate::Locator;
use super::{Diagnostic, Location, Severity};
use crate::secrets::Secrets;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Diagnostics, and what is needed to render them.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    texts: HashMap<PathBuf, Arc<str>>,
    base: Option<PathBuf>,
    overrides: Vec<Override>,
    secrets: Secrets,
}

/// A value overridden on the command line: diagnostics about it point to the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The file.
    pub file: PathBuf,
    /// The JSON Pointer of the value, or of the outermost object that the override added.
    pub pointer: String,
    /// What the command line says: `PATH=VALUE`.
    pub text: String,
    /// Where the value begins in `text`, in bytes.
    pub value_at: usize,
}

impl Report {
    /// A report that shows paths relative to `base`; without one they are relative to the current folder.
    #[must_use]
    pub fn relative_to(mut self, base: impl Into<PathBuf>) -> Self {
        self.base = Some(base.into());
        self
    }

    /// The same report, with diagnostics about overridden values pointing to the command line.
    #[must_use]
    pub fn with_overrides(mut self, overrides: Vec<Override>) -> Self {
        self.overrides = overrides;
        self
    }

    /// The same report, with these secrets hidden.
    #[must_use]
    pub fn with_secrets(mut self, secrets: Secrets) -> Self {
        self.secrets = secrets;
        self
    }

    /// Adds a diagnostic.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds diagnostics.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Sets the text of a file. Files without one are read when the report is rendered.
    pub fn set_text(&mut self, file: impl Into<PathBuf>, text: impl Into<Arc<str>>) {
        self.texts.insert(file.into(), text.into());
    }

    /// Whether there is nothing to report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether there is an error, which prevents the project from running.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|one| one.severity == Severity::Error)
    }

    /// The diagnostics, as they were added.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Where something is, as `file:line:column`.
    #[must_use]
    pub fn place_of(&self, location: &Location) -> String {
        let path = self.display_path(&location.file);
        let position = || {
            let text = self.text_of(&location.file)?;
            let locator = Locator::new(&text);
            Some(locator.position(locator.find(&location.at)?.start))
        };
        match position() {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path,
        }
    }

    pub(super) fn text_of(&self, file: &Path) -> Option<Arc<str>> {
        let read = || {
            let bytes = std::fs::read(file).ok()?;
            let text = String::from_utf8_lossy(&bytes);
            Some(Arc::from(text.strip_prefix('\u{feff}').unwrap_or(&text)))
        };
        self.texts.get(file).cloned().or_else(read)
    }

    /// The override that this diagnostic is about; the last of several.
    pub(super) fn override_of(&self, diagnostic: &Diagnostic) -> Option<&Override> {
        let pointer = diagnostic.location.at.pointer()?;
        self.overrides.iter().rev().find(|one| {
            let rest = pointer.strip_prefix(&one.pointer);
            one.file == diagnostic.location.file
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    pub(super) fn redact(&self, text: &str) -> String {
        self.secrets.redact(text).into_owned()
    }

    /// A path as it is shown.
    pub(super) fn display_path(&self, file: &Path) -> String {
        if file.as_os_str().as_encoded_bytes().starts_with(b"--set ") {
            return "--set".to_owned();
        }
        let base = self.base.clone().or_else(|| std::env::current_dir().ok());
        let relative = base.as_deref().and_then(|base| file.strip_prefix(base).ok());
        let path = relative.filter(|path| !path.as_os_str().is_empty()).unwrap_or(file);
        let short = path.strip_prefix(".").ok().filter(|short| !short.as_os_str().is_empty());
        short.unwrap_or(path).display().to_string()
    }
}
