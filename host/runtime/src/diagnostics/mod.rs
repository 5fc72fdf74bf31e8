//! Diagnostics about project files: what is wrong, where, and what to do about it.
//!
//! | module | contents |
//! | --- | --- |
//! | `report` | a collection of diagnostics |
//! | `locate` | from a JSON Pointer to line and column |
//! | `escapes` | escapes in JSON strings |
//! | `pointer` | JSON Pointers |
//! | `rendered` | a diagnostic with its excerpt of the file, secrets hidden |
//! | `render` | diagnostics for people |
//! | `suggest` | did you mean |

mod escapes;
mod locate;
mod pointer;
mod render;
mod rendered;
mod report;
mod suggest;
#[cfg(test)]
mod tests;

pub(crate) use locate::strict_json;
pub use pointer::{join, unescape};
pub use report::{Override, Report};
pub(crate) use suggest::near;
pub use suggest::{did_you_mean, suggest};

use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable word for programs, in snake_case: `unknown_node_type`.
    pub code: Cow<'static, str>,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, as a sentence.
    pub message: String,
    /// What to do about it, such as "did you mean …?".
    pub help: Option<String>,
    /// Where.
    pub location: Location,
}

/// How serious a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The project does not run.
    Error,
    /// The project runs, but this part may not work as intended.
    Warning,
}

/// Where a mistake is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: PathBuf,
    /// Where in the file.
    pub at: At,
}

/// Where in a file a mistake is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The file as a whole, for example because it is missing.
    File,
    /// A line and a column, both from 1.
    Position {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// The value at a JSON Pointer (RFC 6901); in a string, `within` may pick bytes of its text.
    Value {
        /// The pointer.
        pointer: String,
        /// A part of the string there.
        within: Option<Range<usize>>,
    },
    /// The name at the end of a JSON Pointer, the `occurrence`-th (from 0) of those equal in its object.
    Name {
        /// The pointer.
        pointer: String,
        /// Which of equal names.
        occurrence: usize,
    },
}

impl Diagnostic {
    /// An error: the project cannot run.
    #[must_use]
    pub fn error(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        location: Location,
    ) -> Self {
        let (code, message) = (code.into(), message.into());
        Self { code, severity: Severity::Error, message, help: None, location }
    }

    /// A warning: this part may not work as intended.
    #[must_use]
    pub fn warning(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        location: Location,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, location) }
    }

    /// The same, with what to do about it, if that is known.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

impl Location {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), at: At::File }
    }

    /// The value at a JSON Pointer.
    #[must_use]
    pub fn value(file: impl Into<PathBuf>, pointer: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::Value { pointer: pointer.into(), within: None } }
    }

    /// The name at the end of a JSON Pointer; in a list, the value there.
    #[must_use]
    pub fn name(file: impl Into<PathBuf>, pointer: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::Name { pointer: pointer.into(), occurrence: 0 } }
    }

    /// A part of the string at a JSON Pointer, in bytes of its text.
    #[must_use]
    pub fn within(
        file: impl Into<PathBuf>,
        pointer: impl Into<String>,
        bytes: Range<usize>,
    ) -> Self {
        let at = At::Value { pointer: pointer.into(), within: Some(bytes) };
        Self { file: file.into(), at }
    }
}

impl At {
    /// The JSON Pointer, if this is one.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        match self {
            Self::Value { pointer, .. } | Self::Name { pointer, .. } => Some(pointer),
            Self::File | Self::Position { .. } => None,
        }
    }
}
