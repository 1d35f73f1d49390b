//! The work that takes long: checking and fixing one version of a document.

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

/// In tests, a text whose check does not end by itself: only a change of the document, or its end, cancels it.
#[cfg(feature = "test-holds")]
const HOLDS: &str = "this check is held";

/// What to do.
pub(super) enum Task {
    Check(Box<Snapshot>, DocumentCache),
    Fix(Arc<Checked>),
    /// To find a directive that allows a finding, by index.
    Allow(Arc<Checked>, usize),
}

/// What was done.
pub(super) enum TaskOutcome {
    Checked(Arc<Checked>, DocumentCache),
    Fixed(Vec<Edit>),
    Allowed(usize, Option<NewDirective>),
}

/// A task of a document in a revision.
pub(super) struct TaskRun {
    pub uri: String,
    pub revision: u64,
    pub task: Task,
    pub interrupt: Interrupt,
}

/// What was done for a document in a revision.
pub(super) struct Done {
    pub uri: String,
    pub revision: u64,
    pub outcome: TaskOutcome,
}

/// A job that a thread was sent. Dropping it cancels the work.
pub(super) struct Job {
    /// The revision of the document.
    pub revision: u64,
    /// The index of its thread.
    pub thread: usize,
    pub interrupt: Interrupt,
}

/// Starts a thread that does what it is sent, one after the other, and reports it. It ends with the sender.
///
/// # Errors
/// When the thread cannot be started.
pub(super) fn start_thread(report: impl Fn(Done) + Send + 'static) -> io::Result<Sender<TaskRun>> {
    let (sender, queue) = channel();
    let work = move || {
        for TaskRun { uri, revision, task, interrupt } in queue {
            report(Done { uri, revision, outcome: task.run(&interrupt) });
        }
    };
    thread::Builder::new().name("jobs".into()).spawn(work)?;
    Ok(sender)
}

impl Job {
    /// Cancels the work. It ends soon, with a meaningless outcome.
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
    /// Does the work. A panic must not end the server, and with it the checks of all other documents.
    fn run(self, interrupt: &Interrupt) -> TaskOutcome {
        #[cfg(feature = "test-holds")]
        self.hold(interrupt);
        match self {
            Task::Check(snapshot, mut memory) => {
                match catch_panic(|| Checked::new(*snapshot, &mut memory, interrupt)) {
                    Some(checked) => TaskOutcome::Checked(Arc::new(checked), memory),
                    None => TaskOutcome::Checked(Arc::new(Checked::failed(PANIC_MESSAGE)), DocumentCache::default()),
                }
            }
            Task::Fix(checked) => TaskOutcome::Fixed(catch_panic(|| checked.fixes(interrupt)).unwrap_or_default()),
            Task::Allow(checked, finding) => {
                TaskOutcome::Allowed(finding, catch_panic(|| checked.directive(interrupt, finding)).flatten())
            }
        }
    }
}

#[cfg(feature = "test-holds")]
impl Task {
    /// Waits until the check of a text with [`HOLDS`] is cancelled.
    fn hold(&self, interrupt: &Interrupt) {
        let Task::Check(snapshot, _) = self else { return };
        while snapshot.text.contains(HOLDS) && !interrupt.is_cancelled() {
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
    use wordgate_core::extract::{Format, PANICS};
    use wordgate_project::config::Overrides;

    /// The messages of checks of the texts, one after the other.
    fn messages(texts: &[&str]) -> Vec<Vec<String>> {
        let overrides = Overrides { isolated: true, packs: vec!["all".to_owned()], ..Overrides::default() };
        let mut workspace = Workspace::new(Vec::new(), Settings::default(), overrides);
        let loaded = workspace.session(None).expect("the built-in rules are sound");
        let mut memory = DocumentCache::default();
        let check = |text: &&str| {
            let snapshot = Snapshot {
                uri: "file:///a.md".to_owned(),
                path: None,
                text: (*text).to_owned(),
                loaded: loaded.clone(),
                by_language: Some(Format::Markdown),
                client: Client::new(&serde_json::Value::Null),
            };
            let task = Task::Check(Box::new(snapshot), std::mem::take(&mut memory));
            let TaskOutcome::Checked(checked, learnt) = task.run(&Interrupt::default()) else {
                panic!("it was checked")
            };
            memory = learnt;
            checked.diagnostics().into_iter().map(|diagnostic| format!("{:?}", diagnostic.message)).collect()
        };
        texts.iter().map(check).collect()
    }

    #[test]
    fn a_panic_is_reported_on_its_document_alone() {
        let crashing = format!("The whitelist, and {PANICS}.\n");
        let messages = messages(&["The whitelist.\n", &crashing, "The whitelist.\n"]);
        assert_eq!(messages[0].len(), 1);
        assert!(messages[1].len() == 1 && messages[1][0].contains(PANIC_MESSAGE), "{messages:?}");
        assert_eq!(messages[2], messages[0]);
    }
}
