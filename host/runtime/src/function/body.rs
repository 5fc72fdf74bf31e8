use super::{AttributeValues, Template};
use pulsewire_project_settings::Logic;
use serde_json::{Map, Value as Json};

/// Nodes, by their place, with those of their attributes that hold `${…}`, as written.
pub type Placeholders = Vec<(usize, Map<String, Json>)>;

/// The nodes and wires of a logic file, with the places where `${attribute:NAME}` stands.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The file, with `${env:…}` and `${file:…}` replaced, except where a template stands.
    pub logic: Logic,
    /// The nodes, by their place, with those of their attributes that hold `${…}`, as written.
    pub placeholders: Placeholders,
    /// The attributes of nodes, by the node's place and the attribute's id, that hold `${attribute:NAME}`.
    pub templates: Vec<(usize, String, Template)>,
    /// The initial values of variables, by the variable's place, that hold `${attribute:NAME}`.
    pub initial: Vec<(usize, Template)>,
}

impl Body {
    /// The names of the attributes that stand in it, each once, with whether it has a default wherever it stands.
    #[must_use]
    pub fn attributes(&self) -> Vec<(&str, bool)> {
        let mut names: Vec<(&str, bool)> = Vec::new();
        let templates = self.templates.iter().map(|(_, _, template)| template);
        for template in templates.chain(self.initial.iter().map(|(_, template)| template)) {
            template.each_name(&mut |name, has_default| match names
                .iter_mut()
                .find(|(known, _)| *known == name)
            {
                Some((_, all)) => *all &= has_default,
                None => names.push((name, has_default)),
            });
        }
        names
    }

    /// Its logic with these attributes, and its placeholders with them.
    #[must_use]
    pub fn with(&self, values: &AttributeValues) -> (Logic, Placeholders) {
        let (mut logic, mut placeholders) = (self.logic.clone(), self.placeholders.clone());
        for (node, id, template) in &self.templates {
            let value = template.value(values);
            if let (Some((_, node)), Some(value)) = (logic.nodes.0.get_mut(*node), value) {
                node.attributes.insert(id.clone(), value);
            }
            let held = placeholders.iter_mut().find(|(held, _)| held == node);
            if let Some((_, held)) = held {
                match template.written(values) {
                    Some(written) => drop(held.insert(id.clone(), written)),
                    None => drop(held.shift_remove(id)),
                }
            }
        }
        placeholders.retain(|(_, held)| !held.is_empty());
        for (variable, template) in &self.initial {
            if let Some((_, variable)) = logic.variables.0.get_mut(*variable) {
                variable.initial = template.value(values);
            }
        }
        (logic, placeholders)
    }
}
