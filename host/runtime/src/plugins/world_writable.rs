//! Warns of plugins and plugin folders that every user can change: a plugin runs with the rights of whoever runs it.

use super::Search;
use super::candidate::PluginFile;
use std::path::Path;

pub(super) fn warn(search: &Search, files: &[PluginFile]) {
    let folders = search.beside.iter().chain(&search.folders);
    let places = folders.map(|folder| (folder.as_path(), "plugin folder"));
    let files = files.iter().map(|file| (file.path.as_path(), "plugin"));
    for (path, what) in places.chain(files).filter(|(path, _)| is_world_writable(path)) {
        let path = path.display();
        tracing::warn!("the {what} {path} can be changed by every user: run chmod o-w {path}");
    }
}

#[cfg(unix)]
fn is_world_writable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn is_world_writable(_: &Path) -> bool {
    false
}
