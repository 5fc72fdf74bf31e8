//! Built with the contract of a later time.

use newer_contract as contract;

#[path = "other_contract/mod.rs"]
mod other_contract;

newer_contract::export_plugin!(other_contract::FromAnotherTime);
