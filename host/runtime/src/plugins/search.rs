use super::candidate::PluginFile;
use directories::ProjectDirs;
use std::collections::HashSet;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The time limit of a probe.
const PROBE_TIME_LIMIT: Duration = Duration::from_secs(10);

/// Where to search for plugins, and how to probe those that are not in the cache. The default searches nowhere.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Folders that contain other files besides plugins, such as the program's folder.
    pub beside: Vec<PathBuf>,
    /// Plugin folders, most preferred first; they are searched after [`beside`](Self::beside).
    pub folders: Vec<PathBuf>,
    /// The `pulsewire` program, which probes plugins.
    pub program: PathBuf,
    /// The file that caches verdicts; none to disable the cache.
    pub cache: Option<PathBuf>,
    /// The time limit of each probe.
    pub time_limit: Duration,
    /// Ignore the cache and probe every file again.
    pub rescan: bool,
}

impl Search {
    /// The search of the program: beside the program, in `plugin_dirs`, in the folders that the environment
    /// variable `PULSEWIRE_PLUGIN_PATH` lists, and in the folder `plugins` of the user's data folder.
    #[must_use]
    pub fn standard(plugin_dirs: &[PathBuf]) -> Self {
        let program = current_program().unwrap_or_else(|error| {
            tracing::warn!("cannot find the folder of this program, nor plugins there: {error}");
            PathBuf::new()
        });
        let real = program.canonicalize().unwrap_or_else(|_| program.clone());
        let user = ProjectDirs::from("", "", "pulsewire");
        let mut folders = plugin_dirs.to_vec();
        for folder in plugin_dirs.iter().filter(|folder| !folder.is_dir()) {
            tracing::warn!("--plugin-dir {}: no such folder", folder.display());
        }
        let listed = std::env::var_os("PULSEWIRE_PLUGIN_PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&listed).filter(|path| !path.as_os_str().is_empty()));
        folders.extend(user.iter().map(|user| user.data_dir().join("plugins")));
        Self {
            beside: real.parent().map(Path::to_path_buf).into_iter().collect(),
            folders,
            program,
            cache: user.map(|user| user.cache_dir().join("plugins.json")),
            time_limit: PROBE_TIME_LIMIT,
            rescan: false,
        }
    }

    /// For a program that embeds the runtime: beside `program`, a `pulsewire` program that probes plugins, and in `folders`.
    #[must_use]
    pub fn embedded(program: impl Into<PathBuf>, folders: &[PathBuf]) -> Self {
        let program = program.into();
        Self {
            beside: program.parent().map(Path::to_path_buf).into_iter().collect(),
            folders: folders.to_vec(),
            program,
            time_limit: PROBE_TIME_LIMIT,
            ..Self::default()
        }
    }

    /// The same search, optionally ignoring the cache.
    #[must_use]
    pub fn rescan(mut self, rescan: bool) -> Self {
        self.rescan = rescan;
        self
    }

    /// The pattern of plugin file names on this system, such as `libpulsewire_NAME.so`.
    #[must_use]
    pub fn pattern() -> String {
        format!("{DLL_PREFIX}pulsewire_NAME{DLL_SUFFIX}")
    }

    /// Where a plugin was looked for: `looked for libpulsewire_websocket.so in /a and /b`.
    #[must_use]
    pub fn looked_for(&self, plugin: &str) -> String {
        let folders: Vec<String> =
            self.beside.iter().chain(&self.folders).map(|one| one.display().to_string()).collect();
        let folders = match folders.split_last() {
            None => "no folder".to_owned(),
            Some((only, [])) => only.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        };
        let (file, unknown) = (Self::pattern().replace("NAME", plugin), self.beside.is_empty());
        let hint = "; the folder of the program is unknown: is /proc mounted?";
        format!("looked for {file} in {folders}{}", if unknown { hint } else { "" })
    }

    /// Every file that may be a plugin, without duplicates, in search order.
    pub(super) fn files(&self) -> Vec<PluginFile> {
        let mut seen = HashSet::new();
        let beside = self.beside.iter().flat_map(|folder| files_in(folder, false));
        let named = self.folders.iter().flat_map(|folder| files_in(folder, true));
        beside.chain(named).filter(|found| seen.insert(found.path.clone())).collect()
    }
}

/// The file of this process. Without /proc it is the one that was called, if its path was given.
fn current_program() -> std::io::Result<PathBuf> {
    std::env::current_exe().or_else(|error| {
        let called = std::env::args_os().next().map(PathBuf::from).unwrap_or_default();
        let has_folder = called.parent().is_some_and(|folder| !folder.as_os_str().is_empty());
        match has_folder.then(|| called.canonicalize()) {
            Some(Ok(program)) => Ok(program),
            _ => Err(std::io::Error::other(format!("{error} (is /proc mounted?)"))),
        }
    })
}

/// The libraries of a folder, sorted by name. In a plugin folder, libraries with other names are included, so that they
/// are reported.
fn files_in(folder: &Path, only_plugins: bool) -> Vec<PluginFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PluginFile> =
        entries.filter_map(|entry| plugin_file(&entry.path())).collect();
    files.retain(|file| only_plugins || file.well_named);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn plugin_file(path: &Path) -> Option<PluginFile> {
    let stem = path.file_name()?.to_str()?.strip_suffix(DLL_SUFFIX)?;
    let plain = stem.strip_prefix(DLL_PREFIX).unwrap_or(stem);
    let plugin = stem.strip_prefix(DLL_PREFIX).and_then(|stem| stem.strip_prefix("pulsewire_"));
    let path = path.canonicalize().ok().filter(|path| path.is_file())?;
    Some(PluginFile {
        name: plugin.unwrap_or(plain).to_owned(),
        well_named: plugin.is_some_and(|name| !name.is_empty()),
        path,
    })
}
