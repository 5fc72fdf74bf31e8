//! Says that it has our contract, and has other types.

use abi_stable::library::RootModule;
use abi_stable::prefix_type::PrefixTypeTrait;
use abi_stable::sabi_types::VersionStrings;
use abi_stable::std_types::RString;
use abi_stable::{StableAbi, export_root_module};
use pulsewire_plugin::boundary::PluginModuleRef;

#[repr(C)]
#[derive(StableAbi)]
#[sabi(kind(Prefix(prefix_ref = OtherModuleRef)))]
pub struct OtherModule {
    pub about: extern "C" fn() -> RString,
    #[sabi(last_prefix_field)]
    pub open: extern "C" fn(u32) -> u32,
}

impl RootModule for OtherModuleRef {
    abi_stable::declare_root_module_statics! {OtherModuleRef}
    const BASE_NAME: &'static str = "other";
    const NAME: &'static str = "other";
    const VERSION_STRINGS: VersionStrings = <PluginModuleRef as RootModule>::VERSION_STRINGS;
}

#[export_root_module]
pub fn module() -> OtherModuleRef {
    OtherModule { about, open }.leak_into_prefix()
}

extern "C" fn about() -> RString {
    RString::new()
}

extern "C" fn open(number: u32) -> u32 {
    number
}
