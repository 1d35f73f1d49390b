//! Writing a report into a file, whole or not at all.
//!
//! A reader that comes while a report is written, or after the run was stopped in it, must not take half a report for
//! all of it: so it is written to a new file beside the place and then moved there. What is no regular file, such as
//! `/dev/null` or a pipe, is written to as it is.

use crate::read;
use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes `bytes` the content of the file.
///
/// # Errors
/// Why the file cannot be written, in words for the user.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let written = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err("this is a folder".to_owned()),
        Ok(there) if there.permissions().readonly() => return Err("the file is read-only".to_owned()),
        // Through a symbolic link to the file itself: the link stays one.
        Ok(there) if there.is_file() => path.canonicalize().and_then(|path| replace(&path, Some(&there), bytes)),
        Ok(_) => OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes)),
        Err(_) if !folder(path).is_dir() => return Err("its folder does not exist; create it first".to_owned()),
        Err(_) => replace(path, None, bytes),
    };
    written.map_err(|error| read::explain(&error))
}

fn replace(path: &Path, there: Option<&Metadata>, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".wordgate-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets, less the umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(path))?;
    file.write_all(bytes)?;
    if let Some(there) = there {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("report.json");
        for content in ["a longer first report", "second"] {
            write(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let reason = |path: &Path| write(path, b"new").unwrap_err();
        assert_eq!(reason(root.path()), "this is a folder");
        assert_eq!(reason(&root.path().join("none/report.json")), "its folder does not exist; create it first");
        let path = root.path().join("kept.json");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(reason(&path), "the file is read-only");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn links_permissions_and_devices_stay_what_they_are() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let (path, link) = (root.path().join("real.json"), root.path().join("link.json"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        write(Path::new("/dev/null"), b"new").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
