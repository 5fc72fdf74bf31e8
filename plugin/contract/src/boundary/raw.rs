//! What crosses the boundary: plain data and objects with methods.

// `#[sabi_trait]` writes the unsafe parts of its vtables in place.
#![allow(unsafe_code)]
// The layouts name these types, so they must be public; nobody outside can reach them.
#![allow(unreachable_pub)]

use crate::{Context, Value};
use abi_stable::library::RootModule;
use abi_stable::sabi_types::VersionStrings;
use abi_stable::std_types::{RArc, RBox, ROption, RResult, RStr, RString};
use abi_stable::{StableAbi, package_version_strings, sabi_trait};

/// What a plugin's shared library exports.
#[repr(C)]
#[derive(StableAbi)]
#[sabi(kind(Prefix(prefix_ref = PluginModuleRef)))]
#[sabi(missing_field(panic))]
pub struct PluginModule {
    /// Name, title, version and doc as JSON.
    pub about: extern "C" fn() -> RString,
    /// Creates the plugin.
    #[sabi(last_prefix_field)]
    pub open: extern "C" fn(RawHostBox) -> RResult<RawPluginBox, RString>,
}

impl RootModule for PluginModuleRef {
    abi_stable::declare_root_module_statics! {PluginModuleRef}
    const BASE_NAME: &'static str = "pulsewire_plugin";
    const NAME: &'static str = "Pulsewire plugin";
    const VERSION_STRINGS: VersionStrings = package_version_strings!();
}

/// A [`Flow`](crate::Flow) across the boundary, or the information that the node failed, in one register.
#[repr(C)]
#[derive(StableAbi, Clone, Copy)]
pub struct RawFlow {
    pub(super) kind: u32,
    pub(super) output: u32,
}

/// A [`NodeError`](crate::NodeError) across the boundary.
#[repr(C)]
#[derive(StableAbi)]
pub struct RawNodeError {
    pub(super) code: RString,
    pub(super) message: RString,
    pub(super) input: ROption<u32>,
    pub(super) pulse: ROption<u32>,
}

/// An [`EmitError`](crate::EmitError) across the boundary.
#[repr(u8)]
#[derive(StableAbi)]
pub enum RawEmitError {
    /// The inbox is full.
    Full(Value),
    /// The graph has stopped.
    Stopped,
}

/// The plugin's object: the host calls it.
#[sabi_trait]
pub trait RawPlugin: Send + Sync {
    /// The JSON Schema of the settings.
    fn settings_schema(&self) -> RResult<RString, RString>;
    /// The [`NodeInfo`](crate::NodeInfo) of every node type, as JSON.
    fn node_types(&self) -> RResult<RString, RString>;
    /// The sockets of a node type with these attributes, or the mistake in them, all as JSON.
    fn sockets(&self, node_type: u32, attributes: RStr<'_>) -> RResult<RString, RString>;
    /// The mistakes in the constants of a node, as JSON: its attributes, and the names of its inputs that have a
    /// wire, both as JSON.
    fn check_node(
        &self,
        node_type: u32,
        attributes: RStr<'_>,
        wired: RStr<'_>,
    ) -> RResult<RString, RString>;
    /// Creates a node from a [`RawSetup`].
    fn create(&self, node_type: u32, setup: RawSetup<'_>) -> RResult<RawNodeBox, RawNodeError>;
    /// Passes the folder of the project and the placeholders in its settings.
    fn project(
        &self,
        folder: RStr<'_>,
        settings: ROption<RawPlaceholdersArc>,
    ) -> RResult<(), RString>;
    /// The errors in a settings section, as JSON.
    fn check(&self, settings: RStr<'_>) -> RResult<RString, RString>;
    /// Passes the settings section.
    fn configure(&self, settings: RStr<'_>) -> RResult<(), RString>;
    /// Starts the connections that start automatically.
    fn start(&self) -> RResult<(), RString>;
    /// Closes every connection within this many milliseconds.
    fn stop(&self, within: u64) -> RResult<(), RString>;
    /// The counters, as JSON.
    fn status(&self) -> RResult<RString, RString>;
}

/// A plugin's object, owned by the host.
pub type RawPluginBox = RawPlugin_TO<'static, RBox<()>>;

/// A [`Setup`](crate::Setup) across the boundary.
#[repr(C)]
#[derive(StableAbi)]
pub struct RawSetup<'a> {
    pub(super) graph: RStr<'a>,
    pub(super) node: RStr<'a>,
    pub(super) attributes: RStr<'a>,
    pub(super) placeholders: ROption<RawPlaceholdersArc>,
    pub(super) target: RawEmitArc,
    pub(super) index: u32,
    /// The name of a type, or empty.
    pub(super) variable: RStr<'a>,
    pub(super) variable_scope: RStr<'a>,
}

/// A node's object: the host calls it.
#[sabi_trait]
pub trait RawNode: Send {
    /// Before the first event.
    fn start(&mut self) -> RResult<(), RBox<RawNodeError>>;
    /// One run.
    fn run(&mut self, context: &mut Context<'_>) -> RawFlow;
    /// Why the last run failed.
    fn failure(&mut self) -> RawNodeError;
}

/// A plugin's node, owned by the host.
pub type RawNodeBox = RawNode_TO<'static, RBox<()>>;

/// A graph as its event sources see it: the plugin calls it.
#[sabi_trait]
pub trait RawEmit: Send + Sync {
    /// Emits an event for the node of this index.
    fn emit(&self, node: u32, event: Value) -> RResult<(), RawEmitError>;
    /// Calls `wake` once when the inbox has room.
    fn when_ready(&self, wake: RawWakeBox);
}

/// A graph's inbox, shared with a plugin.
pub type RawEmitArc = RawEmit_TO<'static, RArc<()>>;

/// A callback that is called once.
#[sabi_trait]
pub trait RawWake: Send {
    /// The inbox has room.
    fn wake(&mut self);
}

/// A callback, owned by the host.
pub type RawWakeBox = RawWake_TO<'static, RBox<()>>;

/// The placeholders in settings or attributes: the plugin calls it.
#[sabi_trait]
pub trait RawPlaceholders: Send + Sync {
    /// The current value at a JSON Pointer, as JSON; none when it contains no `${…}`.
    fn resolve(&self, pointer: RStr<'_>) -> RResult<ROption<RString>, RString>;
}

/// Placeholders, shared with a plugin.
pub type RawPlaceholdersArc = RawPlaceholders_TO<'static, RArc<()>>;

/// The host: the plugin calls it.
#[sabi_trait]
pub trait RawHost: Send + Sync {
    /// Writes a line of this source in the log.
    fn log(&self, level: u8, source: RStr<'_>, message: RStr<'_>);
    /// Whether lines of this level and source are logged.
    fn enabled(&self, level: u8, source: RStr<'_>) -> bool;
    /// Ends the run as failed.
    fn fail_run(&self);
    /// Whether a graph is stuck.
    fn has_stuck_graph(&self) -> bool;
}

/// The host, owned by a plugin.
pub type RawHostBox = RawHost_TO<'static, RBox<()>>;
