//! Puts new bytes in the place of a file, so that nobody ever sees half of them.
//!
//! The bytes go into a new file in the same folder, which is then renamed over the old one: a crash, a full disk or a
//! reader in between finds the old file or the new one. A link is followed first, so that it stays a link. What the new
//! file cannot take over are other hard links to the old one, which keep the old text, and attributes beyond permissions
//! and owner.

use crate::read;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes `new` over the file at `path`, which was read as `old`.
///
/// # Errors
/// In words for the user, when the file cannot be written or is not `old` any more; it is left as it is then.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let failed = |what: &str| {
        let what = what.to_owned();
        move |error: io::Error| format!("{what}: {}", read::explain(&error))
    };
    let path = path.canonicalize().map_err(failed("it cannot be written"))?;
    let metadata = fs::metadata(&path).map_err(failed("it cannot be written"))?;
    if !metadata.is_file() {
        return Err("it cannot be written: this is no regular file".to_owned());
    }
    // A rename asks for no right to the file itself; but a file that may not be written is not to be changed.
    if metadata.permissions().readonly() {
        return Err("it cannot be written: the file is read-only".to_owned());
    }
    OpenOptions::new().write(true).open(&path).map_err(failed("it cannot be written"))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    if is_read_only_folder(folder) {
        return Err("it cannot be written: its folder is read-only".to_owned());
    }
    let mut file = tempfile::Builder::new()
        .prefix(".wordgate-")
        .tempfile_in(folder)
        .map_err(failed("no file can be made in its folder"))?;
    file.write_all(new).and_then(|()| file.flush()).map_err(failed("it cannot be written"))?;
    keep_owner_and_permissions(file.as_file(), &metadata).map_err(failed("its permissions cannot be kept"))?;
    match read::read(&path, read::MAX_DOCUMENT) {
        Ok(now) if now == old => {}
        Ok(_) => return Err("it was changed while it was being fixed; it is left as it is".to_owned()),
        Err(message) => return Err(format!("it cannot be read any more: {message}")),
    }
    file.persist(&path).map(drop).map_err(|error| failed("it cannot be replaced")(error.error))
}

/// Whether nobody may write into the folder: the super-user could all the same.
#[cfg(unix)]
fn is_read_only_folder(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Whether nobody may write into the folder: only a try can tell.
#[cfg(not(unix))]
fn is_read_only_folder(_: &Path) -> bool {
    false
}

/// Gives the file the owner of another, where the system lets it, and its permissions.
#[cfg(unix)]
fn keep_owner_and_permissions(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let own = file.metadata()?;
    let is_kept =
        (own.uid(), own.gid()) == (like.uid(), like.gid()) || fchown(file, Some(like.uid()), Some(like.gid())).is_ok();
    if !is_kept {
        // Giving a file away is the super-user's right; a group may be chosen among one's own.
        let _ = fchown(file, None, Some(like.gid()));
    }
    // Under another owner, the right to run as the owner would be another right.
    let mode = like.permissions().mode() & if is_kept { 0o7777 } else { 0o777 };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Gives the file the permissions of another.
#[cfg(not(unix))]
fn keep_owner_and_permissions(file: &File, like: &Metadata) -> io::Result<()> {
    file.set_permissions(like.permissions())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "newer").unwrap();
        let message = replace(&path, b"old", b"new").unwrap_err();
        assert!(message.contains("changed while"), "{message}");
        assert_eq!(fs::read(&path).unwrap(), b"newer");
        assert_eq!(names(folder.path()), ["a.md"]);
        replace(&path, b"newer", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn what_is_gone_or_read_only_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert!(replace(&path, b"old", b"new").unwrap_err().contains("no such file"));
        assert!(replace(folder.path(), b"old", b"new").unwrap_err().contains("no regular file"));
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(replace(&path, b"old", b"new").unwrap_err(), "it cannot be written: the file is read-only");
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_folder_is_an_error() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let message = replace(&path, b"old", b"new").unwrap_err();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(message, "it cannot be written: its folder is read-only");
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        replace(&link, b"old", b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
    }
}
