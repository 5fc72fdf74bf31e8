//! Output of commands: results go to standard output, errors to standard error.

use crate::logging::write_error_line;
use clap::builder::styling::{AnsiColor, Style};
use pulsewire_runtime::Exit;
use pulsewire_runtime::diagnostics::Report;
use serde::Serialize;
use std::fmt::Display;
use std::io::{ErrorKind, Write};

/// Headings.
pub(super) const HEADING: Style = AnsiColor::Green.on_default().bold();
/// Names and ids.
pub(super) const NAME: Style = AnsiColor::Cyan.on_default();
/// Secondary text.
pub(super) const DIMMED: Style = Style::new().dimmed();
/// Errors.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// A text in a style; styles are removed if the output is not a terminal.
pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes the result of a command. A closed pipe, as in `| head`, is not an error.
pub(super) fn print(text: &str) -> Exit {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Ok,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Ok,
        Err(error) => {
            fail(Exit::Failed, &format!("cannot write to standard output: {error}"), None)
        }
    }
}

/// Writes the result of a command as JSON.
pub(super) fn print_json(value: &impl Serialize) -> Exit {
    match serde_json::to_string_pretty(value) {
        Ok(text) => print(&(text + "\n")),
        Err(error) => {
            fail(Exit::Failed, &format!("cannot write to standard output: {error}"), None)
        }
    }
}

/// Writes diagnostics to the standard error, in colour if that is a terminal.
pub(super) fn print_report(report: &Report) {
    if !report.is_empty() {
        write_error_line(report.to_ansi_text().trim_end_matches('\n'));
    }
}

/// Reports an error and, optionally, what to do about it.
pub(super) fn fail(exit: Exit, message: &str, help: Option<&str>) -> Exit {
    let help = help.map(|help| format!("{}: {help}\n", styled(HEADING, "help")));
    let text = format!("{}: {message}\n{}", styled(ERROR, "error"), help.unwrap_or_default());
    // If standard error is closed, the error cannot be reported.
    let _ = anstream::stderr().write_all(text.as_bytes());
    exit
}

/// Rows in columns as wide as their widest cell; the last column is not padded.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
