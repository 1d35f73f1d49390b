// The real server, started as the extension starts it and told what the extension tells it, by a client that offers what
// VS Code offers.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { changedConfiguration, clientOptions } from '../src/options';
import { launch } from '../src/program';
import { safeEdits } from '../src/safeEdits';
import { readSettings } from '../src/settings';
import { VERSION, wordgate } from './binary';

const RULES = `
[pack]
id = "house"
[[rule]]
id = "product-name"
kind = "prefer"
prefer = "wordgate"
patterns = ["word gate"]
suggest = ["wordgate"]
fix = "safe"
message = "The product is called wordgate."
rationale = "The name is one word."
[[rule]]
id = "opt-in"
severity = "warning"
patterns = ["quick brown"]
message = "No."
`;

/** A session with a server of its own, in a folder of its own. */
class Session {
  readonly folder = mkdtempSync(join(tmpdir(), 'wordgate größe '));
  readonly messages: string[] = [];
  readonly registered: string[] = [];
  #process: ChildProcess;
  #connection: ProtocolConnection;
  #exit: Promise<number | null>;
  #version = 1;

  constructor(readonly set: Record<string, unknown> = {}) {
    mkdirSync(join(this.folder, '.git'));
    writeFileSync(join(this.folder, 'house.toml'), RULES);
    writeFileSync(join(this.folder, 'wordgate.toml'), 'packs = ["house"]\nrules = ["house.toml"]\n');
    const { command, args } = launch(this.settings(), { folder: this.folder, home: '/' });
    this.#process = spawn(command, args, { cwd: this.folder, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#exit = new Promise((resolve) => this.#process.on('exit', resolve));
    const { stdout, stdin } = this.#process;
    this.#connection = createProtocolConnection(new StreamMessageReader(stdout!), new StreamMessageWriter(stdin!));
    this.#connection.onNotification('window/showMessage', ({ message }: { message: string }) => void this.messages.push(message));
    this.#connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => {
      this.registered.push(...registrations.map(({ method }) => method));
      return null;
    });
    this.#connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.#connection.listen();
  }

  settings() {
    return readSettings((key) => ({ path: wordgate(), ...this.set })[key]);
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  ask<T>(method: string, params: unknown): Promise<T> {
    return this.#connection.sendRequest(method, params);
  }

  tell(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  async start(): Promise<InitializeResult> {
    const result = await this.ask<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(this.folder).href,
      workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: 'folder' }],
      initializationOptions: clientOptions(this.settings()).initializationOptions,
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        textDocument: {
          diagnostic: {},
          hover: { contentFormat: ['markdown'] },
          codeAction: { dataSupport: true, resolveSupport: { properties: ['edit', 'command'] } },
        },
        workspace: {
          diagnostics: { refreshSupport: true },
          didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
          workspaceEdit: { documentChanges: true },
        },
      },
    });
    await this.tell('initialized', {});
    return result;
  }

  async open(name: string, languageId: string, text: string): Promise<void> {
    await this.tell('textDocument/didOpen', { textDocument: { uri: this.uri(name), languageId, version: 1, text } });
  }

  async change(name: string, text: string): Promise<void> {
    const textDocument = { uri: this.uri(name), version: ++this.#version };
    await this.tell('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
    assert.equal(report.kind, 'full');
    return report.kind === 'full' ? report.items : [];
  }

  async codes(name: string): Promise<unknown[]> {
    return (await this.diagnostics(this.uri(name))).map(({ code }) => code);
  }

  /** Ends as VS Code ends it; the exit status. */
  async stop(): Promise<number | null> {
    await this.ask('shutdown', undefined);
    await this.tell('exit', undefined);
    return this.#exit;
  }

  kill(): void {
    this.#process.kill();
  }
}

const sessions: Session[] = [];
after(() => sessions.forEach((session) => session.kill()));

async function session(set: Record<string, unknown> = {}): Promise<Session> {
  const session = new Session(set);
  sessions.push(session);
  await session.start();
  return session;
}

test('a document is checked while it is changed, and fixed', async () => {
  const session = new Session();
  sessions.push(session);
  const { serverInfo, capabilities } = await session.start();
  assert.deepEqual(serverInfo, { name: 'wordgate', version: VERSION });
  // What the run mode of the extension stands on.
  assert.ok(capabilities.diagnosticProvider);

  await session.open('a b é.md', 'markdown', 'Fine.\n');
  assert.deepEqual(await session.codes('a b é.md'), []);
  await session.change('a b é.md', '😀 The *word* gate.\n');
  const [found] = await session.diagnostics(session.uri('a b é.md'));
  assert.equal(found?.code, 'house/product-name');
  assert.deepEqual(found?.range, { start: { line: 0, character: 8 }, end: { line: 0, character: 18 } });

  await session.change('a b é.md', 'Word gate and word gate.\n');
  const textDocument = { uri: session.uri('a b é.md') };
  const position = { line: 0, character: 2 };
  const hover = await session.ask<Hover>('textDocument/hover', { textDocument, position });
  assert.match(JSON.stringify(hover.contents), /The name is one word/);
  const all = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
  const [edit, ...others] = await safeEdits((method, params) => session.ask(method, params), textDocument, all);
  assert.deepEqual(others, []);
  assert.deepEqual(edit?.documentChanges, [
    {
      textDocument: { ...textDocument, version: 3 },
      edits: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } }, newText: 'Wordgate' },
        { range: { start: { line: 0, character: 14 }, end: { line: 0, character: 23 } }, newText: 'wordgate' },
      ],
    },
  ]);
  await session.change('a b é.md', 'Fine.\n');
  assert.deepEqual(await safeEdits((method, params) => session.ask(method, params), textDocument, all), []);
  assert.ok(session.registered.includes('workspace/didChangeWatchedFiles'));
  assert.deepEqual(session.messages, []);
  assert.equal(await session.stop(), 0);
});

test('each language that is selected is checked, in a buffer without a file too', async () => {
  const server = await session();
  for (const { language, scheme } of clientOptions(server.settings()).documentSelector as {
    language: string;
    scheme: string;
  }[]) {
    const uri = scheme === 'file' ? server.uri(`${language}.unknown`) : `${scheme}:${language}`;
    const textDocument = { uri, languageId: language, version: 1, text: 'The word gate.\n' };
    await server.tell('textDocument/didOpen', { textDocument });
    assert.equal((await server.diagnostics(uri)).length, 1, `${language} ${scheme}`);
  }
  assert.equal(await server.stop(), 0);
});

test('settings apply from the start and when they change', async () => {
  const server = await session({ packs: ['inclusive-naming'] });
  await server.open('a.md', 'markdown', 'The word gate has a whitelist.\n');
  assert.deepEqual(await server.codes('a.md'), ['inclusive-naming/whitelist']);
  const change = (set: Record<string, unknown>) => {
    Object.assign(server.set, set);
    return server.tell('workspace/didChangeConfiguration', changedConfiguration(server.settings()));
  };
  await change({ packs: null });
  assert.deepEqual(await server.codes('a.md'), ['house/product-name']);
  await change({ asOf: 'soon' });
  await server.codes('a.md');
  assert.deepEqual(server.messages, ['the setting `asOf` is "soon"; write a date such as "2026-03-11"']);
  assert.equal(await server.stop(), 0);
});

test('arguments reach the server', async () => {
  const server = await session({ args: ['--isolated'] });
  await server.open('a.md', 'markdown', 'The word gate has a whitelist.\n');
  assert.deepEqual(await server.codes('a.md'), ['inclusive-naming/whitelist']);
  assert.equal(await server.stop(), 0);
});
