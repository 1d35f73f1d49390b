import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch, ProgramFailure, version } from '../src/program';
import { readSettings } from '../src/settings';
import { VERSION, wordgate } from './binary';

const windows = process.platform === 'win32';
const places = { folder: join('/', 'a folder'), home: join('/', 'home') };
const command = (path: string, from: { folder?: string; home: string } = places) =>
  launch(readSettings((key) => (key === 'path' ? path : undefined)), from).command;

/** A program of one's own. */
function script(body: string, mode = 0o755): string {
  const path = join(mkdtempSync(join(tmpdir(), 'wordgate-vscode-')), 'program');
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, mode);
  return path;
}

const served = (command: string) => ({ command, args: ['lsp'] });

const isFailure = (isMissing: boolean, part: RegExp) => (error: unknown) =>
  error instanceof ProgramFailure && error.isMissing === isMissing && part.test(error.message);

test('a name is looked up, a path has its place', { skip: windows }, () => {
  assert.equal(command('wordgate'), 'wordgate');
  assert.equal(command('/opt/wordgate'), '/opt/wordgate');
  assert.equal(command('~/bin/wordgate'), '/home/bin/wordgate');
  assert.equal(command('bin/wordgate'), '/a folder/bin/wordgate');
  assert.equal(command('${workspaceFolder}/bin/$&'), '/a folder/bin/$&');
  assert.equal(command('./wordgate', { home: '/home' }), './wordgate');
  assert.throws(() => command('${workspaceFolder}/x', { home: '/home' }), isFailure(false, /no folder is open/));
});

test('arguments follow the command', () => {
  const settings = readSettings((key) => (key === 'args' ? ['--pack', 'all'] : undefined));
  assert.deepEqual(launch(settings, places).args, ['lsp', '--pack', 'all']);
});

test('the program prints its version', async () => {
  assert.equal(await version({ command: wordgate(), args: ['lsp', '--isolated', '--pack', 'all'] }), VERSION);
});

test('a program that is not there is missing', async () => {
  await assert.rejects(version(served('wordgate-that-is-not-there')), isFailure(true, /was not found\. Install wordgate, or/));
  await assert.rejects(version(served(join(process.execPath, 'x'))), isFailure(true, /was not found/));
});

test('a program that is not executable is reported', { skip: windows }, async () => {
  await assert.rejects(version(served(script('', 0o644))), isFailure(true, /is not executable: make it executable/));
});

test('another program is not mistaken for wordgate', async () => {
  await assert.rejects(version(served(process.execPath)), isFailure(true, /is not wordgate, or is broken/));
});

test('neither is one that fails, or never ends', { skip: windows }, async () => {
  await assert.rejects(version(served(script('echo wordgate 1.2.3; exit 1'))), isFailure(true, /is not wordgate, or is broken/));
  await assert.rejects(version(served(script('exec sleep 60')), 200), isFailure(false, /did not print its version within 0\.2 s/));
  assert.equal(await version(served(script('echo wordgate 1.2.3'))), '1.2.3');
});

test('an argument that the program does not take is named', async () => {
  const wrong = { command: wordgate(), args: ['lsp', '--nonsense'] };
  await assert.rejects(version(wrong), isFailure(false, /started as wordgate lsp --nonsense: .*'--nonsense'/));
  const valueless = { command: wordgate(), args: ['lsp', '--as-of', 'soon'] };
  await assert.rejects(version(valueless), isFailure(false, /started as wordgate lsp --as-of soon: .*soon/));
});
