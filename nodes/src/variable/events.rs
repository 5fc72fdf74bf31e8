//! What happens to variables.

use crate::channel::{Channel, Channels};
use pulsewire_plugin::{NodeError, Setup, Value, ValueType};
use std::sync::Arc;

/// The events of the variables of all graphs.
#[derive(Default)]
pub(super) struct Events {
    pub(super) changes: Channels,
    pub(super) sets: Channels,
}

/// The events of one variable, for the nodes that set it.
pub(super) struct VariableEvents {
    changes: Arc<Channel>,
    sets: Arc<Channel>,
}

impl VariableEvents {
    /// Those of the variable that a node names.
    pub(super) fn of(events: &Events, setup: &Setup<'_>) -> Self {
        let name = setup.attributes.text("variable");
        let [changes, sets] = [&events.changes, &events.sets]
            .map(|channels| channels.open(setup.variable_scope, name));
        Self { changes, sets }
    }

    /// Whether any node waits for changes; otherwise nobody needs to know whether there was one.
    #[inline]
    pub(super) fn watch_changes(&self) -> bool {
        self.changes.has_listeners()
    }

    /// Tells the event nodes that the variable was set to `value`, and whether it had another value before.
    #[inline]
    pub(super) fn raise(&self, value: &Value, changed: bool) -> Result<(), NodeError> {
        let heard = if changed && self.changes.has_listeners() {
            self.changes.raise(value)
        } else {
            Ok(())
        };
        if self.sets.has_listeners() {
            self.sets.raise(value)?;
        }
        heard
    }
}

/// Refuses a node whose variable cannot hold a value of any of these types.
pub(super) fn check_kind(setup: &Setup<'_>, wanted: &[ValueType]) -> Result<(), NodeError> {
    let kind = setup.variable.unwrap_or(ValueType::Any);
    if kind == ValueType::Any || wanted.contains(&kind) {
        return Ok(());
    }
    let names: Vec<&str> = wanted.iter().map(|kind| kind.name()).collect();
    let why = format!(
        "the type of the variable `{}` is {kind}, but this node works on {} only",
        setup.attributes.text("variable"),
        names.join(" and ")
    );
    Err(NodeError::new("bad_attribute", why))
}

/// A variable of the type Any holds a value on which the node does not work.
#[cold]
pub(super) fn mismatch(wanted: &str, found: &Value) -> NodeError {
    let found = crate::types::with_article(crate::types::name(found));
    NodeError::new(
        "type_mismatch",
        format!("the variable holds {found}, but this node works on {wanted} only"),
    )
}
