//! The commands, one file each. Each takes its command-line arguments, and returns an exit status.

mod baseline;
mod check;
mod config;
mod explain;
mod files;
mod fix;
mod init;
mod load;
mod lsp;
mod new_waiver;
mod notes;
mod outputs;
mod pre_commit;
mod rules;
mod schema;
mod step_summary;
mod stop;
mod test;
mod timestamp;
mod waive;

use crate::cli::{Cli, Color, Command, write_completions};
use crate::report::ExitStatus;
use std::io::{self, Write};
use stop::Stop;

/// The size in bytes of the buffer for standard output, because a report may have many megabytes.
const BUFFER: usize = 1 << 16;

/// Runs a command. The report goes to standard output, messages about the run go to standard error.
pub fn run(cli: Cli) -> ExitStatus {
    let color = match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    let colors = match color {
        anstream::ColorChoice::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        color => color != anstream::ColorChoice::Never,
    };
    let out_color = if is_stripped(&cli.command, colors) { color } else { anstream::ColorChoice::AlwaysAnsi };
    let mut out = io::BufWriter::with_capacity(BUFFER, anstream::AutoStream::new(io::stdout(), out_color));
    let mut err = anstream::AutoStream::new(io::stderr(), color);
    let status = dispatch(cli.command, colors, &mut out, &mut err)
        .and_then(|status| out.flush().map(|()| status).map_err(|error| Stop::Output { error, status }));
    status.unwrap_or_else(|stop| stop.report(&mut err))
}

/// Returns whether the stream must remove colours from what the command prints to standard output.
fn is_stripped(command: &Command, colors: bool) -> bool {
    match command {
        // A long report takes less time if it is drawn without colours.
        Command::Check(_) => colors,
        // A fixed document may contain bytes that look like escape sequences; stripping them would change it.
        Command::Fix(args) => args.diff,
        _ => true,
    }
}

fn dispatch(command: Command, colors: bool, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    match command {
        Command::Check(args) => check::run(&args, colors, out, err),
        Command::Fix(args) => fix::run(&args, out, err),
        Command::Waive(args) => waive::run(&args, out, err),
        Command::Baseline(args) => baseline::run(&args, out, err),
        Command::Explain(args) => explain::run(&args, out),
        Command::Rules(args) => rules::run(&args, out),
        Command::Test(args) => test::run(&args, out),
        Command::Init(args) => init::run(&args, out),
        Command::Config(args) => config::run(&args, out),
        Command::Lsp(args) => lsp::run(&args),
        Command::Schema(args) => schema::run(&args, out),
        Command::Completions(args) => {
            write_completions(args.shell, out);
            Ok(ExitStatus::Clean)
        }
    }
}
