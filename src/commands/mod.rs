//! The commands, one file each, and what they share: turning flags into overrides, and reporting mistakes and notes.

mod baseline;
mod check;
mod config;
mod explain;
mod files;
mod fix;
mod init;
mod lsp;
mod outputs;
mod rules;
mod schema;
mod step_summary;
mod test;
mod timestamp;
mod waive;

use crate::cli::{BaselineArgs, Cli, Color, Command, RuleArgs, write_completions};
use crate::config::{BaselineChoice, FailOn, Overrides};
use crate::report::escape::visible;
use crate::report::{ExitStatus, Report, Style, mistake};
use crate::session::{Failure, Session, Surroundings};
use std::io::{self, Write};

/// Runs a command: its report goes to `out`, what concerns the run to standard error.
pub fn run(cli: Cli) -> ExitStatus {
    let color = match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    // What goes into a file may hold the bytes that a stream for people would take out.
    let out_color = if prints_a_document(&cli.command) { anstream::ColorChoice::AlwaysAnsi } else { color };
    let mut out = io::BufWriter::new(anstream::AutoStream::new(io::stdout(), out_color));
    let mut err = anstream::AutoStream::new(io::stderr(), color);
    let status = dispatch(cli.command, &mut out, &mut err)
        .and_then(|status| out.flush().map(|()| status).map_err(|error| Stop::Output { error, status }));
    status.unwrap_or_else(|stop| stop.report(&mut err))
}

/// Whether what goes to standard output is a fixed document.
fn prints_a_document(command: &Command) -> bool {
    matches!(command, Command::Fix(args) if !args.diff)
}

fn dispatch(command: Command, out: &mut dyn Write, err: &mut dyn Write) -> Result<ExitStatus, Stop> {
    match command {
        Command::Check(args) => check::run(&args, out, err),
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

/// More mistakes in rule files are only counted: nobody reads them, and each is drawn into its file.
const MOST_MISTAKES: usize = 50;

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
                let shown = mistakes.iter().take(MOST_MISTAKES).map(|mistake| mistake::render_toml(mistake, &style));
                let mut shown: Vec<String> = shown.collect();
                if let more @ 1.. = mistakes.len().saturating_sub(MOST_MISTAKES) {
                    shown.push(mistake::render_usage(&format!("there are {more} mistakes more"), None, &style));
                }
                shown.join("\n")
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
        no_inline: false,
        baseline: BaselineChoice::Off,
    }
}

/// Loads what the flags ask for, with the baseline that holds.
fn load_for_documents(args: &RuleArgs, baseline: &BaselineArgs, no_inline: bool) -> Result<Session, Failure> {
    let baseline = match &baseline.baseline {
        _ if baseline.no_baseline => BaselineChoice::Off,
        Some(Some(path)) => BaselineChoice::File(path.clone()),
        Some(None) => BaselineChoice::Usual,
        None => BaselineChoice::Configured,
    };
    Session::load(&Overrides { baseline, no_inline, ..overrides(args) }, &Surroundings::read()?)
}

/// From which severity on findings make the exit status 1.
fn fail_on(asked: Option<FailOn>, session: &Session) -> FailOn {
    asked.or(session.config.fail_on).unwrap_or_default()
}

/// Tells on standard error, for every format, what could not be read. A failure to do so changes nothing.
fn notes(report: &Report, quiet: bool, err: &mut dyn Write) {
    for error in &report.errors {
        let _ = writeln!(err, "error: {}: {}", visible(&error.path), visible(&error.message));
    }
    for warning in &report.warnings {
        let place = format!("{}:{}", visible(&warning.path), warning.line);
        let _ = writeln!(err, "warning: {place}: {}", visible(&warning.message));
    }
    if !quiet && report.summary.files == 0 && report.summary.untouched.is_none() && report.errors.is_empty() {
        let _ = writeln!(err, "warning: no file was checked ({} skipped)", report.summary.skipped);
    }
}
