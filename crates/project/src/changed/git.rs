//! Runs git. No other module starts another program.
//!
//! It does not use a shell, and the user's git configuration does not change the results: only plumbing commands are
//! called, every option that a configuration could set is given explicitly, and environment variables that would change
//! a diff or a path are removed. `GIT_DIR`, `GIT_INDEX_FILE` and similar ones stay, because git sets them for hooks.

use crate::session::Failure;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::Mutex;

/// Environment variables that would change results.
const REMOVED_VARIABLES: [&str; 8] = [
    "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS", "GIT_PREFIX", "LANGUAGE",
];

/// Options of every diff.
pub(super) const DIFF_OPTIONS: [&str; 7] = [
    "diff-index", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules",
];

/// A git working tree.
#[derive(Clone, Debug)]
pub(super) struct Git {
    directory: PathBuf,
    /// The root of the working tree, from which git's paths start.
    pub root: PathBuf,
}

impl Git {
    /// Finds the working tree that contains a folder.
    ///
    /// # Errors
    /// If git is missing, or the folder is not in a working tree.
    pub fn find(directory: &Path) -> Result<Git, Failure> {
        let git = Git { directory: directory.to_owned(), root: directory.to_owned() };
        let output = git.run(&["rev-parse", "--is-inside-work-tree", "--show-cdup"])?;
        let help = "run wordgate in the working tree of a git repository, or check files without --staged and --since";
        if !output.status.success() {
            return Err(Failure::help(
                format!("this folder is not in a git repository: {}", error_line(&output)),
                help,
            ));
        }
        let answer = String::from_utf8_lossy(&output.stdout);
        let mut lines = answer.lines();
        if lines.next() != Some("true") {
            return Err(Failure::help("this folder is not in the working tree of a git repository", help));
        }
        let root = crate::paths::absolute(directory, Path::new(lines.next().unwrap_or_default()));
        Ok(Git { root, ..git })
    }

    /// Returns the folder in which git is run.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs a command and returns its output.
    ///
    /// # Errors
    /// If it fails.
    pub fn ask<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Vec<u8>, Failure> {
        let output = self.run(args)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let command = args.first().map_or_else(String::new, |arg| arg.as_ref().to_string_lossy().into_owned());
        Err(Failure::usage(format!("`git {command}` failed: {}", error_line(&output))))
    }

    /// Runs a command and returns the first line of its output; `None` if the command fails or prints nothing.
    ///
    /// # Errors
    /// If git is missing.
    pub fn ask_line(&self, args: &[&str]) -> Result<Option<String>, Failure> {
        let output = self.run(args)?;
        let line = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
        Ok((output.status.success() && !line.is_empty()).then_some(line))
    }

    fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Output, Failure> {
        self.command().args(args).stdin(Stdio::null()).output().map_err(|error| missing(&error))
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        // Error messages are shown in English, and a prompt would block a hook.
        command.current_dir(&self.directory).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
        command.env("GIT_OPTIONAL_LOCKS", "0");
        for name in REMOVED_VARIABLES {
            command.env_remove(name);
        }
        command
    }
}

/// Reads stored contents by id, through one `git cat-file` process.
#[derive(Debug)]
pub struct Blobs {
    git: Git,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn new(git: Git) -> Blobs {
        Blobs { git, running: Mutex::new(None) }
    }

    /// Reads the content with the id `name`.
    ///
    /// # Errors
    /// If git fails, or the content is larger than `limit` bytes. The error is a message for the user.
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, String> {
        // If another thread panicked while it read an answer, the next answer would start with the rest of that one.
        let mut running = self.running.lock().map_err(|_| "git was interrupted".to_owned())?;
        let answer = match running.take() {
            Some(running) => Ok(running),
            None => self.start(),
        };
        let result = answer.and_then(|mut git| git.read(name, limit).map(|bytes| (git, bytes)));
        let (git, bytes) = result.map_err(|error| format!("git cannot read the staged content: {error}"))?;
        *running = Some(git);
        Ok(bytes)
    }

    fn start(&self) -> io::Result<Running> {
        let mut command = self.git.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (questions, answers) = (child.stdin.take(), child.stdout.take());
        let (Some(questions), Some(answers)) = (questions, answers) else {
            return Err(io::Error::other("no pipe to git"));
        };
        Ok(Running { child, questions, answers: BufReader::new(answers) })
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        if let Ok(running) = self.running.get_mut()
            && let Some(Running { mut child, questions, answers }) = running.take()
        {
            // The process ends when its input is closed.
            drop((questions, answers));
            let _ = child.wait();
        }
    }
}

impl Running {
    fn read(&mut self, name: &str, limit: u64) -> io::Result<Vec<u8>> {
        writeln!(self.questions, "{name}")?;
        self.questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("it says \"{}\"", head.trim_end())))?;
        if size > limit {
            return Err(io::Error::other("it is too large"));
        }
        let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
        self.answers.read_exact(&mut bytes)?;
        self.answers.read_exact(&mut [0])?;
        Ok(bytes)
    }
}

/// Converts a path of git to a system path below `root`.
pub(super) fn path(root: &Path, bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let relative: &OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
    #[cfg(not(unix))]
    let relative = String::from_utf8_lossy(bytes);
    #[cfg(not(unix))]
    let relative: &OsStr = OsStr::new(&*relative);
    root.join(relative)
}

/// Returns the pathspec that matches exactly this file.
pub(super) fn pathspec(bytes: &[u8]) -> OsString {
    let mut spec = OsString::from(":(top,literal)");
    spec.push(path(Path::new(""), bytes));
    spec
}

/// Returns the error message of git in one line.
fn error_line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it gave no reason");
    line.trim_start_matches("fatal: ").to_owned()
}

fn missing(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::help(
            "--staged and --since need the command `git`, which was not found",
            "install git, or check files without --staged and --since",
        ),
        _ => Failure::usage(format!("git cannot be started: {error}")),
    }
}
