//! The cache of verdicts.

use super::{Search, Verdict, loader};
use crate::atomic_write;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The cached verdicts and their file.
#[derive(Debug)]
pub(super) struct Cache {
    file: Option<PathBuf>,
    host: String,
    entries: BTreeMap<String, Entry>,
    changed: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    key: Key,
    verdict: Verdict,
}

/// A verdict is valid as long as its key is unchanged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Key {
    size: u64,
    modified: u64,
    contract: String,
    host: String,
}

impl Cache {
    /// Reads the cache. A missing or broken cache is empty: its contents can be rebuilt.
    pub(super) fn read(search: &Search) -> Self {
        let file = search.cache.clone();
        let text = file.as_deref().filter(|_| !search.rescan).and_then(|file| fs::read(file).ok());
        let entries = text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        Self { file, host: host(&search.program), entries, changed: false }
    }

    /// The verdict on a file, if the file is still the one that was probed.
    pub(super) fn get(&self, path: &Path) -> Option<Verdict> {
        let entry = self.entries.get(path.to_str()?)?;
        (entry.key == self.key(path)?).then(|| entry.verdict.clone())
    }

    /// Adds a verdict.
    pub(super) fn insert(&mut self, path: &Path, verdict: &Verdict) {
        let (Some(name), Some(key)) = (path.to_str(), self.key(path)) else { return };
        self.entries.insert(name.to_owned(), Entry { key, verdict: verdict.clone() });
        self.changed = true;
    }

    /// Writes the cache if it changed. Without it only the next start is slower, so a failure is just logged.
    pub(super) fn write(&mut self) {
        let Some(file) = self.file.as_deref().filter(|_| self.changed) else { return };
        self.entries.retain(|path, _| Path::new(path).exists());
        let text = serde_json::to_vec(&self.entries).unwrap_or_default();
        let folder = file.parent().unwrap_or(Path::new("."));
        if let Err(error) = fs::create_dir_all(folder).and_then(|()| atomic_write(file, &text)) {
            tracing::debug!("the plugin cache {} was not written: {error}", file.display());
        }
    }

    fn key(&self, path: &Path) -> Option<Key> {
        let metadata = path.metadata().ok()?;
        Some(Key {
            size: metadata.len(),
            modified: modified(&metadata),
            contract: loader::contract().to_owned(),
            host: self.host.clone(),
        })
    }
}

/// The version of the host and the build time of the program, because the version does not change during development.
fn host(program: &Path) -> String {
    let built = program.metadata().map_or(0, |metadata| modified(&metadata));
    format!("{} {built}", env!("CARGO_PKG_VERSION"))
}

fn modified(metadata: &fs::Metadata) -> u64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}
