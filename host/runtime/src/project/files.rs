use super::PROJECT_FILE;
use crate::diagnostics::{At, Diagnostic, Location};
use std::io::{Error, ErrorKind};
use std::path::{Component, Path};

/// Why a text file cannot be read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// It cannot be read.
    Io(Error),
    /// It is not UTF-8, from here on.
    NotUtf8(At),
}

/// The text of a file, without a byte order mark.
pub(super) fn read_text(file: &Path) -> Result<String, ReadError> {
    let bytes = std::fs::read(file).map_err(ReadError::Io)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let read = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let read = String::from_utf8_lossy(read);
        let (line, column) = position(read.strip_prefix('\u{feff}').unwrap_or(&read));
        ReadError::NotUtf8(At::Position { line, column })
    })?;
    Ok(text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text))
}

/// The line and the column after a text, both from 1.
pub(super) fn position(before: &str) -> (usize, usize) {
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

/// Returns whether a relative path stays in its base folder, judged by the path alone (links are not followed).
pub(super) fn stays_inside(path: &str) -> bool {
    let mut depth = 0_usize;
    Path::new(path).components().all(|part| match part {
        Component::Normal(_) => {
            depth += 1;
            true
        }
        Component::CurDir => true,
        Component::ParentDir => depth.checked_sub(1).inspect(|less| depth = *less).is_some(),
        Component::Prefix(_) | Component::RootDir => false,
    })
}

/// Why the project asked for cannot be read from its file.
pub(super) fn no_project(asked: &Path, file: &Path, why: ReadError) -> Diagnostic {
    let error = match why {
        ReadError::NotUtf8(at) => return not_text(file, at),
        ReadError::Io(error) => error,
    };
    if error.kind() != ErrorKind::NotFound {
        let message = format!("cannot read this file: {error}");
        return Diagnostic::error("unreadable_file", message, Location::file(file));
    }
    let message = match asked.is_dir() {
        true => format!("there is no {PROJECT_FILE} in this folder"),
        false => "no such file or folder".to_owned(),
    };
    let help = "`pulsewire new DIR` creates a project".to_owned();
    Diagnostic::error("missing_file", message, Location::file(asked)).with_help(help)
}

/// Why a logic file cannot be read; `place` is where it is listed.
pub(super) fn no_logic(path: &str, file: &Path, why: ReadError, location: Location) -> Diagnostic {
    let error = match why {
        ReadError::NotUtf8(at) => return not_text(file, at),
        ReadError::Io(error) => error,
    };
    let (code, message) = match error.kind() {
        ErrorKind::NotFound => ("missing_file", format!("there is no logic file `{path}`")),
        ErrorKind::IsADirectory => ("unreadable_file", format!("`{path}` is a folder, not a file")),
        _ => ("unreadable_file", format!("cannot read the logic file `{path}`: {error}")),
    };
    Diagnostic::error(code, message, location)
        .with_help("paths of logic files are relative to the project folder".to_owned())
}

/// A file that is not in the project's folder.
pub(super) fn outside(path: &str, location: Location) -> Diagnostic {
    let message = format!("the file `{path}` is outside the project folder");
    let help = "a project can only read files in its own folder: move or copy the file there";
    Diagnostic::error("file_outside", message, location).with_help(help.to_owned())
}

fn not_text(file: &Path, at: At) -> Diagnostic {
    let location = Location { file: file.to_owned(), at };
    Diagnostic::error("unreadable_file", "the file is not valid UTF-8 from here on", location)
        .with_help("save it as UTF-8".to_owned())
}
