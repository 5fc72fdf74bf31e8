//! Opens the shared library of a plugin. The only unsafe code of the host.
#![allow(unsafe_code)]

use super::{About, PluginError};
use abi_stable::library::{
    AbiHeader, AbiHeaderRef, LibraryError, ROOT_MODULE_LOADER_NAME, RootModule, RootModuleError,
};
use abi_stable::sabi_types::{VersionNumber, VersionStrings};
use libloading::Library;
use pulsewire_plugin::boundary::{LoadedPlugin, PluginModuleRef};
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The version of the contract that this program speaks.
pub(super) fn contract() -> &'static str {
    PluginModuleRef::VERSION_STRINGS.version.as_str()
}

/// Opens a plugin's library, checks that it speaks our contract, and never closes it, because its code and statics are
/// used until the process ends.
///
/// `RootModule::load_from*` must not be used: it caches one module per type and would return the first plugin for every
/// other.
pub(super) fn module(path: &Path) -> Result<PluginModuleRef, PluginError> {
    check_magic(path)?;
    let header = header(path)?.upgrade().map_err(header_error)?;
    check_contract(header.version_strings())?;
    header.init_root_module().map_err(module_error)
}

/// A plugin's description of itself.
pub(super) fn about(module: PluginModuleRef) -> Result<About, PluginError> {
    serde_json::from_str(&LoadedPlugin::about(module))
        .map_err(|error| PluginError::Listing(format!("its description is invalid ({error})")))
}

fn header(path: &Path) -> Result<AbiHeaderRef, PluginError> {
    // SAFETY: opening a library runs its initialisers, which may do anything. The user who put the file into a plugin
    // folder trusts it, and it was loaded in a separate process before without a crash.
    let library = unsafe { Library::new(path) }.map_err(open_error)?;
    // SAFETY: the name is mangled by abi_stable, whose export macro alone makes statics of that name, and these
    // begin with an `AbiHeader`. The library is never closed, so the reference stays good.
    let header = unsafe { library.get::<AbiHeaderRef>(ROOT_MODULE_LOADER_NAME.as_bytes()) };
    let header = header.map(|symbol| *symbol).map_err(|_| PluginError::NoExport);
    std::mem::forget(library);
    header
}

/// The system's error for a text file is hard to understand, so files that are plainly something else are
/// recognised by their first bytes: ELF, Mach-O (both byte orders, both sizes, universal) and PE.
fn check_magic(path: &Path) -> Result<(), PluginError> {
    let mut magic = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic));
    read.map_err(|error| PluginError::CannotOpen(error.to_string()))?;
    let known = matches!(
        magic.as_slice(),
        [0x7f, b'E', b'L', b'F']
            | [0xfe, 0xed, 0xfa, 0xce | 0xcf]
            | [0xce | 0xcf, 0xfa, 0xed, 0xfe]
            | [0xca, 0xfe, 0xba, 0xbe]
            | [b'M', b'Z', ..]
    );
    if known { Ok(()) } else { Err(PluginError::NotALibrary) }
}

/// Compares versions by Cargo's rule: the first non-zero number must be equal. abi_stable alone would accept a newer
/// version.
fn check_contract(found: VersionStrings) -> Result<(), PluginError> {
    let unreadable =
        || PluginError::Listing(format!("its contract version \"{found:?}\" is invalid"));
    let theirs = compatible_range(found).ok_or_else(unreadable)?;
    let ours = compatible_range(PluginModuleRef::VERSION_STRINGS).ok_or_else(unreadable)?;
    let (expected, found) = (contract(), found.version.as_str().to_owned());
    match theirs.cmp(&ours) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(PluginError::Older { expected, found }),
        std::cmp::Ordering::Greater => Err(PluginError::Newer { expected, found }),
    }
}

fn compatible_range(version: VersionStrings) -> Option<(u32, u32, u32)> {
    let VersionNumber { major, minor, patch } = version.parsed().ok()?;
    Some(match (major, minor) {
        (0, 0) => (0, 0, patch),
        (0, minor) => (0, minor, 0),
        (major, _) => (major, 0, 0),
    })
}

fn open_error(error: libloading::Error) -> PluginError {
    let message = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    PluginError::CannotOpen(message.lines().next().unwrap_or_default().to_owned())
}

fn header_error(error: LibraryError) -> PluginError {
    let version = |header: &AbiHeader| format!("{}.{}", header.abi_major, header.abi_minor);
    match error {
        LibraryError::InvalidAbiHeader(found)
            if found.magic_string == AbiHeader::VALUE.magic_string =>
        {
            let (expected, found) = (version(&AbiHeader::VALUE), version(&found));
            PluginError::Header { expected, found, contract: contract() }
        }
        LibraryError::InvalidAbiHeader(_) => PluginError::NoExport,
        other => layout_error(&other),
    }
}

fn module_error(error: LibraryError) -> PluginError {
    match error {
        LibraryError::RootModule { err: RootModuleError::Unwound, .. } => {
            PluginError::Refused("panicked: in its export".to_owned())
        }
        LibraryError::RootModule { err: RootModuleError::Returned(message), .. } => {
            PluginError::Refused(message.to_string())
        }
        other => layout_error(&other),
    }
}

fn layout_error(error: &LibraryError) -> PluginError {
    PluginError::Layout { contract: contract(), detail: error.to_string() }
}
