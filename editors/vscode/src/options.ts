// What the server and the client library are told.

import type { LanguageClientOptions } from 'vscode-languageclient/node';
import type { Settings } from './settings';

/** The languages of which the server knows the format. package.json repeats them: VS Code reads only that. */
export const LANGUAGES = ['markdown', 'mdx', 'html', 'plaintext', 'quarto', 'rmd'];

/** Files, and buffers that are not saved yet. */
export const SELECTOR = LANGUAGES.flatMap((language) => [
  { language, scheme: 'file' },
  { language, scheme: 'untitled' },
]);

export function clientOptions(settings: Settings): LanguageClientOptions {
  const onType = settings.run === 'onType';
  return {
    documentSelector: SELECTOR,
    initializationOptions: settings.server,
    // The server offers diagnostics to be asked for, so when to ask is all that there is to a run mode.
    diagnosticPullOptions: { onChange: onType, onSave: !onType },
  };
}

/** The parameters of `workspace/didChangeConfiguration`. */
export function changedConfiguration(settings: Settings): { settings: { wordgate: Settings['server'] } } {
  return { settings: { wordgate: settings.server } };
}
