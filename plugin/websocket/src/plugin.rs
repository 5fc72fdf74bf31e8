use crate::endpoints::{Endpoints, SharedEndpoints};
use crate::nodes;
use crate::settings::{self, Settings};
use crate::transport::tls::TlsFiles;
use pulsewire_plugin::{Host, Level, NodeType, Plugin, PluginInfo, Project, SettingsError, Status};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

/// The WebSocket plugin.
#[derive(Debug)]
pub struct WebSocket {
    host: Host,
    endpoints: SharedEndpoints,
    project: RwLock<Project>,
}

impl Plugin for WebSocket {
    const INFO: PluginInfo = PluginInfo {
        name: "websocket",
        title: "WebSocket",
        version: env!("CARGO_PKG_VERSION"),
        doc: "WebSocket clients and servers (RFC 6455) as nodes.",
    };

    fn new(host: Host) -> Result<Self, String> {
        Ok(Self { host, endpoints: SharedEndpoints::default(), project: RwLock::default() })
    }

    fn node_types(&self) -> Vec<NodeType> {
        nodes::all(&self.endpoints)
    }

    fn settings_schema(&self) -> serde_json::Value {
        Settings::schema()
    }

    fn project(&self, project: Project) {
        *self.project.write().unwrap_or_else(PoisonError::into_inner) = project;
    }

    fn check(&self, settings: &str) -> Vec<SettingsError> {
        settings::check(settings, &TlsFiles(&self.current().folder))
    }

    fn configure(&self, settings: &str) -> Result<(), String> {
        let settings = Settings::parse(settings)?;
        self.endpoints.set(Endpoints::new(settings, &self.current(), &self.host)?);
        Ok(())
    }

    fn start(&self) -> Result<(), String> {
        self.endpoints.current().autostart()
    }

    fn stop(&self, within: Duration) {
        if !self.endpoints.current().stop(within) {
            let message =
                format!("some connections were still open after {} ms", within.as_millis());
            self.host.log(Level::Warn, message);
        }
    }

    fn status(&self) -> Status {
        self.endpoints.current().status()
    }
}

impl WebSocket {
    fn current(&self) -> Project {
        self.project.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
