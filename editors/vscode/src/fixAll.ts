// The command that makes all safe edits of the document in front.

import * as vscode from 'vscode';
import { CodeAction, CodeActionRequest, type LanguageClient } from 'vscode-languageclient/node';
import { SELECTOR } from './options';

export async function fixAll(client: LanguageClient | undefined): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (client === undefined || !client.isRunning()) {
    void vscode.window.showWarningMessage('wordgate is not running.');
    return;
  }
  if (document === undefined || vscode.languages.match(SELECTOR, document) === 0) {
    void vscode.window.showInformationMessage('wordgate does not check this document.');
    return;
  }
  const version = document.version;
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: client.code2ProtocolConverter.asRange(all),
    context: { diagnostics: [], only: ['source.fixAll'] },
  });
  const edits = (actions ?? []).filter(CodeAction.is).flatMap((action) => action.edit ?? []);
  if (edits.length === 0) {
    void vscode.window.showInformationMessage('wordgate has no safe edit for this document.');
    return;
  }
  for (const edit of edits) {
    const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
    // The edits are of the text that was asked about.
    if (document.version !== version || !(await vscode.workspace.applyEdit(converted))) {
      void vscode.window.showWarningMessage('The document changed meanwhile: nothing was edited.');
      return;
    }
  }
}
