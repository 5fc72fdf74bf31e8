use super::{StateError, StateStore, StoredVariable};
use crate::engine::{Plan, PlanVariable, SharedVariables, VariableKey};
use pulsewire_plugin::{Value, ValueType};
use std::collections::HashMap;

/// Gives the persistent variables of graphs that do not run yet the values of the last run. A value of another type than
/// the variable has now is set aside, with a warning.
///
/// # Errors
/// When the state cannot be read or written.
pub fn restore(
    store: &mut StateStore,
    plans: &mut [Plan],
    shared: &SharedVariables,
) -> Result<(), StateError> {
    let current = |one: StoredVariable| (!one.set_aside).then_some((one.key, one.value));
    let stored: HashMap<_, _> = store.read()?.into_iter().filter_map(current).collect();
    let mut unfit = Vec::new();
    for plan in plans {
        for variable in plan.variables.iter().filter(|one| one.persist) {
            let key = VariableKey::new(&plan.name, variable);
            let Some(value) = stored.get(&key) else { continue };
            match fit(value, variable.kind) {
                Some(value) if variable.shared => set_shared(shared, variable, value),
                Some(value) => plan.slots[variable.slot as usize] = value,
                None if unfit.contains(&key) => {}
                None => unfit.push(warn(key, value, variable)),
            }
        }
    }
    if unfit.is_empty() { Ok(()) } else { store.set_aside(&unfit) }
}

fn set_shared(shared: &SharedVariables, variable: &PlanVariable, value: Value) {
    if let Some(one) = shared.get(&*variable.name) {
        one.set(value);
    }
}

/// The value as one of this type; an Int is also a Float.
#[allow(clippy::cast_precision_loss)]
fn fit(value: &Value, kind: ValueType) -> Option<Value> {
    match value {
        Value::Int(number) if kind == ValueType::Float => Some(Value::Float(*number as f64)),
        value => (kind == ValueType::Any || value.kind() == kind).then(|| value.clone()),
    }
}

fn warn(key: VariableKey, value: &Value, variable: &PlanVariable) -> VariableKey {
    let (graph, name) = (&key.graph, &key.variable);
    tracing::warn!(
        graph,
        "the kept value of the variable `{name}` is of type {}, but the variable is of type {}: it begins with its \
         initial value, and the kept one is set aside, where `pulsewire state show` shows it",
        value.kind(),
        variable.kind,
    );
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_values_of_the_type_of_the_variable_fit() {
        assert_eq!(fit(&Value::Int(5), ValueType::Float), Some(Value::Float(5.0)));
        assert_eq!(fit(&Value::Int(5), ValueType::Any), Some(Value::Int(5)));
        assert_eq!(fit(&Value::Float(5.0), ValueType::Int), None);
        assert_eq!(fit(&Value::Null, ValueType::String), None);
    }
}
