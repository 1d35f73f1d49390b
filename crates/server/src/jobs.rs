//! The slow tasks, which run on other threads: checking and fixing one version of a document.

use super::checked::{Checked, Snapshot};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use wordgate_core::crash::{PANIC_MESSAGE, catch_panic};
use wordgate_core::extract::Interrupt;
use wordgate_core::finding::Edit;
use wordgate_core::fix::NewDirective;
use wordgate_core::lint::DocumentCache;

/// In tests, a check of a text with this marker runs until it is cancelled, because the document is changed or closed.
#[cfg(feature = "test-holds")]
const HOLD_MARKER: &str = "this check is held";

/// A task for a job thread.
pub(super) enum Task {
    Check(Box<Snapshot>, DocumentCache),
    Fix(Arc<Checked>),
    /// Finds a directive that allows the finding with this index.
    Allow(Arc<Checked>, usize),
}

/// The outcome of a task.
pub(super) enum TaskOutcome {
    Checked(Arc<Checked>, DocumentCache),
    Fixed(Vec<Edit>),
    Allowed(usize, Option<NewDirective>),
}

/// A task for one revision of a document.
pub(super) struct TaskRun {
    pub uri: String,
    pub revision: u64,
    pub task: Task,
    pub interrupt: Interrupt,
}

/// The outcome of a task for one revision of a document.
pub(super) struct JobResult {
    pub uri: String,
    pub revision: u64,
    pub outcome: TaskOutcome,
}

/// A handle to a task that was sent to a thread. Dropping it cancels the task.
pub(super) struct Job {
    /// The revision of the document.
    pub revision: u64,
    /// The index of its thread.
    pub thread: usize,
    pub interrupt: Interrupt,
}

/// Starts a thread that runs the tasks it is sent, one after the other, and reports each outcome. The thread ends when
/// the returned sender is dropped.
///
/// # Errors
/// When the thread cannot be started.
pub(super) fn start_thread(report: impl Fn(JobResult) + Send + 'static) -> io::Result<Sender<TaskRun>> {
    let (sender, queue) = channel();
    let work = move || {
        for TaskRun { uri, revision, task, interrupt } in queue {
            report(JobResult { uri, revision, outcome: task.run(&interrupt) });
        }
    };
    thread::Builder::new().name("jobs".into()).spawn(work)?;
    Ok(sender)
}

impl Job {
    /// Cancels the task. It ends soon, with an outcome that must not be used.
    pub fn cancel(&self) {
        self.interrupt.cancel();
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Task {
    /// Runs the task. A panic affects only this document; it must not end the server.
    fn run(self, interrupt: &Interrupt) -> TaskOutcome {
        #[cfg(feature = "test-holds")]
        self.hold_until_cancelled(interrupt);
        match self {
            Task::Check(snapshot, mut cache) => match catch_panic(|| Checked::new(*snapshot, &mut cache, interrupt)) {
                Some(checked) => TaskOutcome::Checked(Arc::new(checked), cache),
                None => TaskOutcome::Checked(Arc::new(Checked::failed(PANIC_MESSAGE)), DocumentCache::default()),
            },
            Task::Fix(checked) => TaskOutcome::Fixed(catch_panic(|| checked.fixes(interrupt)).unwrap_or_default()),
            Task::Allow(checked, finding) => {
                TaskOutcome::Allowed(finding, catch_panic(|| checked.directive(interrupt, finding)).flatten())
            }
        }
    }
}

#[cfg(feature = "test-holds")]
impl Task {
    /// If this is a check of a text with [`HOLD_MARKER`], waits until it is cancelled.
    fn hold_until_cancelled(&self, interrupt: &Interrupt) {
        let Task::Check(snapshot, _) = self else { return };
        while snapshot.text.contains(HOLD_MARKER) && !interrupt.is_cancelled() {
            thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::Client;
    use crate::settings::Settings;
    use crate::workspace::Workspace;
    use wordgate_core::extract::{Format, PANIC_TEXT};
    use wordgate_project::config::Overrides;

    /// Checks the texts one after the other with the same cache, and returns the messages of each.
    fn messages(texts: &[&str]) -> Vec<Vec<String>> {
        let overrides = Overrides { isolated: true, packs: vec!["all".to_owned()], ..Overrides::default() };
        let mut workspace = Workspace::new(Vec::new(), Settings::default(), overrides);
        let loaded = workspace.session(None).expect("the built-in rules are sound");
        let mut cache = DocumentCache::default();
        let check = |text: &&str| {
            let snapshot = Snapshot {
                uri: "file:///a.md".to_owned(),
                path: None,
                text: (*text).to_owned(),
                loaded: loaded.clone(),
                by_language: Some(Format::Markdown),
                client: Client::new(&serde_json::Value::Null),
            };
            let task = Task::Check(Box::new(snapshot), std::mem::take(&mut cache));
            let TaskOutcome::Checked(checked, new_cache) = task.run(&Interrupt::default()) else {
                panic!("it was checked")
            };
            cache = new_cache;
            checked.diagnostics().into_iter().map(|diagnostic| format!("{:?}", diagnostic.message)).collect()
        };
        texts.iter().map(check).collect()
    }

    #[test]
    fn a_panic_affects_only_its_document() {
        let crashing = format!("The whitelist, and {PANIC_TEXT}.\n");
        let messages = messages(&["The whitelist.\n", &crashing, "The whitelist.\n"]);
        assert_eq!(messages[0].len(), 1);
        assert!(messages[1].len() == 1 && messages[1][0].contains(PANIC_MESSAGE), "{messages:?}");
        assert_eq!(messages[2], messages[0]);
    }
}
