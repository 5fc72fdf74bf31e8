//! Enables and disables plugins in `project.json`.

mod edit;
#[cfg(test)]
mod tests;

use crate::atomic_write;
use edit::{Edit, edit, object};
use jsonc_parser::ast::Object;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The plugin switches of a `project.json`. Mistakes elsewhere in the file do not matter here.
#[derive(Clone, Debug)]
pub struct Switch {
    file: PathBuf,
    text: String,
}

/// Why a `project.json` could not be read or edited.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file cannot be written; it is as it was.
    #[error("{}: cannot be written, nothing was changed: {source}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not valid JSON, or its `plugins` or `settings` have the wrong shape.
    #[error("{}:{line}:{column}: {message}", file.display())]
    Content {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, in characters, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

/// A mistake at a byte of the text.
#[derive(Debug, PartialEq, Eq)]
struct EditError {
    at: usize,
    message: String,
}

impl Switch {
    /// Reads the `project.json` of a project: its folder, or the file itself.
    ///
    /// # Errors
    /// If it cannot be read, or is not valid JSON.
    pub fn read(project: &Path) -> Result<Self, SwitchError> {
        let file =
            if project.is_dir() { project.join("project.json") } else { project.to_path_buf() };
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(source) => return Err(SwitchError::Read { file, source }),
        };
        let switch = Self { file, text };
        switch.with_root(|_| Ok(()))?;
        Ok(switch)
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The plugins that the project disables.
    ///
    /// # Errors
    /// If `plugins` has the wrong shape.
    pub fn disabled(&self) -> Result<BTreeSet<String>, SwitchError> {
        self.with_root(|root| {
            let Some(plugins) = object(root, "plugins")? else { return Ok(BTreeSet::new()) };
            let off = |name: &str| Ok(edit::enabled(plugins, name)? == Some(false));
            let names = plugins.properties.iter().map(|one| one.name.as_str());
            names
                .filter_map(|name| match off(name) {
                    Ok(off) => off.then(|| Ok(name.to_owned())),
                    Err(error) => Some(Err(error)),
                })
                .collect()
        })
    }

    /// The names of plugins that the project enables, disables or has settings for.
    ///
    /// # Errors
    /// When `plugins` or `settings` is not an object.
    pub fn named(&self) -> Result<BTreeSet<String>, SwitchError> {
        self.with_root(|root| {
            let mut names = BTreeSet::new();
            for section in ["plugins", "settings"] {
                let entries = object(root, section)?.map(|section| &section.properties);
                names.extend(entries.into_iter().flatten().map(|one| one.name.as_str().to_owned()));
            }
            Ok(names)
        })
    }

    /// Enables or disables a plugin; everything else in the file is unchanged, byte for byte. Returns false, and writes
    /// nothing, if the plugin already had that state.
    ///
    /// # Errors
    /// If `plugins` has the wrong shape, or the file cannot be written.
    pub fn set(&mut self, plugin: &str, enabled: bool) -> Result<bool, SwitchError> {
        let Some(Edit { range, text }) =
            self.with_root(|root| edit(&self.text, root, plugin, enabled))?
        else {
            return Ok(false);
        };
        self.text.replace_range(range, &text);
        let written = atomic_write(&self.file, self.text.as_bytes());
        written.map_err(|source| SwitchError::Write { file: self.file.clone(), source })?;
        Ok(true)
    }

    fn with_root<T>(
        &self,
        look: impl FnOnce(&Object<'_>) -> Result<T, EditError>,
    ) -> Result<T, SwitchError> {
        edit::parse(&self.text, look).map_err(|error| {
            let before = &self.text[..error.at];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            SwitchError::Content {
                file: self.file.clone(),
                line: before.matches('\n').count() + 1,
                column: before[line_start..].chars().count() + 1,
                message: error.message,
            }
        })
    }
}
