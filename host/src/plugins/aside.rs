use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Replaces a file as a whole: writes aside in the same folder, then renames, so that nobody ever sees a part
/// and a full disk loses nothing. A file that was there keeps its permissions; a link stays a link.
///
/// # Errors
/// When the folder cannot be written to; the file is then as it was.
pub fn write_aside(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    if let Ok(metadata) = path.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}
