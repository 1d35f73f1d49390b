//! Starts `wordgate lsp` for Zed, which starts language servers only through extensions.
//!
//! Zed's settings under `lsp.wordgate` apply: `binary`, `initialization_options` and `settings`.

use zed_extension_api as zed;
use zed_extension_api::serde_json::{Value, json};
use zed_extension_api::settings::{CommandSettings, LspSettings};

struct Wordgate;

impl zed::Extension for Wordgate {
    fn new() -> Wordgate {
        Wordgate
    }

    fn language_server_command(
        &mut self,
        id: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<zed::Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        command(binary, || worktree.which("wordgate"), worktree.shell_env())
    }

    fn language_server_initialization_options(
        &mut self,
        id: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<Option<Value>> {
        Ok(LspSettings::for_worktree(id.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        id: &zed::LanguageServerId,
        worktree: &zed::Worktree,
    ) -> zed::Result<Option<Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| json!({ "wordgate": settings })))
    }
}

/// The command line of the server: the one from the settings, otherwise the program found on the path.
fn command(
    binary: Option<CommandSettings>,
    find: impl FnOnce() -> Option<String>,
    mut env: zed::EnvVars,
) -> zed::Result<zed::Command> {
    let binary = binary.unwrap_or(CommandSettings { path: None, arguments: None, env: None });
    let command = binary.path.or_else(find).ok_or(
        "wordgate was not found in PATH. Install it, or set its path: \
         {\"lsp\": {\"wordgate\": {\"binary\": {\"path\": \"/path/of/wordgate\"}}}}",
    )?;
    let args = binary.arguments.unwrap_or_else(|| vec!["lsp".to_owned()]);
    env.extend(binary.env.into_iter().flatten());
    Ok(zed::Command { command, args, env })
}

zed::register_extension!(Wordgate);

#[cfg(test)]
mod tests {
    use super::*;

    fn set(path: Option<&str>, arguments: Option<&[&str]>) -> Option<CommandSettings> {
        let arguments = arguments.map(|arguments| arguments.iter().map(|&argument| argument.to_owned()).collect());
        Some(CommandSettings { path: path.map(str::to_owned), arguments, env: None })
    }

    fn line(binary: Option<CommandSettings>, found: Option<&str>) -> zed::Result<String> {
        let command = command(binary, || found.map(str::to_owned), Vec::new())?;
        Ok(format!("{} {}", command.command, command.args.join(" ")))
    }

    #[test]
    fn each_part_that_is_set_wins() {
        assert_eq!(line(None, Some("/bin/wordgate")).unwrap(), "/bin/wordgate lsp");
        assert_eq!(line(set(Some("/opt/wordgate"), None), None).unwrap(), "/opt/wordgate lsp");
        let arguments = set(None, Some(&["lsp", "--isolated"]));
        assert_eq!(line(arguments, Some("/bin/wordgate")).unwrap(), "/bin/wordgate lsp --isolated");
    }

    #[test]
    fn a_missing_program_is_reported_with_the_setting_to_change() {
        let message = line(set(None, None), None).unwrap_err();
        assert!(message.contains("\"binary\": {\"path\""), "{message}");
    }
}
