use super::log::{is_enabled, target, write};
use pulsewire_nodes::Services;
use pulsewire_plugin::{HostServices, Level};
use std::sync::Arc;

/// What the host does for one plugin. Its log lines have the target `pulsewire::plugin`, or one below it for each of the
/// plugin's sources, and the plugin's name as the field `plugin`.
pub struct PluginHost {
    plugin: String,
    /// The run that it is part of, if there is one.
    run: Option<Arc<dyn Services>>,
}

impl PluginHost {
    /// For this plugin, without a run.
    #[must_use]
    pub fn new(plugin: impl Into<String>) -> Self {
        Self { plugin: plugin.into(), run: None }
    }

    /// For this plugin in a run with these services.
    #[must_use]
    pub fn in_run(self, services: Arc<dyn Services>) -> Self {
        Self { run: Some(services), ..self }
    }
}

impl HostServices for PluginHost {
    fn log(&self, level: Level, source: &str, message: &str) {
        write(level_of(level), &target(&self.plugin, source), &self.plugin, message);
    }

    fn enabled(&self, level: Level, source: &str) -> bool {
        is_enabled(level_of(level), &target(&self.plugin, source))
    }

    fn fail_run(&self) {
        if let Some(run) = &self.run {
            run.exit(1);
        }
    }

    fn has_stuck_graph(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.has_stuck_graph())
    }
}

fn level_of(level: Level) -> tracing::Level {
    match level {
        Level::Error => tracing::Level::ERROR,
        Level::Warn => tracing::Level::WARN,
        Level::Info => tracing::Level::INFO,
        Level::Debug => tracing::Level::DEBUG,
        Level::Trace => tracing::Level::TRACE,
    }
}
