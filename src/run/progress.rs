//! The progress bar: for a person at a terminal who has waited for a second, and for nobody else.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Once;
use std::time::{Duration, Instant};

/// How long a run may take before it shows a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts finished files.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Once,
    wanted: bool,
}

impl Progress {
    /// A bar for `files` files, drawn only when `wanted` and standard error is a terminal.
    pub fn new(files: usize, wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos} of {len} files, {eta} left") {
            bar.set_style(style);
        }
        let wanted = wanted && std::io::stderr().is_terminal();
        Progress { bar, started: Instant::now(), shown: Once::new(), wanted }
    }

    /// One more file is done.
    pub fn step(&self) {
        if !self.wanted {
            return;
        }
        self.bar.inc(1);
        if self.started.elapsed() > PATIENCE {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
