use super::count;
use super::mistakes::Mistakes;
use foldhash::HashMap;
use pulsewire_plugin::{Value, ValueType};
use pulsewire_project_settings::{Logic, Variable, VariableType};

/// The variables of a graph: their slots are the first ones.
pub(super) struct Variables<'a> {
    slots: HashMap<&'a str, (u32, ValueType)>,
    pub(super) initial: Vec<Value>,
}

impl<'a> Variables<'a> {
    pub(super) fn get(&self, name: &str) -> Option<(u32, ValueType)> {
        self.slots.get(name).copied()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.slots.keys().copied()
    }
}

/// Checks the declared variables and assigns a slot to each.
pub(super) fn variables<'a>(logic: &'a Logic, mistakes: &mut Mistakes<'_>) -> Variables<'a> {
    let mut variables = Variables { slots: HashMap::default(), initial: Vec::new() };
    for (name, variable) in logic.variables.iter() {
        let slot = (count(&variables.initial), type_of(variable.kind));
        variables.slots.entry(name.as_str()).or_insert(slot);
        variables.initial.push(initial(name, variable, mistakes));
    }
    variables
}

fn initial(name: &str, variable: &Variable, mistakes: &mut Mistakes<'_>) -> Value {
    let kind = type_of(variable.kind);
    let Some(written) = &variable.initial else { return kind.zero() };
    Value::from_attribute(written, kind).unwrap_or_else(|bad| {
        let message = format!("the initial value of variable `{name}` {bad}");
        mistakes.at(&["variables", name, "initial"], "bad_initial_value", message, None);
        kind.zero()
    })
}

fn type_of(kind: VariableType) -> ValueType {
    match kind {
        VariableType::Bool => ValueType::Bool,
        VariableType::Int => ValueType::Int,
        VariableType::Float => ValueType::Float,
        VariableType::String => ValueType::String,
        VariableType::Binary => ValueType::Binary,
        VariableType::Array => ValueType::Array,
        VariableType::Dictionary => ValueType::Dictionary,
        VariableType::Any => ValueType::Any,
    }
}
