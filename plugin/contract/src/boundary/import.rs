//! The host's side of the boundary.

use super::imported_node::ImportedNode;
use super::placeholders::raw_placeholders;
use super::raw::{
    PluginModuleRef, RawEmit, RawEmit_TO, RawEmitArc, RawEmitError, RawHost, RawHost_TO,
    RawPluginBox, RawSetup, RawWakeBox,
};
use crate::{
    AttributeMistake, Emit, EmitError, HostServices, Level, Node, NodeError, NodeInfo, NodeType,
    Project, SettingsError, Setup, SocketsFn, Status, Value, ValueType,
};
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{RArc, RResult, RStr, RString};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use std::time::Duration;

/// A loaded plugin, as the host calls it.
///
/// Every method returns an error when the plugin fails, panics, or returns what the contract does not define.
#[derive(Clone)]
pub struct LoadedPlugin(Arc<RawPluginBox>);

impl LoadedPlugin {
    /// Name, title, version and doc of the plugin, as JSON text.
    #[must_use]
    pub fn about(module: PluginModuleRef) -> String {
        (module.about())().into_string()
    }

    /// Creates the plugin, for this host.
    ///
    /// # Errors
    /// Why the plugin cannot be created.
    pub fn open(module: PluginModuleRef, host: Arc<dyn HostServices>) -> Result<Self, String> {
        let host = RawHost_TO::from_value(HostForPlugin(host), TD_Opaque);
        Ok(Self(Arc::new(text((module.open())(host))?)))
    }

    /// JSON Schema of its settings section; null when it has none.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn settings_schema(&self) -> Result<Json, String> {
        json(self.0.settings_schema())
    }

    /// Every node type it registers.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn node_types(&self) -> Result<Vec<NodeType>, String> {
        let infos: Vec<NodeInfo> = json(self.0.node_types())?;
        Ok(infos.into_iter().zip(0..).map(|(info, at)| self.node_type(info, at)).collect())
    }

    fn node_type(&self, info: NodeInfo, at: u32) -> NodeType {
        let (plugin, checker, maker) = (self.clone(), self.clone(), self.clone());
        let rule = info.rule.is_some().then(|| -> SocketsFn {
            Box::new(move |written| {
                let written = Json::Object(written.clone()).to_string();
                let sockets = plugin.0.sockets(at, RStr::from(written.as_str()));
                json(sockets).map_err(|error| mistake(&error))
            })
        });
        NodeType::new(info, rule, Box::new(move |setup| maker.create(at, setup)))
            .check_by(Box::new(move |written, wired| checker.check_node(at, written, wired)))
    }

    fn check_node(
        &self,
        node_type: u32,
        written: &Map<String, Json>,
        wired: &[String],
    ) -> Vec<AttributeMistake> {
        let written = Json::Object(written.clone()).to_string();
        let wired = Json::from(wired).to_string();
        let found = self.0.check_node(node_type, written.as_str().into(), wired.as_str().into());
        json(found).unwrap_or_else(|why| {
            let message = format!("the plugin cannot check it: {why}");
            vec![AttributeMistake {
                code: "plugin_failed".into(),
                ..AttributeMistake::from(message)
            }]
        })
    }

    fn create(&self, node_type: u32, setup: Setup<'_>) -> Result<Box<dyn Node>, NodeError> {
        let attributes = Json::Object(setup.attributes.written().clone()).to_string();
        let (target, index) = setup.emitter.parts();
        let raw = RawSetup {
            graph: setup.graph.into(),
            node: setup.node.into(),
            attributes: attributes.as_str().into(),
            placeholders: raw_placeholders(&setup.placeholders),
            target: raw_emit(target),
            index,
            variable: setup.variable.map_or("", ValueType::name).into(),
            variable_scope: setup.variable_scope.into(),
        };
        match self.0.create(node_type, raw) {
            RResult::ROk(node) => Ok(Box::new(ImportedNode(node))),
            RResult::RErr(error) => Err(error.into()),
        }
    }

    /// Passes the folder of the project, to which relative paths in its settings refer, and the placeholders in its
    /// settings.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn project(&self, project: &Project) -> Result<(), String> {
        let folder = project.folder.to_string_lossy();
        text(self.0.project(folder.as_ref().into(), raw_placeholders(&project.settings)))
    }

    /// The errors in a settings section (JSON text) that is valid by the schema.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn check(&self, settings: &str) -> Result<Vec<SettingsError>, String> {
        json(self.0.check(settings.into()))
    }

    /// Passes the settings section (JSON text).
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn configure(&self, settings: &str) -> Result<(), String> {
        text(self.0.configure(settings.into()))
    }

    /// Starts the connections that start automatically.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn start(&self) -> Result<(), String> {
        text(self.0.start())
    }

    /// Closes every connection; returns when that is done, or after `within`.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn stop(&self, within: Duration) -> Result<(), String> {
        text(self.0.stop(u64::try_from(within.as_millis()).unwrap_or(u64::MAX)))
    }

    /// The connections and their counters.
    ///
    /// # Errors
    /// See [`LoadedPlugin`].
    pub fn status(&self) -> Result<Status, String> {
        json(self.0.status())
    }
}

/// The host's graph, as the event sources of a plugin call it.
struct GraphForPlugin(Arc<dyn Emit>);

impl RawEmit for GraphForPlugin {
    fn emit(&self, node: u32, event: Value) -> RResult<(), RawEmitError> {
        match self.0.emit(node, event) {
            Ok(()) => RResult::ROk(()),
            Err(EmitError::Full(event)) => RResult::RErr(RawEmitError::Full(event)),
            Err(EmitError::Stopped) => RResult::RErr(RawEmitError::Stopped),
        }
    }

    fn when_ready(&self, mut wake: RawWakeBox) {
        self.0.when_ready(Box::new(move || wake.wake()));
    }
}

fn raw_emit(target: &Arc<dyn Emit>) -> RawEmitArc {
    RawEmit_TO::from_ptr(RArc::new(GraphForPlugin(target.clone())), TD_Opaque)
}

/// The host, for the plugin to call.
struct HostForPlugin(Arc<dyn HostServices>);

impl RawHost for HostForPlugin {
    fn log(&self, level: u8, source: RStr<'_>, message: RStr<'_>) {
        self.0.log(level_of(level), &source, &message);
    }

    fn enabled(&self, level: u8, source: RStr<'_>) -> bool {
        self.0.enabled(level_of(level), &source)
    }

    fn fail_run(&self) {
        self.0.fail_run();
    }

    fn has_stuck_graph(&self) -> bool {
        self.0.has_stuck_graph()
    }
}

fn level_of(level: u8) -> Level {
    match level {
        0 => Level::Error,
        1 => Level::Warn,
        2 => Level::Info,
        3 => Level::Debug,
        _ => Level::Trace,
    }
}

/// The mistake that the plugin found, or how the plugin failed.
fn mistake(error: &str) -> AttributeMistake {
    serde_json::from_str(error).unwrap_or_else(|_| error.to_owned().into())
}

fn text<T>(answer: RResult<T, RString>) -> Result<T, String> {
    answer.into_result().map_err(RString::into_string)
}

fn json<T: DeserializeOwned>(answer: RResult<RString, RString>) -> Result<T, String> {
    let answer = text(answer)?;
    serde_json::from_str(&answer).map_err(|error| format!("returned invalid data: {error}"))
}
