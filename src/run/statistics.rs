//! Counts and times of a run for `--statistics`. They are never part of a report, because equal runs must give equal
//! reports.

use crate::report::counted;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use wordgate_core::lint::Effort;

/// Counts and times of one run.
#[derive(Debug, Default)]
pub struct Statistics {
    /// The search for files.
    pub walk: Stage,
    /// Reading and decoding the files.
    pub read: Stage,
    /// Linting the files.
    pub lint: Stage,
    /// Writing the reports.
    pub report: Stage,
    /// How much was parsed.
    pub parsing: Parsing,
    /// The number of worker threads.
    pub threads: Count,
}

/// A counter that threads share.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Sets the count.
    pub fn set(&self, count: usize) {
        self.0.store(count as u64, Ordering::Relaxed);
    }

    fn add(&self, count: usize) {
        self.0.fetch_add(count as u64, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Returns the count with its noun: "1 file", "2 files".
    fn of(&self, noun: &str) -> String {
        counted(self.get() as usize, noun)
    }
}

/// How much was parsed. Files are split into pieces that can be parsed independently, and only pieces that may contain
/// a match are parsed; see [`Effort`].
#[derive(Debug, Default)]
pub struct Parsing {
    /// The number of files with a parsed piece.
    files: Count,
    /// The number of parsed pieces.
    pieces: Count,
    /// The number of bytes in them.
    bytes: Count,
    /// The number of files that were split.
    split_files: Count,
    /// The number of pieces that they were split into.
    split_pieces: Count,
    /// The number of files whose last part could not be split further.
    unsplittable: Count,
}

impl Parsing {
    /// Adds the effort for one file.
    pub fn add(&self, effort: &Effort) {
        self.split_files.add(usize::from(effort.pieces > 0));
        self.split_pieces.add(effort.pieces);
        self.unsplittable.add(usize::from(effort.unsplittable));
        self.files.add(usize::from(effort.parsed > 0));
        self.pieces.add(effort.parsed);
        self.bytes.add(effort.parsed_bytes);
    }
}

impl fmt::Display for Parsing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parsing { files, pieces, bytes, split_files, split_pieces, unsplittable } = self;
        writeln!(
            f,
            "split   {} into {}; {} could not be split to the end",
            split_files.of("file"),
            split_pieces.of("piece"),
            unsplittable.of("file")
        )?;
        writeln!(f, "parsed  {} of {}, {}", pieces.of("piece"), files.of("file"), bytes.of("byte"))
    }
}

/// The items, bytes and time of one stage, summed over all threads.
#[derive(Debug, Default)]
pub struct Stage {
    items: AtomicU64,
    bytes: AtomicU64,
    nanoseconds: AtomicU64,
}

impl Stage {
    /// Adds one item of `bytes` bytes that started at `started` and ends now.
    pub fn add(&self, started: Instant, bytes: usize) {
        let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.items.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
    }

    fn time(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed))
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = |stage: &Stage| (stage.items.load(Ordering::Relaxed), stage.bytes.load(Ordering::Relaxed));
        let (read, bytes) = stage(&self.read);
        writeln!(f, "read    {}, {}", counted(read as usize, "file"), counted(bytes as usize, "byte"))?;
        write!(f, "{}", self.parsing)?;
        writeln!(f, "threads {}", self.threads.get())?;
        let stages = [("walk", &self.walk), ("read", &self.read), ("lint", &self.lint), ("report", &self.report)];
        let times = stages.map(|(name, stage)| format!("{name} {:.1} ms", stage.time().as_secs_f64() * 1e3));
        writeln!(f, "time    {} (read and lint: added up over threads)", times.join(", "))
    }
}
