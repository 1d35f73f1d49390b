//! The program `wordgate`: reads the command line, runs the command and exits with its status.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic on one file does not end the run, so the hook prints one line instead of a backtrace.
    std::panic::set_hook(Box::new(|panic| {
        // If standard error is closed, there is nowhere else to write.
        let _ = writeln!(std::io::stderr(), "{}", wordgate::run::crash_note(panic));
    }));
    ExitCode::from(wordgate::commands::run(wordgate::cli::Cli::read()) as u8)
}
