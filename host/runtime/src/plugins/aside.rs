use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

/// Replaces a file as a whole: writes aside in the same folder, then renames, so that nobody ever sees a part
/// and a full disk loses nothing. A file that was there keeps its permissions, a new one has those that new files
/// have; a link stays a link. What is no file,
/// such as `/dev/stdout`, is written to instead of replaced.
///
/// # Errors
/// When the folder cannot be written to; the file is then as it was.
pub fn write_aside(path: &Path, content: &[u8]) -> io::Result<()> {
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        return fs::write(path, content);
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = make_aside(folder.unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    if let Ok(metadata) = path.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn make_aside(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // Less what the user's mask takes away.
    Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn make_aside(folder: &Path) -> io::Result<NamedTempFile> {
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
        write_aside(&new, b"").unwrap();
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
        write_aside(&pipe, b"content").unwrap();
        assert_eq!(read.join().unwrap(), "content");
        assert!(pipe.metadata().unwrap().file_type().is_fifo());
    }
}
