use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

/// Replaces a file atomically: writes a temporary file in the same folder and renames it, so that no reader sees a part
/// of it and a full disk loses nothing. An existing file keeps its permissions, a new one gets those that the umask
/// allows; a link stays a link. What is not a regular file, such as `/dev/stdout`, is written to instead of replaced.
///
/// # Errors
/// When the folder cannot be written to; the file is then unchanged.
pub fn atomic_write(path: &Path, content: &[u8]) -> io::Result<()> {
    if path.metadata().is_ok_and(|existing| !existing.is_file()) {
        return fs::write(path, content);
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = temporary_file_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    if let Ok(metadata) = path.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn temporary_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // The umask is subtracted from it.
    Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary_file_in(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().tempfile_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    use std::process::Command;
    use std::thread;

    #[test]
    fn a_new_file_has_the_permissions_of_new_files() {
        let folder = tempfile::tempdir().unwrap();
        let (usual, new) = (folder.path().join("usual"), folder.path().join("new"));
        fs::write(&usual, "").unwrap();
        atomic_write(&new, b"").unwrap();
        let mode = |file: &Path| file.metadata().unwrap().permissions().mode();
        assert_eq!(mode(&new), mode(&usual));
    }

    #[test]
    fn a_pipe_gets_the_content_and_stays_a_pipe() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let read = {
            let pipe = pipe.clone();
            thread::spawn(move || fs::read_to_string(pipe).unwrap())
        };
        atomic_write(&pipe, b"content").unwrap();
        assert_eq!(read.join().unwrap(), "content");
        assert!(pipe.metadata().unwrap().file_type().is_fifo());
    }
}
