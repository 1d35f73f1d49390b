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

/// The status 1 of an abrupt end is the protocol's, not that of findings.
pub(super) fn run(args: &LspArgs) -> Result<ExitStatus, Stop> {
    let base = overrides(&args.rules);
    let mut base = Overrides { no_inline: args.no_inline, baseline: BaselineChoice::Configured, ..base };
    // Each document has a configuration's folder of its own; what the command line names lies below this one.
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
