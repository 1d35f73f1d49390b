//! `wordgate init`: writes a commented configuration file.

use super::stop::Stop;
use crate::cli::InitArgs;
use crate::report::ExitStatus;
use std::io::Write;
use std::path::Path;
use wordgate_project::config::FILE_NAMES;
use wordgate_project::session::Failure;

/// A configuration that explains every key in comments and sets none.
const TEMPLATE: &str = include_str!("init.toml");

pub(super) fn run(args: &InitArgs, out: &mut dyn Write) -> Result<ExitStatus, Stop> {
    if args.stdout {
        out.write_all(TEMPLATE.as_bytes())?;
        return Ok(ExitStatus::Clean);
    }
    if let Some(name) = FILE_NAMES.iter().find(|name| Path::new(name).symlink_metadata().is_ok()) {
        let help = "run `wordgate init --stdout` to print a new one for comparison";
        return Err(Failure::help(format!("{name} already exists; nothing was written"), help).into());
    }
    // Fails if another process has created the file in the meantime.
    std::fs::File::create_new(FILE_NAMES[0])
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()))
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", FILE_NAMES[0])))?;
    writeln!(out, "Wrote {}. Next: wordgate check", FILE_NAMES[0])?;
    Ok(ExitStatus::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wordgate_project::config::Config;
    use wordgate_rules::toml_file::TomlFile;

    fn parse(text: String) -> Config {
        Config::parse(&TomlFile::new("wordgate.toml", text)).unwrap()
    }

    #[test]
    fn the_unchanged_template_is_the_default_configuration() {
        let as_is = toml::to_string(&parse(TEMPLATE.to_owned())).unwrap();
        assert_eq!(as_is, toml::to_string(&Config::default()).unwrap());
    }

    #[test]
    fn every_setting_of_the_template_can_be_uncommented() {
        let is_code = |line: &str| line.starts_with("# [") || line.starts_with("# \"") || line.contains(" = ");
        let lines = TEMPLATE.lines().map(|line| match line.strip_prefix("# ") {
            Some(code) if is_code(line) => code,
            _ => "",
        });
        let config = parse(lines.collect::<Vec<_>>().join("\n"));
        assert!(config.packs.is_some() && !config.overrides.is_empty() && !config.terms.is_empty());
        assert!(
            !config.severity.is_empty()
                && config.as_of.is_some()
                && !config.include.is_empty()
                && !config.document_date.is_empty()
                && config.baseline.is_some()
                && !config.waivers.is_empty()
        );
    }
}
