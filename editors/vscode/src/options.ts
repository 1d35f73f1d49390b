// The options of the language server and of the client library.

import type { LanguageClientOptions } from 'vscode-languageclient/node';
import type { Settings } from './settings';

/** The languages whose formats the server knows. package.json repeats them, because VS Code reads only that file. */
export const LANGUAGES = ['markdown', 'mdx', 'asciidoc', 'html', 'typescriptreact', 'javascriptreact', 'vue', 'svelte', 'astro', 'plaintext', 'restructuredtext', 'quarto', 'rmd'];

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
    // The client requests diagnostics, so a run mode only decides when to request them.
    diagnosticPullOptions: { onChange: onType, onSave: !onType },
  };
}

/** The parameters of `workspace/didChangeConfiguration`. */
export function changedConfiguration(settings: Settings): { settings: { wordgate: Settings['server'] } } {
  return { settings: { wordgate: settings.server } };
}
