use super::count;
use super::mistakes::{Mistakes, pointer};
use crate::diagnostics::{At, Severity};
use crate::engine::plan::PlanVariable;
use foldhash::HashMap;
use pulsewire_plugin::{AttributeError, Value, ValueType};
use pulsewire_project_settings::{Logic, Variable, VariableType};

/// The variables of a graph: their slots are the first ones.
pub(super) struct Variables<'a> {
    slots: HashMap<&'a str, (u32, ValueType)>,
    pub(super) initial: Vec<Value>,
    /// Those of the project, and those that persist.
    pub(super) lasting: Vec<PlanVariable>,
}

/// The variables that all graphs of the project share, by name.
pub(super) type ProjectVariables = std::collections::HashMap<String, ProjectVariable>;

/// A variable that all graphs of the project share.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProjectVariable {
    kind: ValueType,
    persist: bool,
}

impl ProjectVariable {
    pub(super) fn of(declared: &Variable) -> Self {
        Self { kind: type_of(declared.kind), persist: declared.persist }
    }
}

impl<'a> Variables<'a> {
    pub(super) fn get(&self, name: &str) -> Option<(u32, ValueType)> {
        self.slots.get(name).copied()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.slots.keys().copied()
    }

    fn add(&mut self, name: &'a str, kind: ValueType, initial: Value) -> u32 {
        let slot = count(&self.initial);
        self.slots.entry(name).or_insert((slot, kind));
        self.initial.push(initial);
        slot
    }

    fn add_lasting(&mut self, name: &str, slot: u32, kind: ValueType, persist: bool, shared: bool) {
        let name = name.into();
        self.lasting.push(PlanVariable { name, slot, kind, persist, shared });
    }
}

/// Checks the declared variables, and assigns a slot to each of them and to each variable of the project that a node
/// may name.
pub(super) fn variables<'a>(
    logic: &'a Logic,
    project: &'a ProjectVariables,
    mistakes: &mut Mistakes<'_>,
) -> Variables<'a> {
    let mut variables =
        Variables { slots: HashMap::default(), initial: Vec::new(), lasting: Vec::new() };
    for (name, variable) in logic.variables.iter() {
        let kind = type_of(variable.kind);
        let slot = variables.add(name, kind, initial(name, variable, mistakes));
        if variable.persist {
            variables.add_lasting(name, slot, kind, true, false);
        }
        if project.contains_key(name) {
            warn_hidden(name, mistakes);
        }
    }
    if !project.is_empty() {
        add_project_variables(logic, project, &mut variables);
    }
    variables
}

/// A graph has a slot for a variable of the project only if the name stands in an attribute: most graphs use few of
/// them.
fn add_project_variables<'a>(
    logic: &'a Logic,
    project: &'a ProjectVariables,
    variables: &mut Variables<'a>,
) {
    let texts = logic.nodes.iter().flat_map(|(_, node)| node.attributes.values());
    for text in texts.filter_map(|value| value.as_str()) {
        let Some((name, one)) = project.get_key_value(text) else { continue };
        if variables.get(name).is_none() {
            let slot = variables.add(name, one.kind, one.kind.zero());
            variables.add_lasting(name, slot, one.kind, one.persist, true);
        }
    }
}

fn warn_hidden(name: &str, mistakes: &mut Mistakes<'_>) {
    let at = At::Name { pointer: pointer(&["variables", name]), occurrence: 0 };
    let message = format!("variable `{name}` of this graph hides the one of the project");
    let help = "rename one of them, or remove it here to share the project's".to_owned();
    mistakes.push(at, Severity::Warning, "hidden_variable", message, Some(help));
}

fn initial(name: &str, variable: &Variable, mistakes: &mut Mistakes<'_>) -> Value {
    initial_value(variable).unwrap_or_else(|bad| {
        let message = format!("the initial value of variable `{name}` {bad}");
        mistakes.at(&["variables", name, "initial"], "bad_initial_value", message, None);
        type_of(variable.kind).zero()
    })
}

/// The value that a variable has at first: the written one, or that of its type.
///
/// # Errors
/// When the written one has another type.
pub fn initial_value(variable: &Variable) -> Result<Value, AttributeError> {
    let kind = type_of(variable.kind);
    match &variable.initial {
        Some(written) => Value::from_attribute(written, kind),
        None => Ok(kind.zero()),
    }
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
