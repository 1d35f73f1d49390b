//! Temporary repositories that ignore the git settings of the user who runs the tests.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A sentence with one finding of a rule that is on by default.
pub const BAD: &str = "We give direct access to OpenAI models.";

pub struct Repository {
    folder: tempfile::TempDir,
}

/// The result of a run of wordgate.
pub struct Run {
    pub status: i32,
    pub output: String,
    pub errors: String,
}

impl Repository {
    pub fn new() -> Repository {
        let repo = Repository { folder: tempfile::tempdir().unwrap() };
        repo.git(&["init", "-q"]);
        repo.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
        for (key, value) in [("user.name", "A"), ("user.email", "a@example.org"), ("core.autocrlf", "false")] {
            repo.git(&["config", key, value]);
        }
        repo
    }

    /// Creates a repository with these files committed.
    pub fn with(files: &[(&str, &str)]) -> Repository {
        let repo = Repository::new();
        for (name, text) in files {
            repo.write(name, text);
        }
        repo.commit();
        repo
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", "files"]);
    }

    pub fn git(&self, args: &[&str]) {
        self.git_with(args, &[]);
    }

    pub fn git_with(&self, args: &[&str], variables: &[(&str, &str)]) {
        let output = clean("git", self.folder.path()).args(args).envs(variables.iter().copied()).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    pub fn try_git(&self, args: &[&str]) -> bool {
        clean("git", self.folder.path()).args(args).output().unwrap().status.success()
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `wordgate check --format concise` with more arguments.
    pub fn check(&self, args: &[&str]) -> Run {
        self.check_with(args, &[])
    }

    pub fn check_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        check(self.folder.path(), &[&["check", "--format", "concise"], args].concat(), variables)
    }

    pub fn check_in(&self, folder: &str, args: &[&str]) -> Run {
        check(&self.path(folder), &[&["check", "--format", "concise"], args].concat(), &[])
    }

    pub fn run(&self, args: &[&str]) -> Run {
        check(self.folder.path(), args, &[])
    }
}

impl Run {
    /// Returns `path:line` for each finding of a concise report.
    pub fn places(&self) -> Vec<String> {
        let place = |line: &str| line.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
        self.output.lines().map(|line| place(line.strip_prefix("./:").unwrap_or(line))).collect()
    }

    /// Returns the errors without the frame and the line wraps.
    pub fn flat_errors(&self) -> String {
        self.errors.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Runs wordgate in a folder.
pub fn check<S: AsRef<OsStr>>(folder: &Path, args: &[S], variables: &[(&str, &str)]) -> Run {
    let mut command = clean(env!("CARGO_BIN_EXE_wordgate"), folder);
    let output = command.args(args).envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), output: text(output.stdout), errors: text(output.stderr) }
}

/// Returns a command that ignores the settings of this machine.
fn clean(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", folder.join("no-such-file"));
    command.env("XDG_CONFIG_HOME", folder.join("no-such-folder")).env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF"] {
        command.env_remove(name);
    }
    command
}
