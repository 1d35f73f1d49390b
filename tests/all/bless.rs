//! Expectations that are stored in files.
//!
//! `WORDGATE_BLESS=1` writes them instead of comparing. Read the difference before you commit it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether this run writes expectations.
pub fn is_on() -> bool {
    std::env::var_os("WORDGATE_BLESS").is_some()
}

/// Compares `found` with the file at `path`, or writes it there. The error says what differs and what to do.
pub fn compare(path: &Path, found: &str) -> Result<(), String> {
    if is_on() {
        fs::write(path, found).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let how = "write it with `WORDGATE_BLESS=1` and read the difference";
    match fs::read_to_string(path) {
        Ok(expected) if expected.replace("\r\n", "\n") == found => Ok(()),
        Ok(expected) => Err(format!("{}: {how}\n--- expected\n{expected}--- found\n{found}", path.display())),
        Err(error) => Err(format!("{}: {error}: {how}\n--- found\n{found}", path.display())),
    }
}

/// Lets trycmd write its expectations. It does so only if an environment variable is set. Tests must not set one for
/// the whole process, so this runs the test of this name again in its own process.
pub fn by_trycmd(test: &str) {
    if is_on() && std::env::var_os("TRYCMD").is_none() {
        let program = std::env::current_exe().expect("this program has a path");
        let status = Command::new(program).args([test, "--exact"]).env("TRYCMD", "overwrite").status();
        // trycmd fails if it has written something. The caller compares again afterwards.
        status.expect("this program starts");
    }
}
