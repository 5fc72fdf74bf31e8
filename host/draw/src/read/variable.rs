use crate::label::{sanitize, value};
use pulsewire_runtime::contract::{AttributeKind, NodeInfo, ValueType};
use pulsewire_runtime::project_settings as written;
use std::collections::HashMap;

/// The types of a logic's variables, by name.
pub(super) struct Variables<'a>(HashMap<&'a str, ValueType>);

impl<'a> Variables<'a> {
    pub(super) fn new(logic: &'a written::Logic) -> Self {
        Self(logic.variables.iter().map(|(name, one)| (name.as_str(), type_of(one))).collect())
    }

    /// The type of the variable that the node's variable attribute selects.
    pub(super) fn picked_by(&self, node: &written::Node, info: &NodeInfo) -> Option<ValueType> {
        let picks = info.attributes.iter().find(|one| one.kind == AttributeKind::Variable)?;
        self.0.get(node.attributes.get(&picks.id)?.as_str()?).copied()
    }
}

/// `name: Type = initial`.
pub(super) fn declaration((name, variable): &(String, written::Variable)) -> String {
    let initial = variable.initial.as_ref().map(|json| format!(" = {}", value(json)));
    format!("{}: {}{}", sanitize(name), type_of(variable), initial.unwrap_or_default())
}

fn type_of(variable: &written::Variable) -> ValueType {
    match variable.kind {
        written::VariableType::Bool => ValueType::Bool,
        written::VariableType::Int => ValueType::Int,
        written::VariableType::Float => ValueType::Float,
        written::VariableType::String => ValueType::String,
        written::VariableType::Binary => ValueType::Binary,
        written::VariableType::Array => ValueType::Array,
        written::VariableType::Dictionary => ValueType::Dictionary,
        written::VariableType::Any => ValueType::Any,
    }
}
