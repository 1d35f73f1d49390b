//! The program `wordgate`: reads the command line, runs the command, ends with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(wordgate::commands::run(wordgate::cli::Cli::read()) as u8)
}
