//! A plugin for Pulsewire: a node that greets, and ticks that the project's settings declare.
//!
//! | file | contents |
//! | --- | --- |
//! | `lib` | the plugin: its node types and its lifecycle |
//! | `settings` | its section of `project.json` |
//! | `greet` | the node type `hello.greet` |
//! | `on_tick` | the node type `hello.on_tick` |
//! | `ticker` | the threads that tick |

#![forbid(unsafe_code)]

mod greet;
mod on_tick;
mod settings;
mod ticker;

use pulsewire_plugin::{Host, Level, NodeType, Plugin, PluginInfo, SettingsError, Status};
use settings::Settings;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use ticker::Tickers;

pulsewire_plugin::export_plugin!(Hello);

/// The plugin.
pub struct Hello {
    host: Host,
    settings: Arc<OnceLock<Settings>>,
    tickers: Arc<Tickers>,
}

impl Plugin for Hello {
    const INFO: PluginInfo = PluginInfo {
        name: "hello",
        title: "Hello",
        version: env!("CARGO_PKG_VERSION"),
        doc: "Greets, and ticks: the plugin to begin your own with.",
    };

    fn new(host: Host) -> Result<Self, String> {
        let tickers = Arc::new(Tickers::new(host.clone()));
        Ok(Self { host, settings: Arc::default(), tickers })
    }

    fn node_types(&self) -> Vec<NodeType> {
        vec![greet::node_type(&self.settings), on_tick::node_type(&self.tickers)]
    }

    fn settings_schema(&self) -> serde_json::Value {
        schemars::schema_for!(Settings).to_value()
    }

    fn check(&self, settings: &str) -> Vec<SettingsError> {
        Settings::read(settings).map_or_else(|mistake| vec![mistake], |read| read.check())
    }

    fn configure(&self, settings: &str) -> Result<(), String> {
        let settings = Settings::read(settings).map_err(|mistake| mistake.message)?;
        self.host.log(Level::Debug, format!("{} ticks declared", settings.ticks.len()));
        self.tickers.declare(&settings.ticks);
        self.settings.set(settings).map_err(|_| "was configured before".to_owned())
    }

    fn start(&self) -> Result<(), String> {
        self.tickers.start().map_err(|error| format!("cannot start a thread: {error}"))
    }

    fn stop(&self, _within: Duration) {
        self.tickers.stop();
    }

    fn status(&self) -> Status {
        self.tickers.status()
    }
}
