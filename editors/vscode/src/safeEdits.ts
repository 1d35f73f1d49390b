// All safe edits of a document, as the server offers them.

import type { CodeAction, Range, TextDocumentIdentifier, WorkspaceEdit } from 'vscode-languageclient/node';

/** Sends a request to the server. */
export type Ask = <T>(method: string, params: unknown) => Promise<T>;

/** The edits; empty when none is safe. Fails with the server's reason. */
export async function safeEdits(ask: Ask, textDocument: TextDocumentIdentifier, range: Range): Promise<WorkspaceEdit[]> {
  const context = { diagnostics: [], only: ['source.fixAll'] };
  const actions = await ask<CodeAction[] | null>('textDocument/codeAction', { textDocument, range, context });
  const edits: WorkspaceEdit[] = [];
  for (const action of actions ?? []) {
    // The server computes expensive edits only on request.
    const whole = action.edit === undefined ? await ask<CodeAction>('codeAction/resolve', action) : action;
    if (whole.edit !== undefined) edits.push(whole.edit);
  }
  return edits;
}
