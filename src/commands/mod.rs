//! The commands, one file each, and what they share: turning flags into overrides, and reporting mistakes.

mod check;
mod config;
mod explain;
mod init;
mod lsp;
mod output_file;
mod outputs;
mod rules;
mod schema;
mod step_summary;
mod test;

use crate::cli::{Cli, Color, Command, RuleArgs, write_completions};
use crate::config::Overrides;
use crate::report::{ExitStatus, Style, mistake};
use crate::session::{Failure, Session, Surroundings};
use std::io::{self, Write};

/// Runs a command: its report goes to `out`, what concerns the run to standard error.
pub fn run(cli: Cli) -> ExitStatus {
    let color = match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    let mut out = io::BufWriter::new(anstream::AutoStream::new(io::stdout(), color));
    let mut err = anstream::AutoStream::new(io::stderr(), color);
    let status = dispatch(cli.command, &mut out, &mut err)
        .and_then(|status| out.flush().map(|()| status).map_err(|error| Stop::Output { error, status }));
    status.unwrap_or_else(|stop| stop.report(&mut err))
}

fn dispatch(command: Command, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    match command {
        Command::Check(args) => check::run(&args, out, err),
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

/// Why a command stopped.
enum Stop {
    /// The user has something to mend.
    Failure(Failure),
    /// The report could not be written; `status` is what the run came to.
    Output { error: io::Error, status: ExitStatus },
}

impl Stop {
    /// Reports the mistake. A reader that closed the pipe, such as `head`, has what it wanted: that is none.
    fn report(self, err: &mut dyn Write) -> ExitStatus {
        let style = Style::detect(supports_unicode::Stream::Stderr);
        let text = match self {
            Stop::Output { error, status } if error.kind() == io::ErrorKind::BrokenPipe => return status,
            Stop::Output { error, .. } => mistake::render_usage(&format!("cannot write: {error}"), None, &style),
            Stop::Failure(Failure::Usage { message, help }) => mistake::render_usage(&message, help.as_deref(), &style),
            Stop::Failure(Failure::Toml(mistakes)) => {
                mistakes.iter().map(|mistake| mistake::render_toml(mistake, &style)).collect::<Vec<_>>().join("\n")
            }
        };
        // Nothing is left to tell it to.
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

/// Loads what the flags ask for.
fn load(args: &RuleArgs) -> Result<Session, Failure> {
    Session::load(&overrides(args), &Surroundings::read()?)
}

fn overrides(args: &RuleArgs) -> Overrides {
    Overrides {
        config: args.config.clone(),
        isolated: args.isolated,
        packs: args.pack.clone(),
        rules: args.rules.clone(),
        only: args.rule.clone(),
        ignore: args.ignore.clone(),
        as_of: args.as_of,
    }
}
