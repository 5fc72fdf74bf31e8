//! Log lines with targets that are known only while the program runs.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use tracing::callsite::{Callsite, Identifier};
use tracing::field::{FieldSet, Value};
use tracing::level_filters::LevelFilter;
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, dispatcher};

const TARGET: &str = "pulsewire::plugin";
const FIELDS: &[&str] = &["message", "plugin"];

/// The call site of every line: `tracing` has one for each place in the source, but these differ in their target.
static CALLSITE: PluginCallsite = PluginCallsite;
static METADATA: Metadata<'static> = metadata(TARGET, Level::INFO);

/// A logged event needs metadata that lives for ever, so there is one for each level and target that was logged.
static KNOWN: LazyLock<Mutex<HashMap<(Level, String), &'static Metadata<'static>>>> =
    LazyLock::new(Mutex::default);

struct PluginCallsite;

impl Callsite for PluginCallsite {
    fn set_interest(&self, _interest: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        &METADATA
    }
}

/// The target of a source of a plugin: `pulsewire::plugin`, or below it `websocket::servers::Echo`.
pub(super) fn target(plugin: &str, source: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || "-_:".contains(c);
    let source = source.chars().map(|c| if allowed(c) { c } else { '_' });
    match source.clone().next() {
        Some(_) => format!("{TARGET}::{plugin}::{}", source.collect::<String>()),
        None => TARGET.to_owned(),
    }
}

/// Whether lines of this level and target are logged.
pub(super) fn is_enabled(level: Level, target: &str) -> bool {
    let metadata = metadata(target, level);
    level <= LevelFilter::current() && dispatcher::get_default(|log| log.enabled(&metadata))
}

/// Writes a line, if its level and target are logged.
pub(super) fn write(level: Level, target: &str, plugin: &str, message: &str) {
    if !is_enabled(level, target) {
        return;
    }
    let metadata = known(level, target);
    let fields = metadata.fields();
    let (Some(of_message), Some(of_plugin)) = (fields.field("message"), fields.field("plugin"))
    else {
        return;
    };
    let values =
        [(&of_message, Some(&message as &dyn Value)), (&of_plugin, Some(&plugin as &dyn Value))];
    Event::dispatch(metadata, &fields.value_set(&values));
}

const fn metadata(target: &str, level: Level) -> Metadata<'_> {
    let fields = FieldSet::new(FIELDS, Identifier(&CALLSITE));
    Metadata::new("plugin log", target, level, None, None, None, fields, Kind::EVENT)
}

/// The number of sources is that of the connections and servers of a project, so the memory is bounded.
fn known(level: Level, target: &str) -> &'static Metadata<'static> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry((level, target.to_owned())).or_insert_with(|| {
        let target: &'static str = Box::leak(target.to_owned().into_boxed_str());
        Box::leak(Box::new(metadata(target, level)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_target_below_its_plugin() {
        assert_eq!(target("websocket", ""), "pulsewire::plugin");
        let server = target("websocket", "servers::Home Assistant=1");
        assert_eq!(server, "pulsewire::plugin::websocket::servers::Home_Assistant_1");
    }
}
