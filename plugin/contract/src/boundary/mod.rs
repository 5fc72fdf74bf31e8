//! The boundary of the shared library, both sides.
//!
//! [`PluginModuleRef`] is what a plugin exports; `raw` is what crosses, `export` is the plugin's side of a call
//! and `import` the host's. Everything that takes time to read (node types, settings, counters) crosses as JSON
//! text, everything on the path of a message as plain data. Each entry into plugin code is guarded: a panic
//! becomes an error, and `panics` writes it to the host's log.

// `#[sabi_trait]` writes impls inside a constant.
#![allow(non_local_definitions)]

mod export;
mod exported_node;
mod flow;
mod import;
mod imported_node;
mod panics;
mod placeholders;
mod raw;

pub use export::module;
pub use import::LoadedPlugin;
pub use panics::{log_panics, panic_line};
pub use raw::{PluginModule, PluginModuleRef};

/// Exports a [`Plugin`](crate::Plugin) from a shared library; once in a crate of type `cdylib`, which needs
/// `abi_stable` among its dependencies because the export names it.
///
/// A panic anywhere in the library is then a line in the host's log, under the plugin's name.
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        // In a separate block: the export also creates a static, which cannot be documented.
        const _: () = {
            #[::abi_stable::export_root_module]
            fn pulsewire_plugin_module() -> $crate::boundary::PluginModuleRef {
                $crate::boundary::log_panics();
                $crate::boundary::module::<$plugin>()
            }
        };
    };
}

#[cfg(test)]
mod tests;
