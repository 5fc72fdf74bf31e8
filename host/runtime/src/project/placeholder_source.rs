//! Resolves `${...}` again while a project runs: tokens expire, and files are replaced.

use super::LoadedProject;
use super::convert::scalar;
use super::interpolate::{Interpolation, ValuePath};
use crate::secrets::Secrets;
use pulsewire_plugin::{Placeholders, ResolvePlaceholders};
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A value as written, and as it was when the project was loaded.
struct PlaceholderSource {
    raw: Json,
    loaded: Json,
    root: PathBuf,
    secrets: Secrets,
}

impl LoadedProject {
    /// Resolves the placeholders in a plugin's settings section again. Call it after
    /// [`check_section`](Self::check_section), which converts the section to fit its schema.
    #[must_use]
    pub fn placeholders_of_section(&self, plugin: &str) -> Placeholders {
        let loaded = self.settings.settings.get(plugin);
        match (self.raw_settings.get(plugin), loaded) {
            (Some(raw), Some(loaded)) => self.placeholders(raw.clone(), loaded.clone()),
            _ => Placeholders::default(),
        }
    }

    /// Resolves the placeholders in attributes of a node again: as written, and as they were when the project was loaded.
    #[must_use]
    pub fn placeholders_of_node(
        &self,
        written: Map<String, Json>,
        loaded: &Map<String, Json>,
    ) -> Placeholders {
        self.placeholders(written.into(), loaded.clone().into())
    }

    fn placeholders(&self, raw: Json, loaded: Json) -> Placeholders {
        match holds_placeholder(&raw) {
            true => {
                let (root, secrets) = (self.root.clone(), self.secrets.clone());
                Placeholders::new(Arc::new(PlaceholderSource { raw, loaded, root, secrets }))
            }
            false => Placeholders::default(),
        }
    }
}

impl ResolvePlaceholders for PlaceholderSource {
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String> {
        let here = (self.raw.pointer(pointer), self.loaded.pointer(pointer));
        let (Some(raw), Some(loaded)) = here else { return Ok(None) };
        if !holds_placeholder(raw) {
            return Ok(None);
        }
        let (root, env) = (self.root.clone(), &|name: &str| std::env::var_os(name));
        let found = Secrets::default();
        let mut values = Interpolation { root, env, secrets: found.clone(), mistakes: Vec::new() };
        let mut value = raw.clone();
        values.value(&mut value, Path::new(""), ValuePath::Root(""), &mut drop);
        if let Some(mistake) = values.mistakes.first() {
            return Err(mistake.message.clone());
        }
        keep_kind(&mut value, loaded, "")?;
        self.secrets.renew(&found, &value);
        Ok(Some(value.to_string()))
    }
}

/// Returns whether any string in a value contains `${`.
pub(super) fn holds_placeholder(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains("${"),
        Json::Array(parts) => parts.iter().any(holds_placeholder),
        Json::Object(parts) => parts.values().any(holds_placeholder),
        _ => false,
    }
}

/// Converts values that became numbers or booleans when the project was loaded, and checks that they still are.
fn keep_kind(value: &mut Json, loaded: &Json, at: &str) -> Result<(), String> {
    match (&mut *value, loaded) {
        (Json::String(_), Json::Number(_) | Json::Bool(_)) => {
            let same = |new: &Json| new.is_number() == loaded.is_number();
            let new = scalar(value).filter(same);
            *value = new.ok_or_else(|| {
                let kind = if loaded.is_number() { "a number" } else { "true or false" };
                format!("the value of `${{…}}` at `{at}` is no longer {kind}")
            })?;
            Ok(())
        }
        (Json::Array(parts), Json::Array(loaded)) => {
            let mut pairs = parts.iter_mut().zip(loaded).enumerate();
            pairs
                .try_for_each(|(index, (part, was))| keep_kind(part, was, &format!("{at}/{index}")))
        }
        (Json::Object(parts), Json::Object(loaded)) => {
            let mut pairs =
                parts.iter_mut().filter_map(|(name, part)| Some((part, loaded.get(name)?, name)));
            pairs.try_for_each(|(part, was, name)| keep_kind(part, was, &format!("{at}/{name}")))
        }
        _ => Ok(()),
    }
}
