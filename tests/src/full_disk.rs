use crate::program::clear_user_environment;
use crate::{Finished, Running, note, program, skip};
use rustix::process::geteuid;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// The resource that a full disk has run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullDisk {
    /// Bytes: files can be created but stay empty.
    Bytes,
    /// Inodes: no file can be created.
    Files,
}

/// Puts a copy of the folder `$1` on a small disk in its place, fills that with `$3`, runs the rest, and leaves in `$2`
/// what was in the folder then. Only these processes see the disk, and it is unmounted with the last of them.
const ON_A_FULL_DISK: &str = r#"
set -e
folder=$1 after=$2 fill=$3
shift 3
cp -a "$folder/." "$after"
mount -t tmpfs -o size=256k,nr_inodes=64 none "$folder"
cp -a "$after/." "$folder"
find "$after" -mindepth 1 -delete
mkdir "$folder/filler"
(cd "$folder/filler" && eval "$fill") 2>/dev/null
status=0
"$@" || status=$?
rm -r "$folder/filler"
cp -a "$folder/." "$after"
exit $status
"#;

impl FullDisk {
    /// A script that uses up the resource.
    fn script(self) -> &'static str {
        match self {
            Self::Bytes => "cat /dev/zero >zeros || :",
            Self::Files => "count=0; while (: >$count); do count=$((count + 1)); done",
        }
    }
}

/// The flags with which `unshare` may mount: root needs a mount namespace, others a user namespace too.
static UNSHARE: LazyLock<Option<&str>> = LazyLock::new(|| {
    let lets = |flags: &&str| {
        let mut mount = Command::new("unshare");
        mount.args([flags, "mount", "-t", "tmpfs", "none", "/tmp"]).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    ["-m", "-rm"].into_iter().find(lets)
});

/// Runs `pulsewire` while `folder`, which also holds its cache, is on a full disk. Returns the files in the folder
/// at the end; the folder itself is unchanged. Returns `None` where the system does not allow mounts; in CI root
/// must be allowed to.
#[must_use]
pub fn run_on_full_disk(
    folder: &Path,
    lack: FullDisk,
    arguments: &[&str],
) -> Option<(Finished, Files)> {
    let Some(unshare) = *UNSHARE else {
        let why = "the system lets nobody mount a disk of his own (unshare, mount)";
        if geteuid().is_root() {
            skip(why)
        } else {
            note(why)
        }
        return None;
    };
    let after = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command.args([unshare, "sh", "-c", ON_A_FULL_DISK, "sh"]);
    command.arg(folder).arg(after.path()).arg(lack.script()).arg(program()).args(arguments);
    clear_user_environment(&mut command);
    command.env("XDG_CACHE_HOME", folder.join("cache"));
    let run = Running::start(command).wait();
    Some((run, files_in(after.path())))
}

/// The contents of files by their path in a folder; the path of a folder ends with `/`.
pub type Files = BTreeMap<String, String>;

/// Reads all files in a folder.
#[must_use]
pub fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    read(folder, folder, &mut files);
    files
}

fn read(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        if path.is_dir() {
            files.insert(format!("{name}/"), String::new());
            read(&path, root, files);
        } else {
            files.insert(name.to_owned(), fs::read_to_string(path).unwrap());
        }
    }
}
