// The command that applies all safe edits to the active document.

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { SELECTOR } from './options';
import { type Ask, safeEdits } from './safeEdits';

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
  const ask: Ask = (method, params) => client.sendRequest(method, params);
  const { code2ProtocolConverter: toServer, protocol2CodeConverter: fromServer } = client;
  const all = toServer.asRange(new vscode.Range(0, 0, document.lineCount, 0));
  try {
    const edits = await safeEdits(ask, toServer.asTextDocumentIdentifier(document), all);
    if (edits.length === 0) {
      void vscode.window.showInformationMessage('wordgate has no safe edit for this document.');
    }
    for (const edit of edits) {
      const converted = await fromServer.asWorkspaceEdit(edit);
      // The edits belong to the version that the server was asked about.
      if (document.version !== version || !(await vscode.workspace.applyEdit(converted))) {
        void vscode.window.showWarningMessage('The document changed meanwhile: nothing was edited.');
        return;
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showWarningMessage(`wordgate made no edits: ${reason}`);
  }
}
