//! Reports why a command stopped early.

use crate::report::{ExitStatus, Style, counted, mistake};
use std::io::{self, Write};
use wordgate_project::session::Failure;

/// The maximum number of mistakes in rule files that are shown with their source lines. The others are only counted.
const MAX_MISTAKES: usize = 50;

/// The reason why a command stopped.
pub(super) enum Stop {
    /// The command line, the configuration or a rule is wrong, and the user must fix it.
    Failure(Failure),
    /// The report could not be written; `status` is the exit status of the run itself.
    Output { error: io::Error, status: ExitStatus },
}

impl Stop {
    /// Prints the reason and returns the exit status. A closed pipe, as with `head`, is not an error.
    pub fn report(self, err: &mut dyn Write) -> ExitStatus {
        let style = Style::detect(supports_unicode::Stream::Stderr);
        let text = match self {
            Stop::Output { error, status } if error.kind() == io::ErrorKind::BrokenPipe => return status,
            Stop::Output { error, .. } => mistake::render_usage(&format!("cannot write: {error}"), None, &style),
            Stop::Failure(Failure::Usage { message, help }) => mistake::render_usage(&message, help.as_deref(), &style),
            Stop::Failure(Failure::Toml(mistakes)) => {
                let shown = mistakes.iter().take(MAX_MISTAKES).map(|mistake| mistake::render_toml(mistake, &style));
                let mut shown: Vec<String> = shown.collect();
                if let more @ 1.. = mistakes.len().saturating_sub(MAX_MISTAKES) {
                    shown.push(mistake::render_usage(
                        &format!("{} not shown", counted(more, "more mistake")),
                        None,
                        &style,
                    ));
                }
                shown.join("\n")
            }
        };
        // If standard error cannot be written, there is nowhere to report this.
        let _ = err.write_all(text.as_bytes());
        ExitStatus::Failed
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failure(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output { error, status: ExitStatus::Clean }
    }
}
