//! The child's side of a probe: opens the plugin and lists everything it provides.

use super::{About, PluginError, Verdict, loader};
use crate::toolbox::built_in_groups;
use pulsewire_plugin::boundary::LoadedPlugin;
use pulsewire_plugin::{HostServices, Level};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Opens the plugin in this process, lists everything it provides, and returns a verdict. The plugin may crash the
/// process.
#[must_use]
pub fn examine(path: &Path) -> Verdict {
    limit_memory();
    let module = match loader::module(path) {
        Ok(module) => module,
        Err(error) => return Verdict::of(&error, None),
    };
    match loader::about(module) {
        Err(error) => Verdict::of(&error, None),
        Ok(about) => match check(&about, || LoadedPlugin::open(module, Arc::new(NoHost))) {
            Ok(()) => Verdict::available(about),
            Err(error) => Verdict::of(&error, Some(about)),
        },
    }
}

/// The child sets the limit itself before it opens the plugin; the parent might set it too late. Systems without such a
/// limit run the probe without one.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    /// More address space than any plugin needs to load, but not enough to harm the machine.
    const BYTES: u64 = 2 << 30;
    let limit = Rlimit { current: Some(BYTES), maximum: Some(BYTES) };
    let _ = setrlimit(Resource::As, limit);
}

#[cfg(not(unix))]
fn limit_memory() {}

fn check(
    about: &About,
    open: impl FnOnce() -> Result<LoadedPlugin, String>,
) -> Result<(), PluginError> {
    check_name(&about.name)?;
    let plugin = open().map_err(PluginError::Refused)?;
    let listing = |error| PluginError::Listing(format!("its contents cannot be listed ({error})"));
    plugin.settings_schema().map_err(listing)?;
    let node_types = plugin.node_types().map_err(listing)?;
    let ids: Vec<_> = node_types.iter().map(|one| one.info.id.as_str()).collect();
    check_ids(&about.name, &ids, built_in_groups())
}

/// The name is used in files and ids, so it must be in snake_case.
fn check_name(name: &str) -> Result<(), PluginError> {
    let letters = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
    if name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(letters) {
        return Ok(());
    }
    Err(PluginError::Listing(format!("its name \"{name}\" is not in snake_case")))
}

/// Only the plugin itself may register node types in its group, so a collision is always the fault of the plugin that
/// registers types outside its own group.
fn check_ids(plugin: &str, ids: &[&str], built_in: &BTreeSet<String>) -> Result<(), PluginError> {
    if built_in.contains(plugin) {
        let text = format!("its name \"{plugin}\" is the group of built-in node types");
        return Err(PluginError::Duplicate(text));
    }
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(PluginError::Duplicate(format!("it registers \"{id}\" twice")));
        }
        check_id(plugin, id, built_in)?;
    }
    Ok(())
}

fn check_id(plugin: &str, id: &str, built_in: &BTreeSet<String>) -> Result<(), PluginError> {
    let Some((group, node)) = id.split_once('.') else {
        let text = format!("its node type \"{id}\" must be named \"{plugin}.…\"");
        return Err(PluginError::Listing(text));
    };
    if group == plugin {
        return check_name(node);
    }
    let owner = match built_in.contains(group) {
        true => "is built in".to_owned(),
        false => format!("belongs to the plugin \"{group}\""),
    };
    Err(PluginError::Duplicate(format!(
        "it registers \"{id}\", which {owner}; its own node types must be named \"{plugin}.…\""
    )))
}

/// Discards the log of a plugin that is only being probed.
struct NoHost;

impl HostServices for NoHost {
    fn log(&self, _level: Level, _source: &str, _message: &str) {}

    fn enabled(&self, _level: Level, _source: &str) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(plugin: &str, ids: &[&str], message: &str) {
        let built_in = BTreeSet::from(["flow".to_owned()]);
        let error = check_ids(plugin, ids, &built_in).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_plugin_keeps_to_its_own_group() {
        refused("flow", &[], "\"flow\" is the group of built-in node types");
        refused("a", &["a.x", "flow.branch"], "\"flow.branch\", which is built in");
        refused("a", &["b.x"], "\"b.x\", which belongs to the plugin \"b\"");
        refused("a", &["a.x", "a.y", "a.x"], "\"a.x\" twice");
        refused("a", &["x"], "\"x\" must be named \"a.…\"");
        refused("a", &["a.X"], "\"X\" is not in snake_case");
        assert_eq!(check_ids("a", &["a.x", "a.y"], &BTreeSet::new()), Ok(()));
    }
}
