use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// A value built from files, rebuilt when they change.
///
/// Nothing watches the files: their modification times are checked on each use, a few system calls per handshake.
#[derive(Debug)]
pub(super) struct FileCache<T> {
    files: Vec<PathBuf>,
    last: Mutex<Cached<T>>,
}

#[derive(Debug)]
struct Cached<T> {
    /// The state of the files when they were last read.
    stamps: Vec<FileStamp>,
    made: Option<Arc<T>>,
}

/// A file's modification time and length; `None` if it does not exist.
type FileStamp = Option<(SystemTime, u64)>;

impl<T> FileCache<T> {
    pub(super) fn new(files: Vec<PathBuf>) -> Self {
        Self { files, last: Mutex::new(Cached { stamps: Vec::new(), made: None }) }
    }

    /// Returns the value for the current files. If they changed and cannot be used, the previous value stays in use, and
    /// the error is reported once.
    ///
    /// # Errors
    /// When it cannot be built and there is no previous value.
    pub(super) fn get<E>(
        &self,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<(Arc<T>, Option<E>), E> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // Checked before they are read, so that a change in between is noticed the next time.
        let stamps = self.stamps();
        if let Some(made) = last.made.as_ref().filter(|_| last.stamps == stamps) {
            return Ok((made.clone(), None));
        }
        last.stamps = stamps;
        match (make(), &last.made) {
            (Ok(made), _) => Ok((last.made.insert(Arc::new(made)).clone(), None)),
            (Err(error), Some(made)) => Ok((made.clone(), Some(error))),
            (Err(error), None) => Err(error),
        }
    }

    fn stamps(&self) -> Vec<FileStamp> {
        let stamp = |file: &PathBuf| {
            let metadata = std::fs::metadata(file).ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        self.files.iter().map(stamp).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_changed_file_is_read_again_and_an_invalid_one_has_no_effect() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("number");
        let cache = FileCache::new(vec![file.clone()]);
        let now = || {
            let make = || fs::read_to_string(&file).unwrap_or_default().parse::<u32>();
            cache.get(make).map(|(made, error)| (*made, error.is_some())).ok()
        };
        assert_eq!(now(), None);
        for (text, seen, again) in [
            ("1", Some((1, false)), Some((1, false))),
            ("22", Some((22, false)), Some((22, false))),
            ("bad", Some((22, true)), Some((22, false))),
            ("4444", Some((4444, false)), Some((4444, false))),
        ] {
            fs::write(&file, text).unwrap();
            assert_eq!((now(), now()), (seen, again), "{text}");
        }
    }
}
