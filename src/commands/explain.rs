//! `wordgate explain`: prints everything about one rule or shared term set, or how the rule reads a text.

use super::load::load;
use super::stop::Stop;
use crate::cli::ExplainArgs;
use crate::report::{self, ExitStatus, Style};
use std::io::{self, Write};
use wordgate_core::extract::Extractor;
use wordgate_core::lint::Document;
use wordgate_project::read;
use wordgate_project::session::Failure;
use wordgate_rules::SHARED_PREFIX;
use wordgate_rules::toml_file::nearest;
use wordgate_text::source::SourceFile;

/// What stands for the library of term sets on the command line. No pack has this id, but a rule may.
const TERMS: &str = "terms";

pub(super) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let session = load(&args.rules)?;
    let style = Style::detect(supports_unicode::Stream::Stdout);
    let index = match session.rules.rule_by_any_id(&args.name) {
        Ok(index) => index,
        Err(_) if args.name == TERMS || args.name.starts_with(SHARED_PREFIX) => return term_sets(args, &style, out),
        Err(error) => return Err(Failure::help(error.message, error.help).into()),
    };
    let rule = &session.rules.rules[index];
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

/// Prints the shared term set that the argument names, or lists all sets.
fn term_sets(args: &ExplainArgs, style: &Style, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    let library = wordgate_packs::library();
    if args.text.is_some() {
        let message = format!("--text needs a rule, and `{}` is not one", args.name);
        return Err(Failure::help(message, "name the rule that is to read the text, or leave out --text").into());
    }
    let Some(name) = args.name.strip_prefix(SHARED_PREFIX) else {
        report::explain_terms::write_list(&library, style, out)?;
        return Ok(ExitStatus::Clean);
    };
    let Some((name, set)) = library.sets().get_key_value(name) else {
        let help = match nearest(name, library.sets().keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{SHARED_PREFIX}{near}`?"),
            None => format!("`wordgate explain {TERMS}` lists the shared term sets"),
        };
        return Err(Failure::help(format!("unknown term set `{}`", args.name), help).into());
    };
    report::explain_terms::write_set(name, set, &library, style, out)?;
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
