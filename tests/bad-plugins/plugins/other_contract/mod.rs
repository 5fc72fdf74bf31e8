//! A plugin of whatever contract the file above has.

use super::contract::{PluginInfo, Host, SettingsError, NodeType, Plugin, Status};
use std::time::Duration;

pub struct FromAnotherTime;

impl Plugin for FromAnotherTime {
    const INFO: PluginInfo = PluginInfo { name: "time", title: "Time", version: "1.0.0", doc: "Travels." };

    fn new(_host: Host) -> Result<Self, String> {
        Ok(Self)
    }

    fn node_types(&self) -> Vec<NodeType> {
        Vec::new()
    }

    fn settings_schema(&self) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn check(&self, _settings: &str) -> Vec<SettingsError> {
        Vec::new()
    }

    fn configure(&self, _settings: &str) -> Result<(), String> {
        Ok(())
    }

    fn start(&self) -> Result<(), String> {
        Ok(())
    }

    fn stop(&self, _within: Duration) {}

    fn status(&self) -> Status {
        Status::default()
    }
}
