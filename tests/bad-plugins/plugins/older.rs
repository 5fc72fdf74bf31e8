//! Built with the contract of an earlier time.

use older_contract as contract;

#[path = "other_contract/mod.rs"]
mod other_contract;

older_contract::export_plugin!(other_contract::FromAnotherTime);
