use pulsewire_plugin::{Level, Log};

/// What a plugin logs, in the host's log: target `pulsewire::plugin`, the plugin's name as the field `plugin`.
#[derive(Clone, Debug)]
pub struct PluginLog {
    plugin: String,
}

impl PluginLog {
    /// The log of this plugin.
    #[must_use]
    pub fn new(plugin: impl Into<String>) -> Self {
        Self { plugin: plugin.into() }
    }
}

impl Log for PluginLog {
    fn log(&self, level: Level, message: &str) {
        let plugin = self.plugin.as_str();
        match level {
            Level::Error => tracing::error!(target: "pulsewire::plugin", plugin, "{message}"),
            Level::Warn => tracing::warn!(target: "pulsewire::plugin", plugin, "{message}"),
            Level::Info => tracing::info!(target: "pulsewire::plugin", plugin, "{message}"),
            Level::Debug => tracing::debug!(target: "pulsewire::plugin", plugin, "{message}"),
            Level::Trace => tracing::trace!(target: "pulsewire::plugin", plugin, "{message}"),
        }
    }

    fn enabled(&self, level: Level) -> bool {
        match level {
            Level::Error => tracing::enabled!(target: "pulsewire::plugin", tracing::Level::ERROR),
            Level::Warn => tracing::enabled!(target: "pulsewire::plugin", tracing::Level::WARN),
            Level::Info => tracing::enabled!(target: "pulsewire::plugin", tracing::Level::INFO),
            Level::Debug => tracing::enabled!(target: "pulsewire::plugin", tracing::Level::DEBUG),
            Level::Trace => tracing::enabled!(target: "pulsewire::plugin", tracing::Level::TRACE),
        }
    }
}
