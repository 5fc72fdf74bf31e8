//! What variables with `persist` hold from one run to the next.
//!
//! | file | contents |
//! | --- | --- |
//! | `store` | the database: one transaction holds what an event set, or nothing of it |
//! | `error` | why it cannot be used |
//! | `lock` | one process at a time uses a state |
//! | `restore` | gives the graphs what an earlier run left |
//! | `writer` | commits while the graphs run |
//! | `exchange` | the state as JSON, for people and backups |

mod error;
pub mod exchange;
mod lock;
mod restore;
mod store;
mod writer;

pub use error::StateError;
pub use restore::restore;
pub use store::{StateStore, StoredVariable};
pub use writer::StateWriter;
