use std::path::{Path, PathBuf};

/// Why a state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another process uses it.
    #[error("the state in {} is in use by process {process}: stop it first", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// The id of that process.
        process: String,
    },
    /// The folder or the database in it cannot be read or written.
    #[error("cannot use the state in {}: {reason}", folder.display())]
    Unusable {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
}

impl StateError {
    pub(super) fn io(folder: &Path, error: impl ToString) -> Self {
        Self::Unusable { folder: folder.to_owned(), reason: error.to_string() }
    }
}
