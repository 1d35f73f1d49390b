// The extension: the server's life, its state in the status bar, and the commands.

import * as vscode from 'vscode';
import { fixAll } from './fixAll';
import { ProgramFailure } from './program';
import { Server } from './server';
import { type State, shown } from './state';

/** As vsce names it in the package. */
const README = 'readme.md';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('wordgate', { log: true });
  const status = vscode.window.createStatusBarItem('wordgate', vscode.StatusBarAlignment.Right);
  status.name = 'wordgate';
  server = new Server(output);
  const current = server;
  const tried = (work: Promise<void>) => work.catch((error: unknown) => tell(context, error));
  context.subscriptions.push(
    output,
    status,
    current,
    current.onState((state) => show(status, state)),
    vscode.commands.registerCommand('wordgate.restart', () => tried(current.restart())),
    vscode.commands.registerCommand('wordgate.showOutput', () => output.show()),
    vscode.commands.registerCommand('wordgate.fixAll', () => fixAll(current.client)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wordgate')) void tried(current.settingsChanged());
    }),
    // Once a folder is trusted, its settings may choose the program.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void tried(current.settingsChanged())),
  );
  status.show();
  // Not awaited: otherwise the extension would count as starting until the user closes the message.
  void tried(current.restart());
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function show(status: vscode.StatusBarItem, state: State): void {
  const { text, tooltip, command, severity } = shown(state);
  const links = new vscode.MarkdownString().appendText(tooltip);
  links.isTrusted = { enabledCommands: ['wordgate.restart', 'wordgate.showOutput'] };
  links.appendMarkdown('\n\n[Restart](command:wordgate.restart) · [Show output](command:wordgate.showOutput)');
  status.text = text;
  status.tooltip = links;
  status.command = command;
  status.backgroundColor =
    severity === 'error' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
}

/** Shows why there is no server, and what may help. */
async function tell(context: vscode.ExtensionContext, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const install = 'How to Install';
  const settings = 'Open Settings';
  const output = 'Show Output';
  const offers = error instanceof ProgramFailure && error.isMissing ? [install, settings] : [settings, output];
  switch (await vscode.window.showErrorMessage(message, ...offers)) {
    case install:
      // The page that VS Code keeps for extensions needs a marketplace.
      await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(context.extensionUri, README));
      break;
    case settings:
      await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:' + context.extension.id);
      break;
    case output:
      await vscode.commands.executeCommand('wordgate.showOutput');
      break;
  }
}
