use super::Session;
use crate::diagnostics::{At, Diagnostic, Location, Severity, join};
use pulsewire_plugin::{Project, SettingsError};
use std::path::Path;

impl Session {
    /// Checks the settings section of every open plugin: first by its schema, then by the plugin itself.
    pub(super) fn check_sections(&mut self) {
        let mut plugins = std::mem::take(&mut self.plugins);
        for one in &mut plugins {
            let mut fits = true;
            if !one.schema.is_null() {
                let found = self.project.check_section(&one.name, &one.schema);
                fits = found.is_empty();
                self.add_diagnostics(found);
            }
            // After the check, which converts `${…}`. Also a section with a mistake in it: nodes must find the names that
            // it has.
            if let Some(section) = self.project.settings.settings.get(&one.name) {
                one.section = section.clone();
            }
            if !fits {
                continue;
            }
            let base = join("/settings", &one.name);
            let folder = std::path::absolute(&self.project.root);
            let folder = folder.unwrap_or_else(|_| self.project.root.clone());
            let settings = self.project.placeholders_of_section(&one.name);
            let checked = one.plugin.project(&Project { folder, settings });
            match checked.and_then(|()| one.plugin.check(&one.section.to_string())) {
                Ok(mistakes) => {
                    let file = self.project.file.clone();
                    self.add_diagnostics(
                        mistakes.into_iter().map(|mistake| diagnostic(mistake, &file, &base)),
                    );
                }
                Err(why) => {
                    let message =
                        format!("the plugin `{}` cannot check its settings: {why}", one.name);
                    let location = Location::name(&self.project.file, base);
                    self.add_diagnostics([Diagnostic::error("plugin_failed", message, location)]);
                }
            }
        }
        self.plugins = plugins;
    }
}

/// A mistake that a plugin found in its section, as a diagnostic of `project.json`.
fn diagnostic(mistake: SettingsError, file: &Path, base: &str) -> Diagnostic {
    let at = At::Value { pointer: format!("{base}{}", mistake.pointer), within: None };
    Diagnostic {
        code: mistake.code.into(),
        severity: Severity::Error,
        message: mistake.message,
        help: Some(mistake.help).filter(|help| !help.is_empty()),
        location: Location { file: file.to_owned(), at },
    }
}
