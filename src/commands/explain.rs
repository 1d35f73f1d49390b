//! `wordgate explain`: prints everything about one rule, or how the rule reads a text.

use super::load::load;
use super::stop::Stop;
use crate::cli::ExplainArgs;
use crate::report::{self, ExitStatus, Style};
use std::io::{self, Write};
use wordgate_core::extract::Extractor;
use wordgate_core::lint::Document;
use wordgate_project::read;
use wordgate_project::session::Failure;
use wordgate_text::source::SourceFile;

pub(super) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let index = session.rules.rule_by_any_id(&args.name).map_err(|error| Failure::help(error.message, error.help))?;
    let rule = &session.rules.rules[index];
    let style = Style::detect(supports_unicode::Stream::Stdout);
    match &args.text {
        None => {
            let status = session.rule_status(index);
            report::explain::write(rule, &session.rules, status, session.as_of, &style, out)?;
        }
        Some(text) => {
            let file = source(text)?;
            let document = Document { file: &file, format: args.format, path: "" };
            let trace = session.checker().trace(&mut Extractor::new(), document, index);
            report::trace::write(rule, &trace, &file, &style, out)?;
        }
    }
    Ok(ExitStatus::Clean)
}

/// Returns the text of the argument, or of standard input for `-`.
fn source(text: &str) -> Result<SourceFile, Failure> {
    let bytes = match text {
        "-" => read::read_from(io::stdin().lock(), 0, read::MAX_DOCUMENT),
        text => Ok(text.as_bytes().to_vec()),
    };
    let file = bytes.and_then(|bytes| SourceFile::decode(bytes).map_err(|error| error.to_string()));
    file.map_err(|message| Failure::usage(format!("--text cannot be read: {message}")))
}
