//! Replaces the content of a file atomically, so that no reader ever sees half of it.
//!
//! The bytes are written to a new file in the same folder, which is then renamed over the old one. After a crash or on
//! a full disk, the old file or the new one is complete. A symbolic link is followed first, so that it stays a link.
//! Other hard links to the old file keep the old text, and attributes other than permissions and owner are lost. A
//! target that is not a regular file, such as `/dev/null` or a pipe, is written to directly.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use wordgate_project::read;

/// Replaces the content of the file by `bytes`, or creates the file.
///
/// # Errors
/// Returns a message for the user. An existing file is then unchanged, unless it is a device or pipe.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err("this is a folder".to_owned()),
        Ok(metadata) if metadata.is_file() => replace_file(path, Some(&metadata), bytes, || Ok(())),
        Ok(_) => {
            let written = OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes));
            written.map_err(|error| read::explain(&error))
        }
        Err(_) if fs::symlink_metadata(path).is_ok_and(|link| link.is_symlink()) => {
            Err("this is a link to a file that does not exist; remove it first".to_owned())
        }
        Err(_) if !folder(path).is_dir() => Err("its folder does not exist; create it first".to_owned()),
        Err(_) => replace_file(path, None, bytes, || Ok(())),
    }
}

/// Replaces the content of a regular file by `new`, if it is still `old`.
///
/// # Errors
/// As for [`write()`], and if the content is no longer `old`.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let metadata = fs::metadata(path).map_err(|error| read::explain(&error))?;
    if !metadata.is_file() {
        return Err("this is not a regular file".to_owned());
    }
    replace_file(path, Some(&metadata), new, || match read::read(path, read::MAX_DOCUMENT)? {
        now if now == old => Ok(()),
        _ => Err("it has changed in the meantime".to_owned()),
    })
}

/// Writes `bytes` to a temporary file and renames it to `path`, unless `check` fails just before the rename. `existing`
/// is the metadata of the file to replace, if there is one.
fn replace_file(
    path: &Path,
    existing: Option<&Metadata>,
    bytes: &[u8],
    check: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let explain = |error: io::Error| read::explain(&error);
    let real = if existing.is_some() { path.canonicalize().map_err(explain)? } else { path.to_owned() };
    if existing.is_some_and(|metadata| metadata.permissions().readonly()) {
        return Err("the file is read-only".to_owned());
    }
    if existing.is_some() {
        // A rename needs no permission on the file itself, but a read-only file should stay unchanged.
        OpenOptions::new().write(true).open(&real).map_err(explain)?;
    }
    if is_read_only_folder(folder(&real)) {
        return Err("its folder is read-only".to_owned());
    }
    let in_folder = |error: io::Error| format!("no file can be created in its folder: {}", read::explain(&error));
    let mut file = temporary_file().tempfile_in(folder(&real)).map_err(in_folder)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(explain)?;
    if let Some(metadata) = existing {
        let kept = keep_owner_and_permissions(file.as_file(), metadata);
        kept.map_err(|error| format!("its permissions cannot be preserved: {}", read::explain(&error)))?;
    }
    check()?;
    file.persist(&real).map(drop).map_err(|error| explain(error.error))
}

/// Returns a builder for temporary files with the usual permissions of a new file: read and write for all, minus the
/// umask.
fn temporary_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".wordgate-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether nobody may write into the folder. This checks its mode, because root can write into any folder.
#[cfg(unix)]
fn is_read_only_folder(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Returns false, because on this system only an attempt to write shows whether a folder is read-only.
#[cfg(not(unix))]
fn is_read_only_folder(_: &Path) -> bool {
    false
}

/// Copies the permissions of another file, and its owner and group if the system allows it.
#[cfg(unix)]
fn keep_owner_and_permissions(file: &File, like: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let own = file.metadata()?;
    let is_kept =
        (own.uid(), own.gid()) == (like.uid(), like.gid()) || fchown(file, Some(like.uid()), Some(like.gid())).is_ok();
    if !is_kept {
        // Only root may change the owner, but any user may set one of their own groups.
        let _ = fchown(file, None, Some(like.gid()));
    }
    // With a different owner, the set-user-ID bit would grant different rights.
    let mode = like.permissions().mode() & if is_kept { 0o7777 } else { 0o777 };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Copies the permissions of another file.
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
    fn a_replaced_file_leaves_no_temporary_file_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        for content in ["a longer first report", "second"] {
            write(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(folder.path()), ["report.json"]);
    }

    #[test]
    fn a_file_that_has_changed_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "newer").unwrap();
        assert_eq!(replace(&path, b"old", b"new").unwrap_err(), "it has changed in the meantime");
        assert_eq!(fs::read(&path).unwrap(), b"newer");
        assert_eq!(names(folder.path()), ["a.md"]);
        replace(&path, b"newer", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn missing_and_read_only_files_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        assert_eq!(replace(&path, b"old", b"new").unwrap_err(), "no such file or folder");
        assert_eq!(replace(folder.path(), b"old", b"new").unwrap_err(), "this is not a regular file");
        assert_eq!(write(folder.path(), b"new").unwrap_err(), "this is a folder");
        let nowhere = folder.path().join("none/report.json");
        assert_eq!(write(&nowhere, b"new").unwrap_err(), "its folder does not exist; create it first");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(replace(&path, b"old", b"new").unwrap_err(), "the file is read-only");
        assert_eq!(write(&path, b"new").unwrap_err(), "the file is read-only");
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
        let replaced = replace(&path, b"old", b"new");
        let written = write(&folder.path().join("new.md"), b"new");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(replaced.unwrap_err(), "its folder is read-only");
        assert_eq!(written.unwrap_err(), "its folder is read-only");
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[cfg(unix)]
    #[test]
    fn links_permissions_and_devices_are_preserved() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("link.md"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        replace(&link, b"old", b"new").unwrap();
        write(&link, b"newer").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"newer");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
        let lost = folder.path().join("lost.md");
        std::os::unix::fs::symlink("gone.md", &lost).unwrap();
        assert_eq!(write(&lost, b"new").unwrap_err(), "this is a link to a file that does not exist; remove it first");
        assert!(fs::symlink_metadata(&lost).unwrap().is_symlink());
        write(Path::new("/dev/null"), b"new").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
