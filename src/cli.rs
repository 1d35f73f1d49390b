//! The command line as clap types.
//!
//! This file contains the whole interface that users and scripts rely on; clap generates `--help` and completions from
//! it. The types depend only on the output formats and on the severities that fail a run. The commands turn them into
//! overrides of the configuration.

mod outputs;

pub use outputs::{OutputArg, OutputArgs};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::io::Write;
use std::path::PathBuf;
use wordgate_core::extract::Format as TextFormat;
use wordgate_project::config::FailOn;
use wordgate_rules::date::parse_date;

/// Finds phrasing that an organisation may not use, at its exact place, with the reason and a rewording.
#[derive(Debug, Parser)]
#[command(name = "wordgate", version, about, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour text output.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

impl Cli {
    /// Reads the command line. Exits with help, version or a usage error (status 2) if the arguments require it.
    pub fn read() -> Cli {
        Cli::parse()
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents and report restricted phrasing.
    Check(Box<CheckArgs>),
    /// Replace restricted phrasing with its suggested rewordings, where that is safe.
    Fix(Box<FixArgs>),
    /// Record an exception for one finding in the configuration.
    Waive(Box<WaiveArgs>),
    /// Write the findings that are accepted for now to a file, or remove those that no longer occur.
    Baseline(Box<WriteBaselineArgs>),
    /// Show everything about a rule: reason, sources, patterns, suggestions, examples.
    Explain(ExplainArgs),
    /// List the known rules.
    Rules(ListArgs),
    /// Run the rules' own examples.
    Test(TestArgs),
    /// Write a commented wordgate.toml into this folder.
    Init(InitArgs),
    /// Print the configuration that applies to a file, and where each value comes from.
    Config(ConfigArgs),
    /// Print the JSON Schema of a file that users write.
    Schema(SchemaArgs),
    /// Serve an editor: the language server protocol on standard input and output.
    Lsp(LspArgs),
    /// Print completions for a shell.
    Completions(CompletionArgs),
}

/// Which configuration and which rules to use. The same for every command that loads rules.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// Use this configuration file instead of looking for wordgate.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    pub isolated: bool,
    /// Use the rules of this pack or profile, such as `marketing`, instead of the default set; `all` and `recommended`
    /// are ids too (repeatable).
    #[arg(long, value_name = "ID")]
    pub pack: Vec<String>,
    /// Read rules from this file or folder too (repeatable).
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Use this rule only, recommended or not (repeatable).
    #[arg(long, value_name = "ID")]
    pub rule: Vec<String>,
    /// Switch this rule or pack off (repeatable).
    #[arg(long, value_name = "ID")]
    pub ignore: Vec<String>,
    /// Apply the rules that are in effect on this date (YYYY-MM-DD) instead of today.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// `wordgate check`.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// Files and folders [default: .]; `-` reads standard input.
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// How to report, and where to.
    #[command(flatten)]
    pub outputs: OutputArgs,
    /// Exit with status 1 when there are findings of this severity or above [default: error].
    #[arg(long, value_parser = fail_on(), value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Print no summary, no notes and no progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Also list the matches that were not reported, with the reason (formats human and json).
    #[arg(long)]
    pub show_skipped: bool,
    /// Print the time of the run in the report (format html): SOURCE_DATE_EPOCH if set, otherwise the current time.
    #[arg(long)]
    pub timestamp: bool,
    /// Ignore inline directives, and report what they allow.
    #[arg(long)]
    pub no_inline: bool,
    /// Parse every document completely: slower, with the same findings.
    #[arg(long)]
    pub no_gate: bool,
    /// Print counts and times to standard error.
    #[arg(long)]
    pub statistics: bool,
    /// Number of threads; 0, the default: one for each core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: Option<u16>,
    /// Which files to check.
    #[command(flatten)]
    pub files: FileArgs,
    /// Which of their text to check.
    #[command(flatten)]
    pub changed: ChangedArgs,
    /// Which findings are old.
    #[command(flatten)]
    pub baseline: BaselineArgs,
    /// Which rules to use.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Returns a parser for the names of document formats: the ids of the configuration, and file extensions.
fn text_formats() -> impl TypedValueParser<Value = TextFormat> {
    let names = TextFormat::ALL.iter().map(|format| {
        let shown = if *format == TextFormat::Markdown { "md" } else { format.id() };
        let others = format.extensions().iter().copied().chain([format.id()]).filter(move |name| *name != shown);
        PossibleValue::new(shown).aliases(others)
    });
    let named = |name: String| TextFormat::from_extension(&name).or_else(|| TextFormat::from_id(&name));
    PossibleValuesParser::new(names).map(move |name| named(name).expect("the names are those of the formats"))
}

/// Parses a date.
fn date(text: &str) -> Result<Date, String> {
    parse_date(text).map_err(|mistake| mistake.help)
}

/// Returns a parser for the values of `--fail-on`, which are named as in configuration files.
fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let about = |fail_on| match fail_on {
        FailOn::Error => "Errors only",
        FailOn::Warning => "Warnings and errors",
        FailOn::Info => "Every finding",
        FailOn::Never => "No finding",
    };
    let names = FailOn::ALL.map(|fail_on| PossibleValue::new(fail_on.id()).help(about(fail_on)));
    let named = |name: String| FailOn::ALL.into_iter().find(|fail_on| fail_on.id() == name);
    PossibleValuesParser::new(names).map(move |name| named(name).expect("the names are those of the values"))
}

/// `wordgate fix`.
#[derive(Args, Debug)]
pub struct FixArgs {
    /// Files and folders [default: .]; `-` reads standard input and writes the fixed text to standard output.
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Also apply unsafe edits, which may change the meaning or remove markup.
    #[arg(long = "unsafe")]
    pub unsafe_too: bool,
    /// Ignore inline directives, and report what they allow.
    #[arg(long)]
    pub no_inline: bool,
    /// Print what would change as a unified diff and write nothing; status 1 when anything would.
    #[arg(long)]
    pub diff: bool,
    /// Exit with status 1 when findings of this severity or above are left [default: error].
    #[arg(long, value_parser = fail_on(), value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Print no summary, no notes and no progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Number of threads; 0, the default: one for each core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: Option<u16>,
    /// Which files to fix.
    #[command(flatten)]
    pub files: FileArgs,
    /// Which of their text to fix.
    #[command(flatten)]
    pub changed: ChangedArgs,
    /// Which findings are old: they are not fixed.
    #[command(flatten)]
    pub baseline: BaselineArgs,
    /// Which rules to use.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Which files `check` and `fix` take.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Files")]
pub struct FileArgs {
    /// The file name to use for standard input: it decides the format and appears in reports.
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// Leave out named files that a folder search would not read: those that the configuration excludes, and those of
    /// unknown type.
    #[arg(long)]
    pub force_exclude: bool,
    /// Accept a run over no file, which is an error otherwise.
    #[arg(long)]
    pub allow_empty: bool,
    /// Ignore .gitignore, .ignore and git's exclude files.
    #[arg(long)]
    pub no_ignore: bool,
    /// Search hidden files and folders too.
    #[arg(long)]
    pub hidden: bool,
    /// Print the files that would be checked, one per line, and exit.
    #[arg(long)]
    pub show_files: bool,
}

/// Whether `check` reports on, or `fix` edits, changed text only.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Changed text only")]
pub struct ChangedArgs {
    /// Check what is staged for commit, as it is staged; report findings on lines that differ from HEAD.
    ///
    /// Documents are read completely, so the context of a change counts; findings on other lines are left out, and the
    /// summary says how many. A finding that spans several lines is reported if one of them was added or changed, or
    /// if lines between them were removed. Deleted files, links and submodules are left out; a renamed file is
    /// entirely new. PATHS restrict the choice. `fix` edits the changed lines of staged files in the working tree. Needs
    /// git.
    #[arg(long, conflicts_with_all = ["since", "stdin_filename"])]
    pub staged: bool,
    /// Check the files that changed since HEAD branched off from REV; report findings on changed lines.
    ///
    /// These are the files in the working tree that differ from the merge base of REV and HEAD, including uncommitted
    /// changes and untracked files that git does not ignore. Otherwise like --staged.
    #[arg(long, value_name = "REV", conflicts_with = "stdin_filename")]
    pub since: Option<String>,
}

/// Which findings are old.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Old findings")]
pub struct BaselineArgs {
    /// Report only findings that are not in this baseline [default: the configuration's `baseline`, or else
    /// wordgate-baseline.toml beside it]. Write it after the paths, or as `--baseline=FILE`.
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "no_baseline")]
    pub baseline: Option<Option<PathBuf>>,
    /// Report old findings too, even if the configuration names a baseline.
    #[arg(long)]
    pub no_baseline: bool,
}

/// `wordgate baseline`.
#[derive(Args, Debug)]
pub struct WriteBaselineArgs {
    /// Files and folders [default: .].
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// The baseline file [default: the configuration's `baseline`, or else wordgate-baseline.toml beside it].
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Add new findings to an existing baseline.
    #[arg(long)]
    pub grow: bool,
    /// Ignore inline directives, and treat what they allow as findings.
    #[arg(long)]
    pub no_inline: bool,
    /// Print no summary and no progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Number of threads; 0, the default: one for each core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub threads: Option<u16>,
    /// Which files to check.
    #[command(flatten)]
    pub files: FileArgs,
    /// Which rules to use.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate waive`.
#[derive(Args, Debug)]
pub struct WaiveArgs {
    /// The fingerprint of the finding as `check --format json` prints it, or its first 8 digits; or its position, as
    /// PATH:LINE or PATH:LINE:COLUMN.
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// Files and folders to find it in [default: ., or the file of the position].
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Why it is waived.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who approved it: a name or a role.
    #[arg(long, value_name = "NAME")]
    pub approver: String,
    /// Where the approval is recorded.
    #[arg(long, value_name = "TEXT")]
    pub ticket: Option<String>,
    /// The last day of the waiver (YYYY-MM-DD); without it, the waiver does not expire.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub expires: Option<Date>,
    /// Ignore inline directives, and treat what they allow as findings.
    #[arg(long)]
    pub no_inline: bool,
    /// Which files to check.
    #[command(flatten)]
    pub files: FileArgs,
    /// Which rules to use.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// The rule: `pack/id`, or the bare id if it is unique. Or a shared term set: `terms/NAME`; `terms` lists them.
    #[arg(value_name = "RULE")]
    pub name: String,
    /// Show how the rule reads this text: how far each pattern gets, and what becomes of each match; `-` reads standard
    /// input.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// The format of the text.
    #[arg(long, value_parser = text_formats(), default_value = "md", value_name = "FORMAT", requires = "text")]
    pub format: TextFormat,
    /// Where to look for the rule.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate rules`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// How to list.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    /// List the rules that are off, have ended or are still to come too.
    #[arg(long)]
    pub all: bool,
    /// List only rules with this tag (repeatable: with one of them).
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// List only rules whose owner contains this text, in any case (repeatable).
    #[arg(long, value_name = "TEXT")]
    pub owner: Vec<String>,
    /// Which rules to use. With `--pack`, only the rules of these packs are listed.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate test`.
#[derive(Args, Debug)]
pub struct TestArgs {
    /// Rule files and folders to test on their own [default: all known rules].
    #[arg(value_name = "RULE FILES")]
    pub files: Vec<PathBuf>,
    /// Fail on warnings, too.
    #[arg(long)]
    pub strict: bool,
    /// Which rules to use.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate init`.
#[derive(Args, Debug)]
pub struct InitArgs {
    /// Print the file instead of writing it.
    #[arg(long)]
    pub stdout: bool,
}

/// `wordgate schema`.
#[derive(Args, Debug)]
pub struct SchemaArgs {
    /// The kind of file. Without it: an object with the schema of each.
    #[arg(value_enum)]
    pub file: Option<SchemaFile>,
}

/// `wordgate lsp`.
#[derive(Args, Debug)]
pub struct LspArgs {
    /// Accepted because many editors pass it: standard input and output are the only transport.
    #[arg(long, hide = true)]
    pub stdio: bool,
    /// Ignore inline directives, and report what they allow.
    #[arg(long)]
    pub no_inline: bool,
    /// Which rules to use, unless the editor's settings choose others.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// `wordgate completions`.
#[derive(Args, Debug)]
pub struct CompletionArgs {
    /// The shell.
    pub shell: clap_complete::Shell,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// When the output is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How `rules` lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// The rule reference.
    Markdown,
}

/// A file that users write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// Rule files.
    Rules,
    /// wordgate.toml.
    Config,
}

/// The arguments of `wordgate config`.
#[derive(Debug, clap::Args)]
pub struct ConfigArgs {
    /// A file or folder; without it, the working directory.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Configuration and rules.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Writes the completion script for a shell.
pub fn write_completions(shell: clap_complete::Shell, out: &mut dyn Write) {
    let mut buffer = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wordgate", &mut buffer);
    // Writing fails only if the reader closed the pipe, which is not an error.
    let _ = out.write_all(&buffer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_valid() {
        Cli::command().debug_assert();
    }
}
