//! A progress bar, shown only on a terminal and only after a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Once;
use std::time::{Duration, Instant};

const FILES: &str = "{bar:32} {pos} of {len} files, {eta} left";
const ONE_FILE: &str = "{bar:32} {pos} of {len} file, {eta} left";

/// The time before the bar appears, so that short runs show none.
const DELAY: Duration = Duration::from_secs(1);

/// Counts finished files.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Once,
    wanted: bool,
}

impl Progress {
    /// Creates a bar for `files` files. It is drawn only when `wanted` and standard error is a terminal.
    pub fn new(files: usize, wanted: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(if files == 1 { ONE_FILE } else { FILES }) {
            bar.set_style(style);
        }
        let wanted = wanted && std::io::stderr().is_terminal();
        Progress { bar, started: Instant::now(), shown: Once::new(), wanted }
    }

    /// Counts one finished file.
    pub fn step(&self) {
        if !self.wanted {
            return;
        }
        self.bar.inc(1);
        if self.started.elapsed() > DELAY {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
