//! The plugin's side of the boundary.

use super::exported_node::{ExportedNode, panic_error, panic_text};
use super::panics::set_panic_log;
use super::placeholders::placeholders;
use super::raw::{
    PluginModule, PluginModuleRef, RawEmitArc, RawEmitError, RawHostBox, RawNode_TO, RawNodeBox,
    RawNodeError, RawPlaceholdersArc, RawPlugin, RawPlugin_TO, RawPluginBox, RawSetup, RawWake,
    RawWake_TO,
};
use crate::{
    Attributes, Emit, EmitError, Emitter, Host, HostServices, Level, NodeError, NodeType, Plugin,
    Project, Setup, Value, ValueType,
};
use abi_stable::prefix_type::PrefixTypeTrait;
use abi_stable::sabi_trait::TD_Opaque;
use abi_stable::std_types::{ROption, RResult, RStr, RString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The root module of the plugin `P`; `export_plugin!` exports it.
#[must_use]
pub fn module<P: Plugin>() -> PluginModuleRef {
    PluginModule { about: about::<P>, open: open::<P> }.leak_into_prefix()
}

extern "C" fn about<P: Plugin>() -> RString {
    let about = P::INFO;
    let fields = serde_json::json!({
        "name": about.name, "title": about.title, "version": about.version, "doc": about.doc,
    });
    fields.to_string().into()
}

extern "C" fn open<P: Plugin>(host: RawHostBox) -> RResult<RawPluginBox, RString> {
    guarded(|| {
        let host = Host::new(Arc::new(RemoteHost(host)));
        set_panic_log(&host);
        let plugin = P::new(host)?;
        let node_types = plugin.node_types();
        let exported = Exported { plugin, node_types };
        Ok(RawPlugin_TO::from_value(exported, TD_Opaque))
    })
}

/// A plugin and its node types, in the order in which the host knows them.
struct Exported<P> {
    plugin: P,
    node_types: Vec<NodeType>,
}

impl<P: Plugin> Exported<P> {
    fn node_type(&self, at: u32) -> Result<&NodeType, String> {
        let found = usize::try_from(at).ok().and_then(|at| self.node_types.get(at));
        found.ok_or_else(|| format!("this plugin has no node type number {at}"))
    }
}

impl<P: Plugin> RawPlugin for Exported<P> {
    fn settings_schema(&self) -> RResult<RString, RString> {
        guarded(|| Ok(self.plugin.settings_schema().to_string().into()))
    }

    fn node_types(&self) -> RResult<RString, RString> {
        guarded(|| {
            let infos: Vec<_> = self.node_types.iter().map(|one| &one.info).collect();
            to_json(&infos)
        })
    }

    fn sockets(&self, node_type: u32, attributes: RStr<'_>) -> RResult<RString, RString> {
        guarded(|| {
            let written = serde_json::from_str(&attributes).map_err(|error| error.to_string())?;
            let node_type = self.node_type(node_type)?;
            match node_type.sockets(&written) {
                Ok(sockets) => to_json(sockets.as_ref().unwrap_or(&node_type.info.sockets)),
                Err(mistake) => Err(to_json(&mistake)?.into()),
            }
        })
    }

    fn check_node(
        &self,
        node_type: u32,
        attributes: RStr<'_>,
        wired: RStr<'_>,
    ) -> RResult<RString, RString> {
        guarded(|| {
            let broken = |error: serde_json::Error| error.to_string();
            let written = serde_json::from_str(&attributes).map_err(broken)?;
            let wired: Vec<String> = serde_json::from_str(&wired).map_err(broken)?;
            to_json(&self.node_type(node_type)?.check(&written, &wired))
        })
    }

    fn create(&self, node_type: u32, setup: RawSetup<'_>) -> RResult<RawNodeBox, RawNodeError> {
        let made = catch_unwind(AssertUnwindSafe(|| {
            let broken = |error| NodeError::new("contract", error);
            let written = serde_json::from_str(&setup.attributes)
                .map_err(|error| broken(error.to_string()))?;
            let node_type = self.node_type(node_type).map_err(broken)?;
            let node = node_type.create(Setup {
                graph: setup.graph.as_str(),
                node: setup.node.as_str(),
                attributes: Attributes::new(&written, &node_type.info.attributes),
                placeholders: placeholders(setup.placeholders),
                emitter: Emitter::new(Arc::new(HostGraph(setup.target)), setup.index),
                variable: ValueType::from_name(setup.variable.as_str()),
                variable_scope: setup.variable_scope.as_str(),
            })?;
            Ok(RawNode_TO::from_value(ExportedNode::new(node), TD_Opaque))
        }));
        made.unwrap_or_else(|panic| Err(panic_error(&*panic))).map_err(RawNodeError::from).into()
    }

    fn project(
        &self,
        folder: RStr<'_>,
        settings: ROption<RawPlaceholdersArc>,
    ) -> RResult<(), RString> {
        guarded(|| {
            let folder = PathBuf::from(folder.as_str());
            self.plugin.project(Project { folder, settings: placeholders(settings) });
            Ok(())
        })
    }

    fn check(&self, settings: RStr<'_>) -> RResult<RString, RString> {
        guarded(|| to_json(&self.plugin.check(&settings)))
    }

    fn configure(&self, settings: RStr<'_>) -> RResult<(), RString> {
        guarded(|| self.plugin.configure(&settings))
    }

    fn start(&self) -> RResult<(), RString> {
        guarded(|| self.plugin.start())
    }

    fn stop(&self, within: u64) -> RResult<(), RString> {
        guarded(|| {
            self.plugin.stop(Duration::from_millis(within));
            Ok(())
        })
    }

    fn status(&self) -> RResult<RString, RString> {
        guarded(|| to_json(&self.plugin.status()))
    }
}

/// The host's graph as a plugin's sources see it.
struct HostGraph(RawEmitArc);

impl Emit for HostGraph {
    fn emit(&self, node: u32, event: Value) -> Result<(), EmitError> {
        self.0.emit(node, event).into_result().map_err(|refused| match refused {
            RawEmitError::Full(event) => EmitError::Full(event),
            RawEmitError::Stopped => EmitError::Stopped,
        })
    }

    fn when_ready(&self, wake: Box<dyn FnOnce() + Send>) {
        self.0.when_ready(RawWake_TO::from_value(Wake(Some(wake)), TD_Opaque));
    }
}

struct Wake(Option<Box<dyn FnOnce() + Send>>);

impl RawWake for Wake {
    fn wake(&mut self) {
        if let Some(wake) = self.0.take() {
            // A panic in a callback must not cross the boundary; the plugin has to notice it itself.
            let _ = catch_unwind(AssertUnwindSafe(wake));
        }
    }
}

/// The host, as a plugin calls it.
struct RemoteHost(RawHostBox);

impl HostServices for RemoteHost {
    fn log(&self, level: Level, source: &str, message: &str) {
        self.0.log(level as u8, source.into(), message.into());
    }

    fn enabled(&self, level: Level, source: &str) -> bool {
        self.0.enabled(level as u8, source.into())
    }

    fn fail_run(&self) {
        self.0.fail_run();
    }

    fn has_stuck_graph(&self) -> bool {
        self.0.has_stuck_graph()
    }
}

fn to_json(value: &impl serde::Serialize) -> Result<RString, String> {
    serde_json::to_string(value).map(RString::from).map_err(|error| error.to_string())
}

fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> RResult<T, RString> {
    let done = catch_unwind(AssertUnwindSafe(work));
    let done = done.unwrap_or_else(|panic| Err(format!("panicked: {}", panic_text(&*panic))));
    done.map_err(RString::from).into()
}
