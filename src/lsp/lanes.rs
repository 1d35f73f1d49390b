//! The threads that check and fix documents.
//!
//! There are three, so that nobody waits for more than what is of his kind: a small document is checked while a large one
//! is, and while the fixes of another, or a directive in it, are proved. Each has its parsers and does one thing at a time; what it does is
//! called off when the document changes or is closed.

use super::checked::{Checked, Manuscript};
use super::documents::Need;
use super::worker::Event;
use crate::extract::{Extractor, Interrupt};
use crate::finding::Edit;
use crate::fix::Directive;
use crate::lint::Memory;
use crate::run::{FAILED, contained};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// A document (bytes) that is checked this fast in any format that nobody notices.
const SMALL: usize = 256 << 10;

/// Something to do.
pub(super) struct Job {
    pub uri: String,
    /// The revision of the document.
    pub revision: u64,
    pub task: Task,
}

pub(super) enum Task {
    Check(Box<Manuscript>, Memory),
    Fix(Arc<Checked>),
    /// To find a directive that allows a finding, by index.
    Allow(Arc<Checked>, usize),
}

/// What was done.
pub(super) struct Done {
    /// By which lane.
    pub lane: usize,
    pub uri: String,
    pub revision: u64,
    /// Worth nothing when the document has another revision by now.
    pub result: Outcome,
}

pub(super) enum Outcome {
    Checked(Arc<Checked>, Memory),
    Fixed(Vec<Edit>),
    Allowed(usize, Option<Directive>),
}

/// All threads.
pub(super) struct Lanes(Vec<Lane>);

struct Lane {
    jobs: Sender<Job>,
    interrupt: Interrupt,
    /// The document that is worked on.
    works_on: Option<String>,
}

impl Lanes {
    /// Starts the threads, which report to `events`. They end with the lanes.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start(events: &Sender<Event>) -> io::Result<Lanes> {
        (0..3).map(|lane| Lane::start(lane, events.clone())).collect::<io::Result<_>>().map(Lanes)
    }

    /// The lane for a need of a document of this many bytes, if it is free.
    pub fn free(&self, need: Need, len: usize) -> Option<usize> {
        let lane = match need {
            Need::Check => usize::from(len > SMALL),
            Need::Fixes | Need::Directive(_) => 2,
        };
        self.0[lane].works_on.is_none().then_some(lane)
    }

    /// Gives a free lane something to do.
    pub fn give(&mut self, lane: usize, job: Job) {
        let lane = &mut self.0[lane];
        lane.interrupt.reset();
        lane.works_on = Some(job.uri.clone());
        // A lane ends when this end of the channel does.
        let _ = lane.jobs.send(job);
    }

    /// Calls off what is done for a document. It ends soon, and is then reported like any other.
    pub fn call_off(&self, uri: &str) {
        let working = self.0.iter().filter(|lane| lane.works_on.as_deref() == Some(uri));
        working.for_each(|lane| lane.interrupt.call_off());
    }

    /// Takes note that a lane is free again.
    pub fn is_done(&mut self, lane: usize) {
        self.0[lane].works_on = None;
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.0.iter().for_each(|lane| lane.interrupt.call_off());
    }
}

impl Lane {
    fn start(number: usize, events: Sender<Event>) -> io::Result<Lane> {
        let (jobs, received) = channel();
        let interrupt = Interrupt::default();
        let own = interrupt.clone();
        thread::Builder::new().name(format!("lane-{number}")).spawn(move || work(number, &received, &own, &events))?;
        Ok(Lane { jobs, interrupt, works_on: None })
    }
}

fn work(lane: usize, jobs: &Receiver<Job>, interrupt: &Interrupt, events: &Sender<Event>) {
    let mut extractor = Extractor::interruptible(interrupt);
    for Job { uri, revision, task } in jobs {
        // No document may end the server, and with it the checks of all others.
        let result = match task {
            Task::Check(manuscript, mut memory) => {
                let check = |extractor: &mut Extractor| Checked::new(*manuscript, &mut memory, extractor);
                match contained(&mut extractor, check) {
                    Some(checked) => Outcome::Checked(Arc::new(checked), memory),
                    None => Outcome::Checked(Arc::new(Checked::unread(FAILED)), Memory::default()),
                }
            }
            Task::Fix(checked) => {
                let fixes = contained(&mut extractor, |extractor| checked.fixes(extractor));
                Outcome::Fixed(fixes.unwrap_or_default())
            }
            Task::Allow(checked, finding) => {
                let directive = contained(&mut extractor, |extractor| checked.directive(extractor, finding));
                Outcome::Allowed(finding, directive.flatten())
            }
        };
        if events.send(Event::Done(Done { lane, uri, revision, result })).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;
    use crate::extract::PANICS;
    use crate::lsp::capabilities::Client;
    use crate::lsp::settings::Settings;
    use crate::lsp::workspace::Workspace;

    /// What a check of the texts, one after the other, shows.
    fn shown(texts: &[&str]) -> Vec<Vec<String>> {
        let overrides = Overrides { isolated: true, packs: vec!["all".to_owned()], ..Overrides::default() };
        let mut workspace = Workspace::new(Vec::new(), Settings::default(), overrides);
        let loaded = workspace.session(None).expect("the built-in rules are sound");
        let (events, received) = channel();
        let mut lanes = Lanes::start(&events).unwrap();
        let mut memory = Memory::default();
        let check = |text: &&str| {
            let manuscript = Manuscript {
                uri: "file:///a.md".to_owned(),
                path: None,
                text: (*text).to_owned(),
                loaded: loaded.clone(),
                by_language: Some(crate::extract::Format::Markdown),
                client: Client::new(&serde_json::Value::Null),
            };
            let task = Task::Check(Box::new(manuscript), std::mem::take(&mut memory));
            lanes.give(0, Job { uri: "file:///a.md".to_owned(), revision: 1, task });
            let Ok(Event::Done(done)) = received.recv() else { panic!("a lane is done") };
            lanes.is_done(done.lane);
            let Outcome::Checked(checked, learnt) = done.result else { panic!("it was checked") };
            memory = learnt;
            checked.diagnostics().into_iter().map(|diagnostic| format!("{:?}", diagnostic.message)).collect()
        };
        texts.iter().map(check).collect()
    }

    #[test]
    fn a_crash_on_a_document_is_said_and_ends_no_lane() {
        let crashing = format!("The whitelist, and {PANICS}.\n");
        let shown = shown(&["The whitelist.\n", &crashing, "The whitelist.\n"]);
        assert_eq!(shown[0].len(), 1);
        assert!(shown[1].len() == 1 && shown[1][0].contains(FAILED), "{shown:?}");
        assert_eq!(shown[2], shown[0]);
    }
}
