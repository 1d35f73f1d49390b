//! `wordgate lsp`: serves one editor on standard input and output.

use super::load::overrides;
use super::stop::Stop;
use crate::cli::LspArgs;
use crate::report::ExitStatus;
use std::io;
use wordgate_project::config::{BaselineChoice, Overrides};
use wordgate_project::paths;
use wordgate_project::session::{Environment, Failure};
use wordgate_server::{Ending, serve};

/// Runs the server. The protocol requires exit status 1 after an `exit` without `shutdown`, so here it does not mean
/// findings.
pub(super) fn run(args: &LspArgs) -> Result<ExitStatus, Stop> {
    let base = overrides(&args.rules);
    let mut base = Overrides { no_inline: args.no_inline, baseline: BaselineChoice::Configured, ..base };
    // Documents may belong to different configurations, but paths on the command line are relative to this folder.
    let directory = Environment::read()?.directory;
    base.config = base.config.map(|path| paths::absolute(&directory, &path));
    base.rules = base.rules.iter().map(|path| paths::absolute(&directory, path)).collect();
    let ending = serve(io::stdin().lock(), io::stdout(), base)
        .map_err(|error| Failure::usage(format!("the language server cannot be started: {error}")))?;
    Ok(match ending {
        Ending::Orderly => ExitStatus::Clean,
        Ending::Abrupt => ExitStatus::Findings,
    })
}
