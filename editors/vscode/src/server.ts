// Starts, reconfigures, restarts and stops the language server.
//
// Settings can change faster than a server starts, so every operation on the server goes through a queue.

import { homedir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, LanguageClient, State as ClientState } from 'vscode-languageclient/node';
import { changedConfiguration, clientOptions } from './options';
import { type Launch, launch, version } from './program';
import { Queue } from './queue';
import { readSettings, type Settings } from './settings';
import type { State } from './state';

interface Running {
  client: LanguageClient;
  settings: Settings;
  launch: Launch;
}

export class Server implements vscode.Disposable {
  readonly #queue = new Queue();
  readonly #states = new vscode.EventEmitter<State>();
  #running: Running | undefined;

  /** Fires on each change of state. */
  readonly onState = this.#states.event;

  constructor(readonly output: vscode.LogOutputChannel) {}

  /** The client, while the server runs. */
  get client(): LanguageClient | undefined {
    return this.#running?.client;
  }

  /** Stops the server if it runs, and starts it with the current settings. Fails if the start fails. */
  restart(): Promise<void> {
    return this.#queue.add(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Applies changed settings: notifies the server where that is enough, otherwise restarts it. */
  settingsChanged(): Promise<void> {
    return this.#queue.add(async () => {
      const running = this.#running;
      if (running !== undefined) {
        const settings = currentSettings();
        const { server, ...rest } = settings;
        const { server: serverBefore, ...restBefore } = running.settings;
        if (isDeepStrictEqual([rest, launch(settings, places())], [restBefore, running.launch])) {
          running.settings = settings;
          if (!isDeepStrictEqual(server, serverBefore)) {
            await running.client.sendNotification(DidChangeConfigurationNotification.type, changedConfiguration(settings));
          }
          return;
        }
      }
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#queue.add(() => this.#stop());
  }

  dispose(): void {
    this.#states.dispose();
  }

  async #start(): Promise<void> {
    try {
      const settings = currentSettings();
      if (!settings.enable) {
        this.#states.fire({ kind: 'off' });
        return;
      }
      this.#states.fire({ kind: 'starting' });
      const { command, args } = launch(settings, places());
      const found = await version({ command, args });
      this.output.info(`wordgate ${found}: ${[command, ...args].join(' ')}`);
      const options = { ...clientOptions(settings), outputChannel: this.output };
      const client = new LanguageClient('wordgate', { command, args }, options);
      client.onDidChangeState(({ newState }) => this.#clientChanged(client, newState, found, command));
      this.#running = { client, settings, launch: { command, args } };
      await client.start();
    } catch (error) {
      await this.#stop();
      const message = error instanceof Error ? error.message : String(error);
      this.output.error(message);
      this.#states.fire({ kind: 'failed', message });
      throw error;
    }
  }

  /** The client library restarts a crashed server a few times; this shows the progress. */
  #clientChanged(client: LanguageClient, state: ClientState, version: string, command: string): void {
    if (this.#running?.client !== client) return;
    switch (state) {
      case ClientState.Running:
        return this.#states.fire({ kind: 'running', version, command });
      case ClientState.Starting:
        return this.#states.fire({ kind: 'starting' });
      default:
        return this.#states.fire({ kind: 'failed', message: 'wordgate has stopped.' });
    }
  }

  async #stop(): Promise<void> {
    const client = this.#running?.client;
    this.#running = undefined;
    // Nothing to stop if the server did not start or has exited.
    await client?.dispose().catch((error: unknown) => this.output.debug(`stopping: ${String(error)}`));
  }
}

function currentSettings(): Settings {
  const section = vscode.workspace.getConfiguration('wordgate');
  return readSettings((key) => section.get(key));
}

function places() {
  return { folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath, home: homedir() };
}
