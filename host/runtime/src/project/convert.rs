//! A string that consists of a single `${...}` becomes a number or a boolean where the schema accepts that and not a
//! string: `"port": "${env:PORT:-9001}"`.

use super::syntax::whole_numbers;
use super::{LoadedProject, check_section};
use crate::diagnostics::Diagnostic;
use crate::secrets::Secrets;
use crate::toolbox::{Toolbox, accepts, fit_text};
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use pulsewire_project_settings::{Logic, VariableType};
use serde_json::Value as Json;
use std::collections::HashSet;

impl LoadedProject {
    /// Checks a plugin's settings section (an empty object where the project has none) against the plugin's schema.
    /// Values of a single `${...}` are first converted to fit the schema.
    #[must_use]
    pub fn check_section(&mut self, plugin: &str, schema: &Json) -> Vec<Diagnostic> {
        let pointer = crate::diagnostics::join("/settings", plugin);
        let section = self.settings.settings.0.iter_mut().find(|(name, _)| name == plugin);
        let Some((_, section)) = section else {
            return check_section(schema, &Json::Object(serde_json::Map::new()), &self.file, "");
        };
        convert_to_schema(schema, section, &pointer, &self.sole, &mut self.secrets);
        check_section(schema, section, &self.file, &pointer)
    }

    /// Converts values of a single `${...}` to fit the attributes and data inputs of the node types.
    pub fn convert_attributes(&mut self, toolbox: &Toolbox) {
        for file in &mut self.logic {
            convert(&mut file.logic, &file.sole, toolbox, &mut self.secrets);
        }
        for file in &mut self.functions {
            convert(&mut file.function.body.logic, &file.sole, toolbox, &mut self.secrets);
        }
    }
}

/// Converts strings of a single `${...}` in the value at `base_pointer` to fit a JSON Schema; `sole` has their pointers.
pub(super) fn convert_to_schema(
    schema: &Json,
    value: &mut Json,
    base_pointer: &str,
    sole: &HashSet<String>,
    secrets: &mut Secrets,
) {
    let Ok(validator) = jsonschema::validator_for(schema) else { return };
    // A value that now fits may reveal another that does not: an alternative is chosen by its first misfit.
    for _ in 0..=sole.len() {
        let mut wrong = Vec::new();
        validator.iter_errors(value).for_each(|error| misfits(&error, &mut wrong));
        let mut converted = false;
        for path in wrong.iter().filter(|path| sole.contains(&format!("{base_pointer}{path}"))) {
            let text = value.pointer_mut(path).filter(|value| value.is_string());
            converted |= text.is_some_and(|text| become_scalar(text, secrets));
        }
        if !converted {
            break;
        }
    }
}

/// Converts the initial value of a variable to its type.
pub(super) fn convert_variable(initial: &mut Json, kind: VariableType, secrets: &mut Secrets) {
    if matches!(kind, VariableType::Bool | VariableType::Int | VariableType::Float) {
        become_scalar(initial, secrets);
    }
}

fn convert(logic: &mut Logic, sole: &[(usize, String)], toolbox: &Toolbox, secrets: &mut Secrets) {
    for (index, name) in sole {
        let Some((_, node)) = logic.nodes.0.get_mut(*index) else { continue };
        let Some(tool) = toolbox.get(&node.node_type) else { continue };
        let sockets = tool.node_type.sockets(&node.attributes).ok().flatten();
        let fits = |value: &Json| accepts(&tool.node_type, sockets.as_ref(), name, value);
        let Some(value) = node.attributes.get_mut(name).filter(|value| !fits(value)) else {
            continue;
        };
        if scalar(value).is_some_and(|scalar| fits(&scalar)) {
            become_scalar(value, secrets);
        } else {
            fit_text(value, fits);
        }
    }
}

/// The number or boolean that a string contains.
pub(super) fn scalar(value: &Json) -> Option<Json> {
    let mut read: Json = serde_json::from_str(value.as_str()?).ok()?;
    whole_numbers(&mut read);
    (read.is_number() || read.is_boolean()).then_some(read)
}

/// Returns whether the string contained a number or a boolean, which it now is.
fn become_scalar(value: &mut Json, secrets: &mut Secrets) -> bool {
    let Some(scalar) = scalar(value) else { return false };
    secrets.forget(value.as_str().unwrap_or_default());
    *value = scalar;
    true
}

/// Collects the paths of values of the wrong type, also within alternatives.
fn misfits(error: &ValidationError<'_>, found: &mut Vec<String>) {
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            context.iter().flatten().for_each(|one| misfits(one, found));
        }
        Kind::Type { .. } | Kind::Constant { .. } | Kind::Enum { .. } => {
            found.push(error.instance_path().as_str().to_owned());
        }
        _ => {}
    }
}
